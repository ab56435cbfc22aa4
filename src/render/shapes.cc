#include "shapes.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "decimal.h"
#include "values.h"

namespace mimus::render {
namespace {

std::string for_example(const Spelling& spelling) { return "for example " + std::string(spelling.usage); }

Status refuse_arguments(const Spelling& spelling) {
  if (spelling.arguments.empty()) return Done{};
  const Word& word = spelling.arguments.front();
  return wrong("'" + std::string(spelling.head.text) + "' takes no argument, and here is '" +
                   std::string(word.text) + "'",
               word.offset, for_example(spelling));
}

Status refuse_member(const Spelling& spelling) {
  if (spelling.member.text.empty()) return Done{};
  return wrong("'" + std::string(spelling.head.text) + "' has no members", spelling.member.offset,
               for_example(spelling));
}

Step make_step(std::string_view name) {
  Step step{std::string(name), std::nullopt};
  std::size_t index = 0;
  const auto [end, failed] = std::from_chars(name.data(), name.data() + name.size(), index);
  if (failed == std::errc() && end == name.data() + name.size()) step.index = index;
  return step;
}

}  // namespace

Status compile_plain(const Spelling& spelling, Expression&) {
  MIMUS_TRY_DONE(refuse_member(spelling));
  return refuse_arguments(spelling);
}

Status compile_named(const Spelling& spelling, Expression& expression) {
  std::string_view name = spelling.member.text;
  if (name.starts_with('.')) {
    name.remove_prefix(1);
  } else {
    name = {};
  }
  if (name.size() >= 2 && name.starts_with('[') && name.ends_with(']')) name = name.substr(1, name.size() - 2);
  if (name.empty()) {
    return wrong("'" + std::string(spelling.head.text) + "' wants a name", spelling.head.offset,
                 for_example(spelling));
  }
  expression.name = name;
  return refuse_arguments(spelling);
}

Status compile_body(const Spelling& spelling, Expression& expression) {
  const std::string_view text = spelling.member.text;
  std::size_t at = 0;
  while (at < text.size()) {
    if (text[at] == '.') ++at;
    const bool bracket = at < text.size() && text[at] == '[';
    if (bracket) ++at;
    const std::size_t end = std::min(bracket ? text.find(']', at) : text.find_first_of(".[", at), text.size());
    if (end == at) {
      return wrong("a member's name is missing", spelling.member.offset + at, for_example(spelling));
    }
    if (bracket && end == text.size()) {
      return wrong("']' is missing", spelling.member.offset + at - 1, for_example(spelling));
    }
    expression.steps.push_back(make_step(text.substr(at, end - at)));
    at = bracket ? end + 1 : end;
    if (bracket && at < text.size() && text[at] != '.' && text[at] != '[') {
      return wrong("expected '.' or '['", spelling.member.offset + at, for_example(spelling));
    }
  }
  return refuse_arguments(spelling);
}

Status compile_timestamp(const Spelling& spelling, Expression& expression) {
  MIMUS_TRY_DONE(refuse_member(spelling));
  if (spelling.arguments.size() != 1 || spelling.arguments.front().text != "ms") {
    return refuse_arguments(spelling);
  }
  expression.evaluate = &milliseconds_value;
  return Done{};
}

// As many decimals as the bound that has more.
Status compile_random(const Spelling& spelling, Expression& expression) {
  MIMUS_TRY_DONE(refuse_member(spelling));
  if (spelling.arguments.size() != 2) {
    return wrong("'random' wants two numbers", spelling.head.offset, for_example(spelling));
  }
  Decimal bounds[2];
  for (std::size_t i = 0; i < 2; ++i) {
    const Word& word = spelling.arguments[i];
    const std::optional<Decimal> decimal = parse_decimal(word.text);
    if (!decimal) {
      return wrong("'" + std::string(word.text) + "' is not a number of at most 15 digits", word.offset,
                   for_example(spelling));
    }
    bounds[i] = *decimal;
  }
  const int decimals = std::max(bounds[0].decimals, bounds[1].decimals);
  for (Decimal& bound : bounds) {
    const std::optional<Decimal> longer = with_decimals(bound, decimals);
    if (!longer) {
      return wrong("these two numbers together have too many digits", spelling.arguments[0].offset,
                   for_example(spelling));
    }
    bound = *longer;
  }
  if (bounds[0].digits > bounds[1].digits) {
    return wrong("the first number is larger than the second", spelling.arguments[0].offset,
                 for_example(spelling));
  }
  expression.low = bounds[0].digits;
  expression.high = bounds[1].digits;
  expression.decimals = decimals;
  return Done{};
}

}  // namespace mimus::render
