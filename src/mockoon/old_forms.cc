#include "old_forms.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace mimus::mockoon {
namespace {

json::Array* list(json::Object& object, std::string_view key) {
  json::Value* found = object.if_contains(key);
  return found == nullptr ? nullptr : found->if_array();
}

template <class Change>
void each(json::Object& object, std::string_view key, Change&& change) {
  json::Array* all = list(object, key);
  if (all == nullptr) return;
  for (json::Value& one : *all) {
    if (json::Object* item = one.if_object()) change(*item);
  }
}

bool is_true(const json::Object& object, std::string_view key) {
  const json::Value* found = object.if_contains(key);
  return found != nullptr && found->is_bool() && found->get_bool();
}

bool is_text(const json::Object& object, std::string_view key) {
  const json::Value* found = object.if_contains(key);
  return found != nullptr && found->is_string() && !found->get_string().empty();
}

// ---- one migration each, in the order of their levels ------------------------------------------

// 6: a route was its only response.
void route_is_response(json::Object& route) {
  if (route.contains("responses")) return;
  json::Object response;
  for (const std::string_view key : {"statusCode", "headers", "body", "latency", "filePath", "sendFileAsBody"}) {
    if (const json::Value* found = route.if_contains(key)) response[key] = *found;
  }
  if (const json::Value* file = route.if_contains("file"); file != nullptr && file->is_object()) {
    const json::Object& old = file->get_object();
    if (const json::Value* path = old.if_contains("path")) response["filePath"] = *path;
    if (const json::Value* as_body = old.if_contains("sendAsBody")) response["sendFileAsBody"] = *as_body;
  }
  response["default"] = true;
  route["responses"] = json::Array{std::move(response)};
}

// 13, 14 → 21: two switches became a mode.
void switches_to_mode(json::Object& route) {
  if (route.contains("responseMode")) return;
  if (is_true(route, "randomResponse")) route["responseMode"] = "RANDOM";
  if (is_true(route, "sequentialResponse")) route["responseMode"] = "SEQUENTIAL";
}

// 18
void regex_to_operator(json::Object& rule) {
  if (!rule.contains("operator") && rule.contains("isRegex")) rule["operator"] = is_true(rule, "isRegex") ? "regex" : "equals";
}

// 24
void body_type(json::Object& response) {
  if (!response.contains("bodyType") && is_text(response, "filePath")) response["bodyType"] = "FILE";
}

// 19
void https_to_tls(json::Object& environment) {
  if (!environment.contains("tlsOptions") && is_true(environment, "https")) environment["tlsOptions"] = json::Object{{"enabled", true}};
}

int level(const json::Object& environment) {
  const json::Value* last = environment.if_contains("lastMigration");
  return last != nullptr && last->is_int64() ? static_cast<int>(std::clamp<std::int64_t>(last->get_int64(), 0, 1000)) : 0;
}

// 27: it stood for the default; since then it is what somebody wants.
void any_address(json::Object& environment) {
  if (level(environment) >= 27) return;
  if (const json::Value* host = environment.if_contains("hostname"); host != nullptr && *host == json::Value("0.0.0.0"))
    environment["hostname"] = "";
}

// 31: disabled routes were marked.
void drop_disabled(json::Object& environment) {
  json::Array* routes = list(environment, "routes");
  if (routes == nullptr) return;
  json::Array kept;
  for (json::Value& route : *routes) {
    const json::Value* enabled = route.is_object() ? route.get_object().if_contains("enabled") : nullptr;
    if (enabled == nullptr || *enabled != json::Value(false)) kept.push_back(std::move(route));
  }
  *routes = std::move(kept);
}

// ---- 29: names of faker 8 ----------------------------------------------------------------------

struct Renamed {
  std::string_view old, now;  // "address.": a module; else a method
};
constexpr Renamed kRenamed[] = {
    {"name.findName", "person.fullName"},        {"name.jobTitle", "person.jobTitle"},
    {"name.title", "person.jobTitle"},           {"name.", "person."},
    {"address.streetName", "location.street"},   {"address.stateAbbr", "location.state"},
    {"address.cityName", "location.city"},       {"address.", "location."},
    {"datatype.number", "number.int"},           {"datatype.float", "number.float"},
    {"datatype.bigInt", "number.bigInt"},        {"datatype.hexadecimal", "string.hexadecimal"},
    {"datatype.string", "string.sample"},        {"datatype.uuid", "string.uuid"},
    {"datatype.datetime", "date.anytime"},       {"random.alphaNumeric", "string.alphanumeric"},
    {"random.alpha", "string.alpha"},            {"random.numeric", "string.numeric"},
    {"random.words", "word.words"},              {"random.word", "word.sample"},
    {"random.number", "number.int"},             {"random.uuid", "string.uuid"},
    {"random.boolean", "datatype.boolean"},      {"random.arrayElement", "helpers.arrayElement"},
    {"company.companyName", "company.name"},     {"phone.phoneNumber", "phone.number"},
    {"internet.color", "color.rgb"},             {"image.imageUrl", "image.url"},
};

// `at` is behind the opening quote of a faker call's name.
void rename_at(std::string& text, std::size_t at) {
  for (const Renamed& row : kRenamed) {
    if (text.compare(at, row.old.size(), row.old) != 0) continue;
    const std::size_t end = at + row.old.size();
    const bool whole = row.old.ends_with('.') || (end < text.size() && (text[end] == '\'' || text[end] == '"'));
    if (!whole) continue;
    text.replace(at, row.old.size(), row.now);
    return;
  }
}

bool rename_fakes(std::string& text) {
  constexpr std::string_view kCall = "faker ";
  bool any = false;
  for (std::size_t at = text.find(kCall); at != text.npos; at = text.find(kCall, at + 1)) {
    const std::size_t quote = text.find_first_not_of(' ', at + kCall.size());
    if (quote == text.npos || (text[quote] != '\'' && text[quote] != '"')) continue;
    rename_at(text, quote + 1);
    any = true;
  }
  return any;
}

void rename_fakes(json::Object& object, std::string_view key) {
  json::Value* found = object.if_contains(key);
  if (found == nullptr || !found->is_string()) return;
  std::string text(found->get_string());
  if (rename_fakes(text)) *found = text;
}

void rename_in_fields(json::Object& object) {
  each(object, "headers", [](json::Object& field) { rename_fakes(field, "value"); });
}

}  // namespace

void modernise(json::Object& environment) {
  https_to_tls(environment);
  any_address(environment);
  drop_disabled(environment);
  rename_in_fields(environment);
  each(environment, "data", [](json::Object& bucket) { rename_fakes(bucket, "value"); });
  each(environment, "callbacks", [](json::Object& callback) {
    rename_fakes(callback, "body");
    rename_in_fields(callback);
  });
  each(environment, "routes", [](json::Object& route) {
    route_is_response(route);
    switches_to_mode(route);
    each(route, "responses", [](json::Object& response) {
      body_type(response);
      rename_fakes(response, "body");
      rename_in_fields(response);
      each(response, "rules", [](json::Object& rule) { regex_to_operator(rule); });
    });
  });
}

}  // namespace mimus::mockoon
