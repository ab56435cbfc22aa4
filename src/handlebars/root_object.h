#pragma once

#include <cstdint>
#include <string_view>

#include "value.h"

namespace mimus::handlebars {

// An object to be the root of renderings, of templates compiled with CompileOptions::root_names.
// Most expressions are a name of the root and a member of that, {{query.page}}; such a root may
// answer both steps at once, without making an object for {{query}}.
class RootObject : public Object {
 public:
  static constexpr char kType[] = "root";
  const char* type() const final { return kType; }

  // What member_at(index) has under that name: always the same in one rendering. Absent: it has
  // none, or must be asked itself.
  virtual Value member_in(std::uint32_t index, std::string_view name, Arena&) const = 0;

 protected:
  ~RootObject() = default;
};

}  // namespace mimus::handlebars
