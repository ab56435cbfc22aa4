#include "wiremock/request.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "fields.h"
#include "http/message.h"
#include "matcher_document.h"

namespace mimus::wiremock {
namespace {

using match::Place;

constexpr std::string_view kClass = "com.github.tomakehurst.wiremock.matching.RequestPattern";

struct Draft {
  match::RequestPattern pattern;
  std::vector<std::string> pointers;
  bool has_url = false;

  // What was added to the pattern stands there.
  void note(std::string pointer) { pointers.resize(pattern.conditions.size(), pointer); }
};

// ---- matchers ----------------------------------------------------------------------------------

Error no_operation(const json::Value& matcher, Error error) {
  if (!matcher.is_object()) return error;
  error.message = json::write(matcher) + " is not a valid match operation";
  return error;
}

Status add_condition(Place place, std::string name, const json::Value& matcher, Draft& draft,
                     std::string pointer) {
  auto test = match::read_wiremock_test(matcher, place);
  if (!test) return no_operation(matcher, std::move(test).error());
  draft.pattern.conditions.push_back({place, std::move(name), {*std::move(test)}});
  draft.note(std::move(pointer));
  return Done{};
}

// "host": {…}
template <Place kPlace, const char* kName>
Status read_one(const json::Value& value, Draft& draft, json::Value& written) {
  MIMUS_TRY_DONE(add_condition(kPlace, "", value, draft, std::string("/") + kName));
  written = written_matcher(value);
  return Done{};
}

// "headers": {"A": {…}}
template <Place kPlace, const char* kName>
Status read_map(const json::Value& value, Draft& draft, json::Value& written) {
  MIMUS_TRY(const json::Object* map, object_of(value, "java.util.LinkedHashMap"));
  json::Object out;
  for (const auto& member : *map) {
    if (member.value().is_null()) continue;
    const std::string at = "/" + json::escape_pointer(member.key());
    auto added =
        add_condition(kPlace, member.key(), member.value(), draft, std::string("/") + kName + at);
    if (!added) return under(at, std::move(added).error());
    out.emplace(member.key(), written_matcher(member.value()));
  }
  written = std::move(out);
  return Done{};
}

Status read_body_patterns(const json::Value& value, Draft& draft, json::Value& written) {
  MIMUS_TRY(const json::Array* list, array_of(value, "java.util.ArrayList"));
  json::Array out;
  for (std::size_t i = 0; i < list->size(); ++i) {
    auto added =
        add_condition(Place::kBody, "", (*list)[i], draft, "/bodyPatterns/" + std::to_string(i));
    if (!added) return under_index(i, std::move(added).error());
    out.push_back(written_matcher((*list)[i]));
  }
  written = std::move(out);
  return Done{};
}

// ---- multipart ---------------------------------------------------------------------------------

constexpr std::string_view kPartKeys[] = {"name",    "fileName",     "matchingType",
                                          "headers", "bodyPatterns", "multipartHeaders"};

Status read_part(const json::Value& part, Draft& draft, json::Array& out, std::size_t index) {
  MIMUS_TRY(const json::Object* object,
            object_of(part, "com.github.tomakehurst.wiremock.matching.MultipartValuePattern"));
  for (const auto& member : *object) {
    if (std::ranges::find(kPartKeys, std::string_view(member.key())) == std::end(kPartKeys)) {
      return unrecognized(member.key(),
                          "com.github.tomakehurst.wiremock.matching.MultipartValuePattern",
                          kPartKeys);
    }
  }
  json::Object written;
  for (const std::string_view key : kPartKeys) {
    if (const json::Value* value = given(*object, key)) {
      written.emplace(key, *value);
    } else if (key == "matchingType") {
      written.emplace(key, "ANY");
    }
  }
  draft.pattern.conditions.push_back({Place::kMultipart, "", {{"part", part}}});
  draft.note("/multipartPatterns/" + std::to_string(index));
  out.emplace_back(std::move(written));
  return Done{};
}

Status read_multipart(const json::Value& value, Draft& draft, json::Value& written) {
  MIMUS_TRY(const json::Array* list, array_of(value, "java.util.ArrayList"));
  json::Array out;
  for (std::size_t i = 0; i < list->size(); ++i) {
    auto added = read_part((*list)[i], draft, out, i);
    if (!added) return under_index(i, std::move(added).error());
  }
  written = std::move(out);
  return Done{};
}

// ---- the rest ----------------------------------------------------------------------------------

Status read_method(const json::Value& value, Draft& draft, json::Value& written) {
  MIMUS_TRY(const std::string method,
            value.is_null() ? Result<std::string>("ANY") : text_of(value));
  if (method == "GET_OR_HEAD") {
    draft.pattern.methods = {"GET", "HEAD"};
  } else if (method != "ANY") {
    draft.pattern.methods = {method};
  }
  written = method;
  return Done{};
}

template <match::UrlForm kForm, const char* kName>
Status read_url(const json::Value& value, Draft& draft, json::Value& written) {
  if (std::exchange(draft.has_url, true)) {  // an earlier one counts
    written = nullptr;
    return Done{};
  }
  MIMUS_TRY(const std::string text, text_of(value));
  MIMUS_TRY_DONE(match::ask_for_url(kForm, text, draft.pattern));
  draft.note(std::string("/") + kName);
  written = text;
  return Done{};
}

Status read_scheme(const json::Value& value, Draft& draft, json::Value& written) {
  MIMUS_TRY(const std::string scheme, text_of(value));
  draft.pattern.conditions.push_back({Place::kScheme, "", {{"equalTo", json::Value(scheme)}}});
  draft.note("/scheme");
  written = scheme;
  return Done{};
}

Status read_port(const json::Value& value, Draft& draft, json::Value& written) {
  MIMUS_TRY(const std::int64_t port, whole_of(value));
  draft.pattern.conditions.push_back(
      {Place::kPort, "", {{"equalTo", json::Value(std::to_string(port))}}});
  draft.note("/port");
  written = port;
  return Done{};
}

Status read_basic_auth(const json::Value& value, Draft& draft, json::Value& written) {
  MIMUS_TRY(const json::Object* both,
            object_of(value, "com.github.tomakehurst.wiremock.client.BasicCredentials"));
  std::string text[2];
  constexpr std::string_view kKeys[] = {"username", "password"};
  for (std::size_t i = 0; i < 2; ++i) {
    if (const json::Value* part = given(*both, kKeys[i])) {
      MIMUS_TRY_AT(text[i], kKeys[i], text_of(*part));
    }
  }
  for (const auto& member : *both) {
    if (std::ranges::find(kKeys, std::string_view(member.key())) == std::end(kKeys)) {
      return unrecognized(member.key(), "com.github.tomakehurst.wiremock.client.BasicCredentials",
                          kKeys);
    }
  }
  auto& conditions = draft.pattern.conditions;
  for (std::size_t i = conditions.size(); i-- > 0;) {  // it replaces a matcher for the header
    if (conditions[i].place != Place::kHeader ||
        !http::same_name(conditions[i].name, "Authorization"))
      continue;
    conditions.erase(conditions.begin() + static_cast<std::ptrdiff_t>(i));
    draft.pointers.erase(draft.pointers.begin() + static_cast<std::ptrdiff_t>(i));
  }
  conditions.push_back(match::basic_auth(text[0], text[1]));
  draft.note("/basicAuthCredentials");
  written = json::Object{{"username", text[0]}, {"password", text[1]}};
  return Done{};
}

Status read_custom(const json::Value& value, Draft& draft, json::Value&) {
  MIMUS_TRY(const json::Object* custom,
            object_of(value, "com.github.tomakehurst.wiremock.matching.CustomMatcherDefinition"));
  (void)custom;
  draft.pattern.conditions.push_back({Place::kRequest, "", {{"customMatcher", value}}});
  draft.note("/customMatcher");
  return Done{};
}

constexpr char kHost[] = "host", kClientIp[] = "clientIp", kUrl[] = "url",
               kUrlPattern[] = "urlPattern", kUrlPath[] = "urlPath",
               kUrlPathPattern[] = "urlPathPattern", kUrlPathTemplate[] = "urlPathTemplate",
               kHeaders[] = "headers", kPath[] = "pathParameters", kQuery[] = "queryParameters",
               kForm[] = "formParameters", kCookies[] = "cookies";

using match::UrlForm;
constexpr Field<Draft> kFields[] = {
    {"scheme", &read_scheme},
    {kHost, &read_one<Place::kHost, kHost>},
    {"port", &read_port},
    {kClientIp, &read_one<Place::kClientIp, kClientIp>},
    {kUrl, &read_url<UrlForm::kUrl, kUrl>},
    {kUrlPattern, &read_url<UrlForm::kUrlPattern, kUrlPattern>},
    {kUrlPath, &read_url<UrlForm::kUrlPath, kUrlPath>},
    {kUrlPathPattern, &read_url<UrlForm::kUrlPathPattern, kUrlPathPattern>},
    {kUrlPathTemplate, &read_url<UrlForm::kUrlPathTemplate, kUrlPathTemplate>},
    {"method", &read_method, "", true},
    {kHeaders, &read_map<Place::kHeader, kHeaders>},
    {kPath, &read_map<Place::kPathParameter, kPath>},
    {kQuery, &read_map<Place::kQuery, kQuery>},
    {kForm, &read_map<Place::kForm, kForm>},
    {kCookies, &read_map<Place::kCookie, kCookies>},
    {"basicAuthCredentials", &read_basic_auth, "basicAuth"},
    {"bodyPatterns", &read_body_patterns},
    {"customMatcher", &read_custom},
    {"multipartPatterns", &read_multipart},
};

// /conditions/2/tests/0 as the place in the document that condition 2 was read from.
Error placed(Error error, const Request& request) {
  constexpr std::string_view kConditions = "/conditions/";
  std::string& pointer = error.where.pointer;
  if (!pointer.starts_with(kConditions)) return error;
  std::size_t which = 0;
  std::from_chars(pointer.data() + kConditions.size(), pointer.data() + pointer.size(), which);
  pointer = which < request.pointers.size() ? request.pointers[which] : "";
  return error;
}

}  // namespace

Result<Request> read_request(const json::Value& document) {
  MIMUS_TRY(const json::Object* object, object_of(document, kClass));
  Draft draft;
  draft.pattern.manner = match::Manner::kWireMock;
  MIMUS_TRY(json::Object written, read_fields<Draft>(*object, kFields, kClass, draft));
  return Request{std::move(draft.pattern), std::move(written), std::move(draft.pointers)};
}

Result<match::CompiledPattern> compile(const Request& request) {
  auto compiled = match::CompiledPattern::compile(request.pattern);
  if (!compiled) return placed(std::move(compiled).error(), request);
  return compiled;
}

Result<match::CompiledPattern> compile_matcher(const json::Value& matcher) {
  Draft draft;
  draft.pattern.manner = match::Manner::kWireMock;
  MIMUS_TRY_DONE(add_condition(Place::kBody, "", matcher, draft, ""));
  return compile({std::move(draft.pattern), {}, std::move(draft.pointers)});
}

}  // namespace mimus::wiremock
