#include "recorded_mapping.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "facts/request_facts.h"
#include "http/content_coding.h"
#include "http/message.h"
#include "journal/borrowed_request.h"
#include "logged_request.h"
#include "response_fields.h"
#include "text/encoding.h"

namespace mimus::wiremock_admin {
namespace {

constexpr std::size_t kMostInflated = 256u << 20;
constexpr std::size_t kLongestName = 200;

json::String text_of(std::string_view bytes) { return json::String(text::to_valid_utf8(bytes)); }

bool contains_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return text.find(word) != text.npos; });
}

bool is_text(std::string_view content_type) {
  return contains_any(text::to_lower_ascii(content_type), {"text", "json", "xml", "html", "yaml", "csv", "x-www-form-urlencoded"});
}

// ---- the request -------------------------------------------------------------------------------

void set_flag(json::Object& pattern, std::string_view name, std::optional<bool> flag) {
  if (flag) pattern[name] = *flag;
}

json::Object equal_to_json(const http::Request& request, const RecordSpec::BodyPattern& wanted, bool lenient) {
  const std::optional<bool> usual = lenient ? std::optional(true) : std::nullopt;
  json::Object pattern{{"equalToJson", text_of(request.body)}};
  set_flag(pattern, "ignoreArrayOrder", wanted.ignore_array_order ? wanted.ignore_array_order : usual);
  set_flag(pattern, "ignoreExtraElements", wanted.ignore_extra_elements ? wanted.ignore_extra_elements : usual);
  return pattern;
}

json::Object equal_to(const http::Request& request, std::optional<bool> case_insensitive) {
  json::Object pattern{{"equalTo", text_of(request.body)}};
  set_flag(pattern, "caseInsensitive", case_insensitive);
  return pattern;
}

// By the body's type: what programs write anew each time, order and blanks, does not matter.
json::Object automatic(const http::Request& request, const RecordSpec::BodyPattern& wanted) {
  const std::string type = text::to_lower_ascii(request.header("Content-Type").value_or(""));
  if (type.find("json") != type.npos) return equal_to_json(request, wanted, true);
  if (type.find("xml") != type.npos) return {{"equalToXml", text_of(request.body)}};
  if (type.find("multipart/form-data") != type.npos) return {{"anything", "anything"}};
  if ((!type.empty() && !is_text(type)) || !text::is_valid_utf8(request.body)) {
    return {{"binaryEqualTo", text::base64_encode(request.body)}};
  }
  return equal_to(request, wanted.case_insensitive.value_or(false));
}

json::Object body_pattern(const http::Request& request, const RecordSpec::BodyPattern& wanted) {
  using Matcher = RecordSpec::BodyPattern::Matcher;
  switch (wanted.matcher) {
    case Matcher::kEqualTo:
      return equal_to(request, wanted.case_insensitive);
    case Matcher::kEqualToJson:
      return equal_to_json(request, wanted, false);
    case Matcher::kEqualToXml:
      return {{"equalToXml", text_of(request.body)}};
    case Matcher::kAuto:
      break;
  }
  return automatic(request, wanted);
}

json::Object query_of(std::span<const facts::NameValue> query) {
  json::Object parameters;
  for (const facts::NameValue& pair : query) {
    json::Value& parameter = parameters[text_of(pair.name)];
    if (parameter.is_null()) parameter = json::Object{{"hasExactly", json::Array()}};
    parameter.as_object()["hasExactly"].as_array().push_back(json::Object{{"equalTo", text_of(pair.value)}});
  }
  return parameters;
}

json::Object request_of(facts::RequestFacts& facts, const RecordSpec& spec) {
  const http::Request& request = facts.request();
  json::Object document;
  if (facts.query().empty()) {
    document["url"] = text_of(facts.url());
  } else {
    document["urlPath"] = text_of(request.path);
  }
  document["method"] = text_of(request.method);
  json::Object headers;
  for (const RecordSpec::CapturedHeader& header : spec.headers) {
    const auto value = request.header(header.name);
    if (!value) continue;
    json::Object pattern{{"equalTo", text_of(*value)}};
    set_flag(pattern, "caseInsensitive", header.case_insensitive);
    headers[header.name] = std::move(pattern);
  }
  if (!headers.empty()) document["headers"] = std::move(headers);
  if (!facts.query().empty()) document["queryParameters"] = query_of(facts.query());
  if (!request.body.empty()) document["bodyPatterns"] = json::Array{body_pattern(request, spec.body)};
  return document;
}

// ---- the response ------------------------------------------------------------------------------

struct Response {
  std::vector<HeadField> fields;  // views into the exchange
  std::string type;               // of its content; "" for none
  std::string body;
};

Response response_of(const journal::Exchange& exchange) {
  constexpr std::string_view kServers[] = {"Content-Length", "Transfer-Encoding", "Date"};
  Response response;
  response.body = exchange.response_body;
  std::string coding;
  for (const HeadField& field : response_fields(exchange.response_head)) {
    if (std::ranges::any_of(kServers, [&](std::string_view name) { return http::same_name(name, field.name); })) continue;
    if (http::same_name(field.name, "Content-Type") && response.type.empty()) response.type = field.value;
    if (http::same_name(field.name, "Content-Encoding")) coding += (coding.empty() ? "" : ", ") + std::string(field.value);
    response.fields.push_back(field);
  }
  if (coding.empty()) return response;
  auto plain = http::decode_content(coding, response.body, kMostInflated);
  if (!plain) return response;
  response.body = *std::move(plain);
  std::erase_if(response.fields, [](const HeadField& field) { return http::same_name(field.name, "Content-Encoding"); });
  return response;
}

