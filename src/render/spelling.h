#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace mimus::render {

struct Word {
  std::string_view text;
  std::size_t offset = 0;
};

// An expression taken apart: random|(no member)|1, 6;  body|.a[0]|(no arguments).
struct Spelling {
  Word head;
  Word member;  // with its leading '.' or '['; empty when there is none
  std::vector<Word> arguments;
  std::string_view usage{};  // an example of the right way
};

// Never fails: whatever the text is, its pieces say where they were. Views borrow from the text.
Spelling take_apart(std::string_view text);

// An error at that byte of the expression.
Error wrong(std::string message, std::size_t offset, std::string hint = {});

}  // namespace mimus::render
