#include "error.h"

#include <cstring>

namespace mimus {

std::string describe(const Error& error) {
  std::string text;
  const Where& at = error.where;
  if (!at.source.empty()) text += at.source + ":";
  if (at.line > 0) text += std::to_string(at.line) + ":" + std::to_string(at.column) + ":";
  if (at.line == 0 && at.offset) text += "byte " + std::to_string(*at.offset) + ":";
  if (!text.empty()) text += ' ';
  if (!at.pointer.empty() && at.line == 0) text += at.pointer + ": ";
  text += error.message;
  if (!error.hint.empty()) text += "; " + error.hint;
  return text;
}

Error syntax_error(std::string message, std::size_t offset) {
  Error error{Code::kSyntax, std::move(message), {}, {}};
  error.where.offset = offset;
  return error;
}

Error invalid(std::string message, std::string hint) {
  return Error{Code::kInvalid, std::move(message), std::move(hint), {}};
}

Error io_error(std::string_view what, int errno_value) {
  return Error{Code::kIo, std::string(what) + ": " + std::strerror(errno_value), {}, {}};
}

}  // namespace mimus
