#include <algorithm>

#include "compiled_pattern.h"
#include "operands.h"
#include "regex/java.h"
#include "text/encoding.h"

namespace mimus::match {
namespace {

constexpr std::uint8_t kNative = MatcherKind::kNative;
constexpr std::uint8_t kWireMock = MatcherKind::kWireMock;

using OnText = bool (*)(const Matcher&, std::string_view);

// Nothing fails.
template <OnText kHolds>
bool on_text(const Matcher& matcher, const Sample& sample, const Asking& asking) {
  return !sample.absent() && kHolds(matcher, sample.text(asking.arena()));
}

// Nothing succeeds.
template <OnText kFails>
bool not_on_text(const Matcher& matcher, const Sample& sample, const Asking& asking) {
  return sample.absent() || kFails(matcher, sample.text(asking.arena()));
}

bool same(const Matcher& m, std::string_view text) { return text == m.text; }
bool same_ignoring_case(const Matcher& m, std::string_view text) {
  return text::equal_ignoring_case(text, m.text);
}
bool contains(const Matcher& m, std::string_view text) { return text.find(m.text) != text.npos; }
bool starts(const Matcher& m, std::string_view text) { return text.starts_with(m.text); }
bool ends(const Matcher& m, std::string_view text) { return text.ends_with(m.text); }
bool fits_regex(const Matcher& m, std::string_view text) {
  return m.regex->full_match(text) == regex::Regex::Outcome::kYes;
}
bool contains_not(const Matcher& m, std::string_view text) { return !contains(m, text); }
// An expression that takes too long neither fits nor does it not.
bool fits_not(const Matcher& m, std::string_view text) {
  return m.regex->full_match(text) == regex::Regex::Outcome::kNo;
}

template <OnText kHolds>
Result<Matcher> compile_text(const Test& test, Setting setting) {
  Matcher matcher;
  MIMUS_TRY(matcher.text, text_operand(test, setting));
  matcher.on_value = &on_text<kHolds>;
  return matcher;
}

// ---- expressions -------------------------------------------------------------------------------

Result<Matcher> compile_regex(const Test& test, Setting setting) {
  MIMUS_TRY(Matcher matcher, compile_text<&fits_regex>(test, setting));
  regex::Regex::Options options;
  options.dot_all = setting.manner == Manner::kWireMock;
  const std::string expression = options.dot_all ? regex::from_java(matcher.text) : matcher.text;
  MIMUS_TRY(matcher.regex, regex::Regex::compile(expression, options));
  return matcher;
}

Result<Matcher> compile_does_not_match(const Test& test, Setting setting) {
  MIMUS_TRY(Matcher matcher, compile_regex(test, setting));
  matcher.on_value = &not_on_text<&fits_not>;
  return matcher;
}

// ---- WireMock's --------------------------------------------------------------------------------

// The same text as an expression, so that letters beyond ASCII have two cases as well.
Result<regex::Regex> either_case(std::string_view text) {
  std::string expression;
  for (const char c : text) {
    const bool plain = (c & 0x80) != 0 || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
    if (!plain) expression += '\\';
    expression += c;
  }
  regex::Regex::Options options;
  options.ignore_case = true;
  return regex::Regex::compile(expression, options);
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
}

Result<Matcher> compile_equal_to(const Test& test, Setting setting) {
  MIMUS_TRY(Matcher matcher, compile_text<&same>(test, setting));
  MIMUS_TRY(const bool any_case, flag_option(test, "caseInsensitive"));
  matcher.one_text = !any_case;
  if (!any_case) return matcher;
  matcher.on_value = &on_text<&same_ignoring_case>;
  if (is_ascii(matcher.text)) return matcher;
  MIMUS_TRY(matcher.regex, either_case(matcher.text));
  matcher.on_value = &on_text<&fits_regex>;
  return matcher;
}

Result<Matcher> compile_does_not_contain(const Test& test, Setting setting) {
  MIMUS_TRY(Matcher matcher, compile_text<&contains>(test, setting));
  matcher.on_value = &not_on_text<&contains_not>;
  return matcher;
}

bool same_bytes(const Matcher& matcher, const Sample& sample, const Asking& asking) {
  return !sample.absent() && sample.bytes(asking.arena()) == matcher.text;
}

Result<Matcher> compile_binary(const Test& test, Setting setting) {
  Matcher matcher;
  MIMUS_TRY(const std::string text, text_operand(test, setting));
  auto bytes = text::base64_decode(text);
  if (!bytes) return invalid(test.key + " operand is no base64");
  matcher.text = *std::move(bytes);
  matcher.on_value = &same_bytes;
  return matcher;
}

Result<Matcher> compile_anything(const Test& test, Setting setting) {
  Matcher matcher;
  MIMUS_TRY(matcher.text, text_operand(test, setting));
  matcher.on_value = [](const Matcher&, const Sample&, const Asking&) { return true; };
  return matcher;
}

Result<Matcher> compile_absent(const Test&, Setting) {
  Matcher matcher;
  matcher.on_value = [](const Matcher&, const Sample& sample, const Asking&) { return sample.absent(); };
  return matcher;
}

bool fits_template(const Matcher& matcher, const Sample& sample, const Asking& asking) {
  Captures captures;
  return !sample.absent() && matcher.as<PathPattern>().match(sample.text(asking.arena()), captures);
}

Result<Matcher> compile_template(const Test& test, Setting setting) {
  MIMUS_TRY(Matcher matcher, compile_text<&same>(test, setting));
  MIMUS_TRY(PathPattern pattern, PathPattern::raw_template(matcher.text));
  matcher.own = std::make_shared<const PathPattern>(std::move(pattern));
  matcher.on_value = &fits_template;
  return matcher;
}

// ---- near misses -------------------------------------------------------------------------------

double edits(const Matcher& matcher, const Sample& sample, const Asking& asking) {
  if (sample.absent()) return 1;
  return text_distance(matcher.text, sample.text(asking.arena()));
}

}  // namespace

std::span<const MatcherKind> text_matchers() {
  static constexpr std::string_view kEqualToOptions[] = {"caseInsensitive"};
  static constexpr MatcherKind kKinds[] = {
      {{"equalsIgnoreCase", "string", "the same text, ASCII letters in either case"},
       kNative, 1, &compile_text<&same_ignoring_case>, &edits},
      {{"contains", "string", "the text somewhere inside"}, MatcherKind::kBoth, 2, &compile_text<&contains>, &edits},
      {{"startsWith", "string", "the text at the beginning"}, kNative, 1, &compile_text<&starts>, &edits},
      {{"endsWith", "string", "the text at the end"}, kNative, 1, &compile_text<&ends>, &edits},
      {{"regex", "string", "a regular expression for the whole text"}, kNative, 8, &compile_regex},
      {{"matches", "string", "the same as regex"}, kNative, 8, &compile_regex},
      {{"equalTo", "string", "the same text", kEqualToOptions}, kWireMock, 1, &compile_equal_to, &edits},
      {{"binaryEqualTo", "string", "the same bytes, written in base64"}, MatcherKind::kBoth, 1, &compile_binary},
      {{"doesNotContain", "string", "the text nowhere inside"}, kWireMock, 2, &compile_does_not_contain},
      {{"matches", "string", "a regular expression for the whole text"}, kWireMock, 8, &compile_regex},
      {{"doesNotMatch", "string", "a regular expression that does not fit the whole text"},
       kWireMock, 8, &compile_does_not_match},
      {{"absent", "any", "there is no such value"}, kWireMock, 0, &compile_absent},
      {{"anything", "string", "whatever it is"}, kWireMock, 0, &compile_anything},
      {{"matchesPathTemplate", "string", "a path like /users/{id}"}, MatcherKind::kBoth, 3, &compile_template},
  };
  return kKinds;
}

}  // namespace mimus::match
