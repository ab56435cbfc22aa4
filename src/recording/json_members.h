#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace mimus::recording {

// A member of an object somewhere in a JSON text: its name, unescaped, and the bytes of its value.
struct Member {
  std::string name;
  std::size_t begin = 0, end = 0;  // offsets into the text
};

// Every member of a JSON text, in the order of the text, those outside before those inside. For editing values in place,
// where the rest has to keep its bytes. A text that is no JSON is read as far as it looks like it, and never beyond its end.
void for_each_member(std::string_view text, const std::function<void(const Member&)>& visit);

}  // namespace mimus::recording
