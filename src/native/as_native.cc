#include <algorithm>
#include <utility>

#include "match/request_pattern.h"
#include "native_matchers.h"
#include "regex/java.h"
#include "template_check.h"
#include "text/encoding.h"
#include "write.h"

namespace mimus::native {
namespace {

using Lost = std::vector<std::string>;
using match::PathPattern;

// ---- the request -------------------------------------------------------------------------------

PathPattern native_path(const PathPattern& path) {
  switch (path.kind()) {
    case PathPattern::Kind::kExact:
      return *PathPattern::parse(path.text().starts_with('/') ? escape_path(path.text()) : "/" + escape_path(path.text()));
    case PathPattern::Kind::kPrefix:  // a regular expression for the whole URL has the last word
    case PathPattern::Kind::kAny: return PathPattern();
    case PathPattern::Kind::kTemplate:
    case PathPattern::Kind::kRest:
      if (auto same = PathPattern::parse(path.text())) return *std::move(same);
      break;
    case PathPattern::Kind::kRegex: break;
  }
  if (auto expression = PathPattern::regex(path.expression())) return *std::move(expression);
  return PathPattern();
}

// One condition for each place and name, because a file writes them as members.
void add_condition(match::Condition condition, std::vector<match::Condition>& out) {
  const auto there = std::ranges::find_if(out, [&](const match::Condition& other) {
    return other.place == condition.place && other.name == condition.name;
  });
  if (there == out.end()) return out.push_back(std::move(condition));
  for (match::Test& test : condition.tests) there->tests.push_back(std::move(test));
}

void translate_condition(const match::Condition& condition, match::RequestPattern& out, Lost& lost) {
  const bool body = condition.place == match::Place::kBody;
  match::Condition native{condition.place, body && condition.name.empty() ? "$" : condition.name, {}};
  for (const match::Test& test : condition.tests) {
    if (test.key == "anything") continue;
    auto translated = native_test(test);
    if (translated && condition.place != match::Place::kMultipart && condition.place != match::Place::kPath) {
      native.tests.push_back(*std::move(translated));
    } else {
      lost.push_back("the condition '" + test.key + "' on " + std::string(match::name_of(condition.place)) +
                     (condition.name.empty() ? "" : " " + condition.name));
    }
  }
  if (!native.tests.empty()) add_condition(std::move(native), out.conditions);
}

match::RequestPattern native_pattern(const match::RequestPattern& pattern, Lost& lost) {
  match::RequestPattern out;
  out.path = pattern.path.raw() ? native_path(pattern.path) : pattern.path;
  out.methods = pattern.methods;
  for (const match::Condition& condition : pattern.conditions) translate_condition(condition, out, lost);
  return out;
}

// ---- the response ------------------------------------------------------------------------------

std::string with_literal_braces(std::string_view text) {
  if (!has_expression(text)) return std::string(text);
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text.substr(at, 2) == "{{" && (at == 0 || text[at - 1] != '{')) out += '\\';
    out += text[at];
  }
  return out;
}

// A text that is JSON as Mimus writes it is a JSON body: the same bytes, and easier to read.
void prefer_json(stub::Body& body) {
  const auto* text = std::get_if<stub::TextBody>(&body);
  if (text == nullptr || has_expression(text->text) || text->text.find_first_of("{[") != 0) return;
  auto value = json::parse(text->text);
  if (value && json::write(*value) == text->text) body = stub::JsonBody{*std::move(value)};
}

std::string_view implied_type(const stub::Body& body) {
  if (std::holds_alternative<stub::JsonBody>(body)) return "application/json";
  if (std::holds_alternative<stub::TextBody>(body)) return "text/plain; charset=utf-8";
  if (std::holds_alternative<stub::BinaryBody>(body)) return "application/octet-stream";
  return {};
}

bool is_template(const stub::ResponseSpec& spec) {
  if (spec.templated_fields) {
    for (const http::OwnedField& field : spec.fields) {
      if (has_expression(field.value)) return true;
    }
  }
  const auto* text = std::get_if<stub::TextBody>(&spec.body);
  const auto* file = std::get_if<stub::FileBody>(&spec.body);
  return (text != nullptr && text->templated && has_expression(text->text)) || (file != nullptr && file->templated);
}

// Header values in a file are templates.
void quote_fields(stub::ResponseSpec& spec) {
  if (spec.templated_fields) return;
  for (http::OwnedField& field : spec.fields) field.value = with_literal_braces(field.value);
  spec.templated_fields = true;
}

void translate_response(stub::ResponseSpec& spec, Lost& lost) {
  if (is_template(spec)) lost.emplace_back("nothing of the templates, but their words may mean something else here");
  if (spec.status < 200 || spec.status > 599) {
    lost.push_back("the status " + std::to_string(spec.status) + ", which is 200 here");
    spec.status = 200;
  }
  prefer_json(spec.body);
  if (auto* text = std::get_if<stub::TextBody>(&spec.body); text != nullptr && !has_expression(text->text)) {
    text->templated = true;  // no difference, and one line less
  }
  quote_fields(spec);
  const std::string_view implied = implied_type(spec.body);
  const auto type = std::ranges::find_if(
      spec.fields, [](const http::OwnedField& field) { return http::same_name(field.name, "Content-Type"); });
  if (type != spec.fields.end() && type->value == implied) {
    spec.fields.erase(type);
  } else if (type == spec.fields.end() && !implied.empty()) {
    lost.push_back("that there is no Content-Type: here it is " + std::string(implied));
  }
  std::erase_if(spec.fields, [](const http::OwnedField& field) {
    return http::same_name(field.name, "Transfer-Encoding") || http::same_name(field.name, "Content-Length");
  });
}

