#pragma once

#include <cstddef>
#include <memory>
#include <string>

namespace mimus::collections {
struct Definition;  // collections/definition.h
struct Set;
}  // namespace mimus::collections

namespace mimus::stub {

// A collection of the world answers, all that lies below the stub's path (Particulars::resource).
struct Resource {
  std::string collection;     // its name
  std::size_t segments = 0;   // of the path, before what the collection looks at: 2 of /api/products
  std::shared_ptr<const collections::Definition> definition;  // nullptr: another stub describes it
  std::shared_ptr<const collections::Set> all;  // the collections of this stub's configuration
};

}  // namespace mimus::stub
