#include <memory>
#include <vector>

#include "java.h"
#include "multi_value.h"
#include "regex/regex.h"
#include "wiremock.h"

// Regular expressions: matches, regexExtract. Constant ones are compiled with the template.
namespace mimus::helpers {
namespace {

using handlebars::HelperRow;
using regex::Regex;
using Use = HelperRow::Use;

Result<std::shared_ptr<const void>> prepare_regex(Call& call) {
  if (!call.arg(1).is_text()) return std::shared_ptr<const void>();
  MIMUS_TRY(Regex regex, Regex::compile(call.arg(1).as_text()));
  return std::shared_ptr<const void>(std::make_shared<const Regex>(std::move(regex)));
}

Result<Regex> regex_of(const Call& call) {
  if (const Regex* prepared = call.prepared<Regex>()) return *prepared;
  return Regex::compile(call.text(1));
}

Error too_slow(const Call& call) {
  return call.fail("the regular expression takes too many steps on this text");
}

Result<Value> matches(Call& call) {
  if (call.size() < 2)
    return complaint(call, "You must specify the string to match and the regular expression");
  MIMUS_TRY(const std::string_view text, subject_text(call));
  const Result<Regex> regex = regex_of(call);
  if (!regex) return thrown(call, "java.util.regex.PatternSyntaxException", regex.error().message);
  const Regex::Outcome outcome = regex->full_match(text);
  if (outcome == Regex::Outcome::kLimit) return too_slow(call);
  const bool holds = outcome == Regex::Outcome::kYes;
  if (!call.is_block()) return Value::boolean(holds);
  if (holds) MIMUS_TRY_DONE(call.block());
  return Value();
}

Value groups_as_list(const Call& call, const std::vector<std::string_view>& groups) {
  const std::span<Value> list = call.values(groups.size() - 1);
  for (std::size_t i = 1; i < groups.size(); ++i) {
    list[i - 1] = groups[i].data() == nullptr ? Value::null() : call.made(groups[i]);
  }
  return Value::object(call.make<MultiValue>(std::span<const Value>(list)));
}

Result<Value> regex_extract(Call& call) {
  if (call.size() < 2) {
    return thrown(call, "java.lang.ArrayIndexOutOfBoundsException",
                  "Index 0 out of bounds for length 0");
  }
  MIMUS_TRY(const std::string_view text, subject_text(call));
  const std::string expression(call.text(1));
  const Result<Regex> regex = regex_of(call);
  if (!regex) return complaint(call, "Invalid regex string " + expression);
  std::vector<std::string_view> groups(regex->group_count() + 1);
  const Regex::Outcome outcome = regex->search(text, groups);
  if (outcome == Regex::Outcome::kLimit) return too_slow(call);
  const bool wants_groups = call.size() > 2;
  const bool found = outcome == Regex::Outcome::kYes && !(wants_groups && groups.size() == 1);
  if (!found) {
    const Value otherwise = call.hash("default");
    return otherwise.is_absent() ? complaint(call, "Nothing matched " + expression) : otherwise;
  }
  if (!wants_groups) return call.made(groups[0]);
  call.set_variable(call.text(2), groups_as_list(call, groups));
  return Value();
}

constexpr HelperRow kRows[] = {
    {"matches", &matches, "{{matches 'abc123' '[a-z]+[0-9]+'}}",
     "whether a regular expression covers the whole text", Use::kEither, false, &prepare_regex},
    {"regexExtract", &regex_extract,
     "{{regexExtract 'abc-123' '([a-z]+)-([0-9]+)' 'parts'}}{{parts.[1]}}",
     "what a regular expression finds first, or its groups under a name; default= when it finds "
     "nothing",
     Use::kInline, false, &prepare_regex},
};

}  // namespace

handlebars::HelperTable expression_rows() {
  return kRows;
}

}  // namespace mimus::helpers
