#include <algorithm>

#include "operands.h"

namespace mimus::match {
namespace {

constexpr std::uint8_t kNative = MatcherKind::kNative;
constexpr std::uint8_t kWireMock = MatcherKind::kWireMock;

// Natively the elements of a JSON array are repeated values as well.
template <class Use>
bool with_elements(std::span<const Sample> samples, const Asking& asking, Use use) {
  if (samples.size() != 1 || samples[0].json() == nullptr || !samples[0].json()->is_array()) {
    return use(samples);
  }
  Samples elements(asking.arena());
  for (const json::Value& element : samples[0].json()->get_array()) elements.add(Sample(&element));
  return use(elements.view());
}

bool for_one(const Matchers& wanted, const Sample& value, const Asking& asking) { return wanted.hold({&value, 1}, asking); }

// ---- natively ----------------------------------------------------------------------------------

// A word that holds when its positive twin holds for none of the values.
template <const char* kTwin>
Result<Matcher> compile_none(const Test& test, Setting setting) {
  const MatcherKind& twin = *find_kind(kTwin, setting.manner);
  MIMUS_TRY(Matcher positive, twin.compile(test, setting));
  Matcher matcher;
  matcher.text = positive.text;
  matcher.regex = positive.regex;
  matcher.own = std::make_shared<const Matcher>(std::move(positive));
  matcher.on_list = [](const Matcher& m, std::span<const Sample> samples, const Asking& asking) {
    const auto& holds = m.as<Matcher>();
    return std::none_of(samples.begin(), samples.end(),
                        [&](const Sample& sample) { return holds.on_value(holds, sample, asking); });
  };
  return matcher;
}

template <bool kWanted>
bool there(const Matcher& matcher, std::span<const Sample> samples, const Asking&) {
  return samples.empty() != (matcher.operand.get_bool() == kWanted);
}

template <bool kWanted>
Result<Matcher> compile_presence(const Test& test, Setting) {
  if (!test.operand.is_bool()) return wants("true or false", test.operand);
  Matcher matcher;
  matcher.on_list = &there<kWanted>;
  return matcher;
}

// Asks the nested matcher about a number that we counted ourselves.
bool holds_for_number(const Matcher& matcher, std::size_t number, const Asking& asking) {
  const json::Value value(static_cast<std::uint64_t>(number));
  return for_one(matcher.nested.front(), Sample(&value), asking);
}

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

bool length_holds(const Matcher& matcher, const Sample& sample, const Asking& asking) {
  std::size_t length = 0;
  if (const json::Value* value = sample.json(); value != nullptr && value->is_array()) {
    length = value->get_array().size();
  } else if (value != nullptr && value->is_object()) {
    length = value->get_object().size();
  } else {
    length = code_points(sample.text(asking.arena()));
  }
  return holds_for_number(matcher, length, asking);
}

bool count_holds(const Matcher& matcher, std::span<const Sample> samples, const Asking& asking) {
  return with_elements(samples, asking, [&](std::span<const Sample> values) {
    return holds_for_number(matcher, values.size(), asking);
  });
}

// A number, or a matcher for one: {"gte": 2}. As JSON, so that 2 is 2.0.
Result<Matcher> compile_counted(const Test& test) {
  if (!test.operand.is_number() && !test.operand.is_object()) {
    return wants("a number or a matcher", test.operand, "write 2, or {\"gte\": 2}");
  }
  Matcher matcher;
  MIMUS_TRY(Matchers nested, Matchers::compile(test.operand, {Place::kBody, Manner::kNative}));
  matcher.nested.push_back(std::move(nested));
  return matcher;
}

Result<Matcher> compile_length(const Test& test, Setting) {
  MIMUS_TRY(Matcher matcher, compile_counted(test));
  matcher.on_value = &length_holds;
  return matcher;
}

Result<Matcher> compile_count(const Test& test, Setting) {
  MIMUS_TRY(Matcher matcher, compile_counted(test));
  matcher.on_list = &count_holds;
  return matcher;
}

// Every wanted one gets a value of its own: an augmenting path for each (Kuhn's bipartite matching).
class Pairing {
 public:
  Pairing(std::span<const Matchers> wanted, std::span<const Sample> values, const Asking& asking)
      : wanted_(wanted), values_(values), asking_(asking), owner_(asking.arena().array<int>(values.size())),
        tried_(asking.arena().array<bool>(values.size())) {
    std::fill(owner_.begin(), owner_.end(), -1);
  }

