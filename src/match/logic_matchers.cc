#include <algorithm>

#include "operands.h"

namespace mimus::match {
namespace {

constexpr std::uint8_t kNative = MatcherKind::kNative;
constexpr std::uint8_t kWireMock = MatcherKind::kWireMock;

bool holds_one(const Matchers& nested, const Sample& sample, const Asking& asking) {
  return sample.absent() ? nested.hold({}, asking) : nested.hold({&sample, 1}, asking);
}

bool any_nested(const Matcher& matcher, const Sample& sample, const Asking& asking) {
  return std::any_of(matcher.nested.begin(), matcher.nested.end(),
                     [&](const Matchers& nested) { return holds_one(nested, sample, asking); });
}

bool all_nested(const Matcher& matcher, const Sample& sample, const Asking& asking) {
  return std::all_of(matcher.nested.begin(), matcher.nested.end(),
                     [&](const Matchers& nested) { return holds_one(nested, sample, asking); });
}

Result<Matcher> compile_one_of(const Test& test, Setting setting) {
  Matcher matcher;
  MIMUS_TRY(matcher.nested, compile_each(test.operand, setting));
  matcher.on_value = &any_nested;
  return matcher;
}

template <auto kHolds>
Result<Matcher> compile_some(const Test& test, Setting setting) {
  Matcher matcher;
  MIMUS_TRY(matcher.nested, compile_each(test.operand, setting));
  if (matcher.nested.size() < 2 && setting.manner == Manner::kWireMock) {
    return invalid("'" + test.key + "' takes at least two matchers");
  }
  matcher.on_value = kHolds;
  return matcher;
}

// Natively of all values together, in WireMock's manner of one of them, or of nothing.
Result<Matcher> compile_not(const Test& test, Setting setting) {
  Matcher matcher;
  MIMUS_TRY(Matchers nested, Matchers::compile(test.operand, setting));
  matcher.nested.push_back(std::move(nested));
  if (setting.manner == Manner::kNative) {
    matcher.on_list = [](const Matcher& m, std::span<const Sample> samples, const Asking& asking) {
      return !m.nested.front().hold(samples, asking);
    };
  } else {
    matcher.on_value = [](const Matcher& m, const Sample& sample, const Asking& asking) {
      return !holds_one(m.nested.front(), sample, asking);
    };
  }
  return matcher;
}

// ---- near misses -------------------------------------------------------------------------------

// The mean over what fails in each part; a part that holds counts 0.
double mean_distance(const Matcher& matcher, const Sample& sample, const Asking& asking) {
  double sum = 0;
  for (const Matchers& nested : matcher.nested) {
    for (const Matcher& one : nested.on_value()) {
      if (!one.on_value(one, sample, asking)) sum += one.kind->distance ? one.kind->distance(one, sample, asking) : 1;
    }
    if (!nested.on_list().empty() && !holds_one(nested, sample, asking)) sum += 1;
  }
  return std::min(1.0, sum / static_cast<double>(std::max<std::size_t>(matcher.nested.size(), 1)));
}

std::string in_brackets(const Matchers& nested) {
  std::string text;
  for (const auto& list : {nested.on_value(), nested.on_list()}) {
    for (const Matcher& one : list) {
      if (!text.empty()) text += ' ';
      text += std::string(one.kind->row.key) + " ";
      text += one.kind->wanted ? one.kind->wanted(one)
              : one.operand.is_string() ? std::string(view(one.operand.get_string()))
                                        : json::write(one.operand);
    }
  }
  return text;
}

template <const char* kWord>
std::string joined(const Matcher& matcher) {
  std::string text;
  for (const Matchers& nested : matcher.nested) {
    if (!text.empty()) text += std::string(" ") + kWord + " ";
    text += in_brackets(nested);
  }
  return text;
}

std::string negated(const Matcher& matcher) { return "NOT " + in_brackets(matcher.nested.front()); }

constexpr char kAnd[] = "AND";
constexpr char kOr[] = "OR";

}  // namespace

std::span<const MatcherKind> logic_matchers() {
  static constexpr MatcherKind kKinds[] = {
      {{"oneOf", "array", "equals one of these, or fits one of these matchers"}, kNative, 2, &compile_one_of},
      {{"not", "matcher", "the matcher inside does not hold, or the value is absent"}, kNative, 8, &compile_not},
      {{"and", "array", "all of these matchers hold"}, kNative, 8, &compile_some<&all_nested>, &mean_distance},
      {{"or", "array", "one of these matchers holds"}, kNative, 8, &compile_some<&any_nested>},
      {{"and", "array", "all of these matchers hold"},
       kWireMock, 8, &compile_some<&all_nested>, &mean_distance, &joined<kAnd>},
      {{"or", "array", "one of these matchers holds"},
       kWireMock, 8, &compile_some<&any_nested>, nullptr, &joined<kOr>},
      {{"not", "matcher", "the matcher inside does not hold"}, kWireMock, 8, &compile_not, nullptr, &negated},
  };
  return kKinds;
}

}  // namespace mimus::match
