#include <algorithm>

#include "matcher.h"
#include "regex/java.h"
#include "regex/regex.h"
#include "request_pattern.h"
#include "text/encoding.h"

namespace mimus::match {
namespace {

// What every URL that the expression matches begins with, as far as it belongs to the path.
std::string sure_path(std::string_view expression) {
  std::string prefix = regex::required_text(expression).prefix;
  prefix.resize(std::min(prefix.find('?'), prefix.size()));
  return prefix;
}

Status ask_for_url_pattern(std::string_view text, RequestPattern& pattern) {
  MIMUS_TRY_DONE([&]() -> Status {
    MIMUS_TRY(const regex::Regex checked, regex::Regex::compile(regex::from_java(text)));
    return Done{};
  }());
  const std::string prefix = sure_path(regex::from_java(text));
  pattern.path = prefix.empty() ? PathPattern() : PathPattern::raw_prefix(prefix);
  pattern.conditions.push_back({Place::kUrl, "", {{"matches", json::Value(boost::json::string_view(text.data(), text.size()))}}});
  return Done{};
}

void ask_for_whole_url(std::string_view text, RequestPattern& pattern) {
  pattern.path = PathPattern::raw_exact(text.substr(0, text.find('?')));
  pattern.conditions.push_back({Place::kUrl, "", {{"equalTo", json::Value(boost::json::string_view(text.data(), text.size()))}}});
}

}  // namespace

Status ask_for_url(UrlForm form, std::string_view text, RequestPattern& pattern) {
  switch (form) {
    case UrlForm::kUrl: ask_for_whole_url(text, pattern); return Done{};
    case UrlForm::kUrlPattern: return ask_for_url_pattern(text, pattern);
    case UrlForm::kUrlPath: pattern.path = PathPattern::raw_exact(text); return Done{};
    case UrlForm::kUrlPathPattern: {
      MIMUS_TRY(pattern.path, PathPattern::raw_regex(text));
      return Done{};
    }
    case UrlForm::kUrlPathTemplate: {
      MIMUS_TRY(pattern.path, PathPattern::raw_template(text));
      return Done{};
    }
  }
  return Done{};
}

Condition basic_auth(std::string_view user, std::string_view password) {
  const std::string credentials = std::string(user) + ":" + std::string(password);
  return {Place::kHeader, "Authorization",
          {{"equalTo", json::Value("Basic " + text::base64_encode(credentials)), {{"caseInsensitive", true}}}}};
}

Result<Test> read_wiremock_test(const json::Value& matcher, Place place) {
  const json::Object* object = matcher.if_object();
  if (object == nullptr) return invalid("a matcher is an object: {\"equalTo\": \"x\"}");
  const auto table = matcher_table(Manner::kWireMock);
  const auto is_word = [&](std::string_view key) {
    return std::ranges::find(table, key, &MatcherRow::key) != table.end();
  };
  constexpr std::string_view kFirst = "binaryEqualTo";
  const bool binary = (place == Place::kBody || place == Place::kMultipart) && object->contains(kFirst);
  for (const auto& member : *object) {
    if (binary ? member.key() != kFirst : !is_word(member.key())) continue;
    Test test{std::string(member.key()), member.value(), *object};
    test.options.erase(member.key());
    return test;
  }
  if (object->empty()) return invalid("a matcher without an operator", "write {\"equalTo\": \"x\"}");
  return unknown_matcher(std::string_view(object->begin()->key()), Manner::kWireMock);
}

}  // namespace mimus::match