  bool complete() {
    for (std::size_t i = 0; i < wanted_.size(); ++i) {
      std::fill(tried_.begin(), tried_.end(), false);
      if (!place(static_cast<int>(i))) return false;
    }
    return true;
  }

 private:
  bool place(int wanted) {
    for (std::size_t j = 0; j < values_.size(); ++j) {
      if (tried_[j] || !for_one(wanted_[static_cast<std::size_t>(wanted)], values_[j], asking_)) continue;
      tried_[j] = true;
      if (owner_[j] >= 0 && !place(owner_[j])) continue;
      owner_[j] = wanted;
      return true;
    }
    return false;
  }

  std::span<const Matchers> wanted_;
  std::span<const Sample> values_;
  const Asking& asking_;
  std::span<int> owner_;
  std::span<bool> tried_;
};

bool each_finds_one(std::span<const Matchers> all, std::span<const Sample> values, const Asking& asking) {
  return std::all_of(all.begin(), all.end(), [&](const Matchers& wanted) {
    return std::any_of(values.begin(), values.end(),
                       [&](const Sample& value) { return for_one(wanted, value, asking); });
  });
}

bool includes(const Matcher& matcher, std::span<const Sample> samples, const Asking& asking) {
  return with_elements(samples, asking, [&](std::span<const Sample> values) {
    return each_finds_one(matcher.nested, values, asking);
  });
}

bool has_exactly(const Matcher& matcher, std::span<const Sample> samples, const Asking& asking) {
  return with_elements(samples, asking, [&](std::span<const Sample> values) {
    return values.size() == matcher.nested.size() && Pairing(matcher.nested, values, asking).complete();
  });
}

// ---- WireMock's --------------------------------------------------------------------------------

bool wiremock_includes(const Matcher& matcher, std::span<const Sample> samples, const Asking& asking) {
  return !samples.empty() && each_finds_one(matcher.nested, samples, asking);
}

// The numbers agree and each finds a value, be it one that another has found too.
bool wiremock_has_exactly(const Matcher& matcher, std::span<const Sample> samples, const Asking& asking) {
  return samples.size() == matcher.nested.size() && wiremock_includes(matcher, samples, asking);
}

template <auto kHolds>
Result<Matcher> compile_list(const Test& test, Setting setting) {
  Matcher matcher;
  MIMUS_TRY(matcher.nested, compile_each(test.operand, setting));
  matcher.on_list = kHolds;
  return matcher;
}

constexpr char kContains[] = "contains";
constexpr char kRegex[] = "regex";

}  // namespace

std::span<const MatcherKind> list_matchers() {
  static constexpr MatcherKind kKinds[] = {
      {{"notContains", "string", "the text in none of the values"}, kNative, 2, &compile_none<kContains>},
      {{"notRegex", "string", "a regular expression that fits none of the values"},
       kNative, 8, &compile_none<kRegex>},
      {{"absent", "boolean", "true: there is no such value"}, kNative, 0, &compile_presence<false>},
      {{"present", "boolean", "true: there is such a value, be it empty"}, kNative, 0, &compile_presence<true>},
      {{"count", "any", "how often the value is there: a number, or a matcher for it"}, kNative, 1, &compile_count},
      {{"length", "any", "characters, elements or members: a number, or a matcher for it"},
       kNative, 3, &compile_length},
      {{"hasExactly", "array", "these values (or values for these matchers), in any order, and no other"},
       kNative, 9, &compile_list<&has_exactly>},
      {{"includes", "array", "these values (or values for these matchers) are among the values"},
       kNative, 9, &compile_list<&includes>},
      {{"hasExactly", "array", "as many values as matchers, and each of these finds one"},
       kWireMock, 9, &compile_list<&wiremock_has_exactly>},
      {{"includes", "array", "each of these matchers finds a value"},
       kWireMock, 9, &compile_list<&wiremock_includes>},
  };
  return kKinds;
}

}  // namespace mimus::match
