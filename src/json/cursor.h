#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace mimus::json {

// Why a text is not JSON, and at which byte.
struct Fault {
  Code code;
  std::size_t offset;
  std::string message;
  std::string hint;
};

// A place in a text that is being read, and the first fault found there. What Reader consists of,
// from here upwards: StringReader, NumberReader, Reader. They are layers of one object, not parts
// that refer to each other, so that each reaches the place directly.
class Cursor {
 protected:
  explicit Cursor(std::string_view text)
      : begin_(text.data()), at_(begin_), end_(begin_ + text.size()) {}

  std::size_t offset() const { return static_cast<std::size_t>(at_ - begin_); }
  std::string_view rest() const { return {at_, end_}; }

  // What stands here, in words.
  std::string found() const;

  // Keep the fault, are false. Apart, and with plain texts where that is enough, so that the frames
  // of the recursion stay small.
  bool fail(const char* message, const char* hint = "");
  bool fail(std::string message, std::string hint = {}, Code code = Code::kSyntax);
  // The errors people make where a value, or a member's name, should stand: by their first
  // character.
  bool no_value();
  bool no_key();

  const char* const begin_;
  const char* at_;
  const char* const end_;
  std::optional<Fault> fault_;
};

}  // namespace mimus::json
