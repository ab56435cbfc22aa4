#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mimus::native {

// Where the reader is in a document: a chain of stack frames that becomes a JSON pointer only when
// something is wrong, so that good files pay nothing for it.
//
//   const Place root;
//   const Place routes = root.key("routes");
//   routes.item(3).key("path").pointer();   // "/routes/3/path"
//
// Borrows its parent and the member's name: a Place never outlives the frame that made it.
struct Place {
  static constexpr std::size_t kNoIndex = ~std::size_t{0};

  const Place* parent = nullptr;
  std::string_view member;       // of an object …
  std::size_t index = kNoIndex;  // … or of a list

  Place key(std::string_view name) const { return {this, name, kNoIndex}; }
  Place item(std::size_t at) const { return {this, {}, at}; }

  std::string pointer() const;  // RFC 6901
  std::string name() const;     // for sentences: "latency_ms", "method[1]"
};

}  // namespace mimus::native
