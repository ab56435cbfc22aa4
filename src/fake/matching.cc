#include "matching.h"

#include <bit>

#include "base/chance.h"

namespace mimus::fake {

Result<MatchingText> MatchingText::compile(std::string_view expression) {
  MIMUS_TRY(regex::Generator generator, regex::Generator::compile(expression));
  return MatchingText(std::move(generator));
}

Status MatchingText::append(Engine& engine, std::string& out) const {
  const Chance chance(std::bit_cast<std::uint64_t>(engine.next()));
  const auto text = generator_.text(chance);
  if (!text) return invalid("no text was found that the expression matches");
  out += *text;
  return Done{};
}

}  // namespace mimus::fake
