#pragma once

#include <cstring>
#include <string_view>

#include "json/json.h"

namespace mimus::jsonpath {

using Member = boost::json::key_value_pair;

// The member of that name, or nullptr. Objects are mostly small, and then a loop here is several times as fast as
// Boost.JSON's search behind a call.
inline const Member* find_member(const json::Object& object, std::string_view name) {
  constexpr std::size_t kSmall = 16;
  if (object.size() > kSmall) {
    const auto found = object.find(name);
    return found == object.end() ? nullptr : found;
  }
  for (const Member& member : object) {
    const auto key = member.key();
    if (key.size() == name.size() && std::memcmp(key.data(), name.data(), name.size()) == 0) return &member;
  }
  return nullptr;
}

}  // namespace mimus::jsonpath
