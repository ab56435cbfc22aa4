#pragma once

#include <functional>
#include <string_view>

#include "json_members.h"

namespace mimus::recording {

// What XML and HTML name, in the order of the text, for editing values in place:
//
//   <a:Password kind="x">s</a:Password>      "kind" x, "Password" s: names without their prefix
//   <input name="csrf_token" value="s">      "name" csrf_token, "value" s, and "csrf_token" s
//
// An element's value is the text up to the next tag, or inside CDATA. Values keep their entities. A text that is neither is read as far as it looks
// like it, and never beyond its end.
void for_each_markup_member(std::string_view text, const std::function<void(const Member&)>& visit);

}  // namespace mimus::recording
