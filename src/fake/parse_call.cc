#include "call.h"
#include "program.h"

namespace mimus::fake {

Result<Call> Call::parse(std::string_view text) {
  const std::size_t open = text.find('(');
  if (open == text.npos) return compile(text);
  const auto parsed = parse_arguments(text.substr(open));
  if (!parsed) return syntax_error("a ')' is missing", text.size());
  if (open + parsed->close + 1 != text.size()) {
    return syntax_error("there is text behind the ')'", open + parsed->close + 1);
  }
  if (parsed->close == 1) return compile(text.substr(0, open));
  return compile(text.substr(0, open), parsed->arguments);
}

}  // namespace mimus::fake