struct Extension {
  std::string_view type, extension;
};
constexpr Extension kExtensions[] = {
    {"json", "json"}, {"html", "html"}, {"svg", "svg"}, {"xml", "xml"}, {"csv", "csv"}, {"yaml", "yaml"}, {"css", "css"},
    {"javascript", "js"}, {"text/", "txt"}, {"image/png", "png"}, {"image/jpeg", "jpeg"}, {"image/gif", "gif"}, {"image/webp", "webp"},
    {"pdf", "pdf"}, {"zip", "zip"}};

std::string_view extension_of(std::string_view content_type) {
  const std::string type = text::to_lower_ascii(content_type);
  const auto* const row = std::ranges::find_if(kExtensions, [&](const Extension& one) { return type.find(one.type) != type.npos; });
  return row == std::end(kExtensions) ? "bin" : row->extension;
}

json::Object write_response(const journal::Exchange& exchange, const RecordSpec& spec, const std::string& file_stem,
                            std::optional<RecordedMapping::File>& file) {
  Response response = response_of(exchange);
  json::Object document{{"status", exchange.status}};
  const bool as_text = is_text(response.type) && text::is_valid_utf8(response.body);
  const std::optional<std::uint64_t> threshold = as_text ? spec.text_threshold : spec.binary_threshold;
  if (threshold && response.body.size() > *threshold) {
    file = RecordedMapping::File{file_stem + "." + std::string(extension_of(response.type)), std::move(response.body)};
    document["bodyFileName"] = text_of(file->name);
  } else if (!response.body.empty()) {
    document[as_text ? "body" : "base64Body"] = as_text ? text_of(response.body) : json::String(text::base64_encode(response.body));
  }
  json::Object headers;
  for (const HeadField& field : response.fields) add_header(headers, field.name, field.value);
  if (!headers.empty()) document["headers"] = std::move(headers);
  return document;
}

}  // namespace

std::string name_of_path(std::string_view path, char separator) {
  std::string name;
  while (path.starts_with('/')) path.remove_prefix(1);
  for (const char c : path.substr(0, kLongestName)) {
    const bool plain = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_' || c == '-' || c == '.';
    if (plain) name += c;
    if (c == '/') name += separator;
    if (c == ' ') name += '-';
  }
  return name;
}

bool is_whole(const journal::Exchange& exchange, bool was_proxied) {
  if (exchange.status == 0 || exchange.request_body_cut > 0 || exchange.response_body_cut > 0) return false;
  if (http::forbids_body(exchange.status) || exchange.request.method == "HEAD") return true;
  for (const HeadField& field : response_fields(exchange.response_head)) {
    if (!http::same_name(field.name, "Content-Length")) continue;
    std::size_t length = 0;
    std::from_chars(field.value.data(), field.value.data() + field.value.size(), length);
    return length == exchange.response_body.size();
  }
  return !was_proxied;
}

RecordedMapping recorded_mapping(const journal::Exchange& exchange, const RecordSpec& spec, const Uuid& id) {
  const journal::BorrowedRequest borrowed(exchange);
  Arena arena;
  facts::RequestFacts facts(borrowed.request(), arena);
  RecordedMapping made;
  const std::string name = name_of_path(exchange.request.path);
  made.document["id"] = id.text();
  if (!name.empty()) made.document["name"] = name;
  made.document["request"] = request_of(facts, spec);
  const std::string stem = (name.empty() ? text::to_lower_ascii(exchange.request.method) : name) + "-" + id.text();
  made.document["response"] = write_response(exchange, spec, stem, made.file);
  made.document["uuid"] = id.text();
  if (spec.persistent) made.document["persistent"] = true;
  return made;
}

void join_repeats(std::vector<RecordedMapping>& mappings, bool as_scenarios) {
  std::map<std::string, std::vector<std::size_t>> by_request;
  std::vector<std::string> order;
  for (std::size_t i = 0; i < mappings.size(); ++i) {
    const std::string key = json::write(mappings[i].document.at("request"));
    auto& group = by_request[key];
    if (group.empty()) order.push_back(key);
    group.push_back(i);
  }
  std::vector<bool> gone(mappings.size(), false);
  std::size_t scenarios = 0;
  for (const std::string& key : order) {
    const std::vector<std::size_t>& group = by_request[key];
    if (group.size() < 2) continue;
    if (!as_scenarios) {
      for (std::size_t i = 1; i < group.size(); ++i) gone[group[i]] = true;
      continue;
    }
    const json::Object& request = mappings[group.front()].document.at("request").as_object();
    const json::Value* const url = request.contains("url") ? request.if_contains("url") : request.if_contains("urlPath");
    const std::string path(url->as_string());
    const std::string name =
        "scenario-" + std::to_string(++scenarios) + "-" + name_of_path(path.substr(0, path.find('?')), '-');
    const auto state = [&](std::size_t step) { return step == 1 ? std::string("Started") : name + "-" + std::to_string(step); };
    for (std::size_t step = 1; step <= group.size(); ++step) {
      json::Object& document = mappings[group[step - 1]].document;
      document["scenarioName"] = name;
      document["requiredScenarioState"] = state(step);
      if (step < group.size()) document["newScenarioState"] = state(step + 1);
    }
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < mappings.size(); ++i) {
    if (gone[i]) continue;
    if (kept != i) mappings[kept] = std::move(mappings[i]);
    ++kept;
  }
  mappings.resize(kept);
}

}  // namespace mimus::wiremock_admin
