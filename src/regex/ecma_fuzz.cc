// An ECMA expression: what the generator makes of it, the expression matches.
#include <cstdint>
#include <cstdlib>

#include "ecma.h"
#include "generator.h"
#include "regex.h"

using namespace mimus;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kMost = 200;
  const std::string_view text(reinterpret_cast<const char*>(data), size < kMost ? size : kMost);
  const auto expression = regex::parse_ecma(text);
  if (!expression) {
    if (*expression.error().where.offset > text.size()) std::abort();
    return 0;
  }
  const auto generator = regex::Generator::compile(text);
  if (!generator) return 0;
  const std::string made = generator->draft(Chance(size), 2);
  const auto judge = regex::Regex::compile(expression->pcre);
  if (!judge) std::abort();
  // Where nothing looks around, a draft is right at once; of \p{…} the tree only guesses at members.
  bool plain = text.find("\\p") == text.npos && text.find("\\P") == text.npos;
  for (const regex::EcmaPart& part : expression->parts) {
    using Kind = regex::EcmaPart::Kind;
    plain =
        plain && (part.kind == Kind::kSequence || part.kind == Kind::kChoice ||
                  part.kind == Kind::kRepeat || (part.kind == Kind::kSet && !part.ranges.empty()));
  }
  const bool small = made.size() < 1000;
  if (plain && small && judge->search(made) == regex::Regex::Outcome::kNo) std::abort();
  return 0;
}
