#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace mimus {

// What kind of thing went wrong; the text says the rest.
enum class Code {
  kSyntax,       // the bytes do not follow the grammar
  kInvalid,      // well-formed, but not what is wanted here
  kNotFound,
  kConflict,     // clashes with what is there already
  kLimit,        // a configured limit was reached; the message names the flag
  kIo,           // the operating system said no
  kUnsupported,  // known, and not done here
};

// Where a fault is, as far as it is known. Lines and columns start at 1 (columns count code points),
// offsets at 0.
struct Where {
  std::string source;                 // a file's name as the user gave it
  int line = 0;                       // 0: unknown
  int column = 0;
  std::string pointer;                // JSON pointer (RFC 6901) inside the document
  std::optional<std::size_t> offset;  // of the first bad byte

  friend bool operator==(const Where&, const Where&) = default;
};

// A failure that its reader can act on: what is wrong, what would be right, and where.
struct Error {
  Code code = Code::kInvalid;
  std::string message;  // "unknown key 'respose'"
  std::string hint;     // "did you mean 'response'?"; may be empty
  Where where;

  friend bool operator==(const Error&, const Error&) = default;
};

// `file:line:column: what is wrong; what would be right`. Leaves out what is unknown.
std::string describe(const Error& error);

Error syntax_error(std::string message, std::size_t offset);
Error invalid(std::string message, std::string hint = {});
// The message with what errno says: "cannot open 'x': No such file or directory".
Error io_error(std::string_view what, int errno_value);

}  // namespace mimus