// ---- another server ----------------------------------------------------------------------------

json::Value header_value(const json::Value& value, bool templated) {
  if (const json::Array* list = value.if_array()) {
    json::Array out;
    for (const json::Value& one : *list) out.push_back(header_value(one, templated));
    return out;
  }
  if (!value.is_string() || templated) return value;
  return json::Value(with_literal_braces(std::string_view(value.get_string())));
}

// WireMock's words for a proxy in ours, or null where there are none.
json::Value native_proxy(const json::Value& response, bool templated) {
  const auto text = [&](std::string_view pointer) {
    const json::Value* const found = json::find(response, pointer);
    return found != nullptr && found->is_string() ? header_value(*found, templated) : json::Value();
  };
  const json::Value url = text("/proxyBaseUrl");
  if (url.is_null()) return nullptr;
  json::Object out{{"url", url}};
  if (const json::Value prefix = text("/proxyUrlPrefixToRemove"); prefix.is_string() && !prefix.get_string().empty()) out["strip_prefix"] = prefix;
  json::Object fields;
  const json::Value* const set = json::find(response, "/additionalProxyRequestHeaders");
  if (set != nullptr && set->is_object()) {
    for (const auto& member : set->get_object()) fields[member.key()] = header_value(member.value(), templated);
  }
  const json::Value* const removed = json::find(response, "/removeProxyRequestHeaders");
  if (removed != nullptr && removed->is_array()) {
    for (const json::Value& name : removed->get_array()) {
      if (name.is_string()) fields.emplace(name.get_string(), nullptr);
    }
  }
  if (!fields.empty()) out["request_headers"] = std::move(fields);
  if (out.size() == 1) return url;
  return out;
}

// WireMock sends neither status nor body of a proxy's own.
void leave_to_the_server(stub::ResponseSpec& spec) {
  spec.status = 200;
  spec.reason.clear();
  spec.body = stub::NoBody{};
}

void translate_proxy(const stub::Stub& stub, stub::Stub& native, Lost& lost) {
  const auto document = json::parse(stub.more->document);
  const json::Value* const response = document ? json::find(*document, "/response") : nullptr;
  const bool templated = stub.responses.front().templated_fields;
  const json::Value proxy = response != nullptr ? native_proxy(*response, templated) : json::Value();
  if (proxy.is_null()) return lost.emplace_back("the proxying"), void();
  if (templated && has_expression(proxy)) lost.emplace_back("nothing of the proxy's templates, but their words may mean something else here");
  native.more.edit().document = json::write(json::Object{{"proxy", proxy}});
  if (!native.responses.front().fields.empty()) lost.emplace_back("that header fields come beside the server's: here they take their place");
}

// ---- how long ----------------------------------------------------------------------------------

void translate_latency(stub::Stub& stub, Lost& lost) {
  const auto fixed = stub.more->fixed_delay;
  if (fixed && fixed->count() > 0) {
    if (auto* uniform = std::get_if<stub::UniformDelay>(&stub.latency)) {
      *uniform = {uniform->min + *fixed, uniform->max + *fixed};
    } else if (std::holds_alternative<stub::LogNormalDelay>(stub.latency)) {
      lost.emplace_back("the fixed delay beside the distribution");
    } else {
      stub.latency = stub::FixedDelay{*fixed};
    }
  }
  if (auto* log_normal = std::get_if<stub::LogNormalDelay>(&stub.latency); log_normal != nullptr && log_normal->most) {
    lost.emplace_back("the longest delay");
    log_normal->most.reset();
  }
}

void note_particulars(const stub::Stub& stub, Lost& lost) {
  const stub::Particulars& more = *stub.more;
  if (!more.parameters.empty()) lost.emplace_back("the parameters of transformers");
  if (!more.metadata.is_null()) lost.emplace_back("the metadata");
  if (stub.dialect == stub::Dialect::kNative && !more.document.empty()) return;  // which has all of these
  if (more.lifespan.serves || more.lifespan.time) lost.emplace_back("how long the stub lives");
  if (more.resource) lost.emplace_back("the collection");
  if (more.effects) lost.emplace_back("the callbacks");
  if (more.state) lost.emplace_back("the use of stored state");
}

}  // namespace

stub::Stub as_native(const stub::Stub& stub, Lost& lost) {
  stub::Stub native = stub;
  note_particulars(stub, lost);
  if (stub.dialect == stub::Dialect::kNative && stub.request.manner == match::Manner::kNative) {
    std::ranges::for_each(native.responses, &quote_fields);
    return native;
  }
  native.request = native_pattern(stub.request, lost);
  for (stub::ResponseSpec& spec : native.responses) {
    if (stub.more->proxy) leave_to_the_server(spec);
    translate_response(spec, lost);
  }
  if (native.failure) {
    if (auto* spec = std::get_if<stub::ResponseSpec>(&native.failure->outcome)) translate_response(*spec, lost);
  }
  translate_latency(native, lost);
  native.pace.chunked = false;  // the framing that WireMock has for all
  native.compress = false;
  native.dialect = stub::Dialect::kNative;
  native.label = stub.more->name;
  auto step = stub.more->scenario;
  native.more = {};
  if (step) native.more.edit().scenario = std::move(step);
  if (stub.more->proxy) translate_proxy(stub, native, lost);
  return native;
}

}  // namespace mimus::native
