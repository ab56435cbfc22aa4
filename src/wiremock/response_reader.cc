#include "response_reader.h"

#include <algorithm>

#include "fields.h"
#include "http/message.h"
#include "text/encoding.h"
#include "wiremock/mapping.h"

namespace mimus::wiremock {
namespace {

constexpr std::string_view kClass = "com.github.tomakehurst.wiremock.http.ResponseDefinition";
constexpr std::string_view kTemplates = "response-template";

struct Draft {
  Response response;
  std::optional<std::string> body;
  std::optional<std::string> bytes;  // base64Body
  std::optional<std::string> file;
  bool transforms = false;  // names "response-template"
  std::optional<std::string> proxied;         // proxyBaseUrl
  std::vector<http::OwnedField> proxy_fields;  // additionalProxyRequestHeaders
  stub::Proxy proxy;
};

// ---- head --------------------------------------------------------------------------------------

Status read_status(const json::Value& value, Draft& draft, json::Value& written) {
  MIMUS_TRY(const std::int64_t status, value.is_null() ? Result<std::int64_t>(0) : whole_of(value));
  draft.response.spec.status =
      status > 0 ? static_cast<int>(std::min<std::int64_t>(status, 999'999)) : 200;
  written = draft.response.spec.status;
  return Done{};
}

Status read_reason(const json::Value& value, Draft& draft, json::Value& written) {
  MIMUS_TRY(draft.response.spec.reason, text_of(value));
  written = draft.response.spec.reason;
  return Done{};
}

Status read_headers(const json::Value& value, Draft& draft, json::Value&) {
  MIMUS_TRY(const json::Object* headers,
            object_of(value, "com.github.tomakehurst.wiremock.http.HttpHeaders"));
  for (const auto& member : *headers) {
    const std::string name(member.key());
    const auto add = [&](const json::Value& one) -> Status {
      MIMUS_TRY_AT(std::string text, name, text_of(one));
      draft.response.spec.fields.push_back({name, std::move(text)});
      return Done{};
    };
    if (const json::Array* lines = member.value().if_array()) {
      for (const json::Value& line : *lines) MIMUS_TRY_DONE(add(line));
    } else {
      MIMUS_TRY_DONE(add(member.value()));
    }
  }
  return Done{};
}

// ---- body --------------------------------------------------------------------------------------

Status read_body(const json::Value& value, Draft& draft, json::Value& written) {
  MIMUS_TRY(draft.body, text_of(value));
  written = *draft.body;
  return Done{};
}

// One body is written back: the first of body, jsonBody and base64Body.
Status read_json_body(const json::Value& value, Draft& draft, json::Value& written) {
  if (draft.body) {
    written = nullptr;
  } else {
    draft.body = json::write(value);
  }
  return Done{};
}

Status read_base64_body(const json::Value& value, Draft& draft, json::Value& written) {
  MIMUS_TRY(const std::string text, text_of(value));
  draft.bytes = text::base64_decode(text);
  if (!draft.bytes)
    return invalid("Cannot access contents of " + text + " as base64", "base64 of RFC 4648 §4");
  if (draft.body) written = nullptr;
  return Done{};
}

Status read_body_file(const json::Value& value, Draft& draft, json::Value& written) {
  MIMUS_TRY(draft.file, text_of(value));
  written = *draft.file;
  return Done{};
}

// ---- delivery ----------------------------------------------------------------------------------

Status read_fixed_delay(const json::Value& value, Draft& draft, json::Value& written) {
  MIMUS_TRY(const std::int64_t delay, whole_of(value, "java.lang.Integer"));
  draft.response.fixed_delay = stub::Milliseconds(std::max<std::int64_t>(delay, 0));
  written = delay;
  return Done{};
}

Status read_distribution(const json::Value& value, Draft& draft, json::Value&) {
  MIMUS_TRY(draft.response.latency, read_delay_distribution(value));
  return Done{};
}

Status read_dribble(const json::Value& value, Draft& draft, json::Value&) {
  constexpr std::string_view kDribble = "com.github.tomakehurst.wiremock.http.ChunkedDribbleDelay";
  constexpr std::string_view kKeys[] = {"numberOfChunks", "totalDuration"};
  MIMUS_TRY(const json::Object* object, object_of(value, kDribble));
  std::int64_t numbers[2] = {0, 0};
  for (const auto& member : *object) {
    const auto key = std::ranges::find(kKeys, std::string_view(member.key()));
    if (key == std::end(kKeys)) return unrecognized(member.key(), kDribble, kKeys);
    MIMUS_TRY_AT(numbers[key - kKeys], *key, whole_of(member.value()));
  }
  for (std::size_t i = 0; i < 2; ++i) {
    if (numbers[i] > (i == 0 ? 0 : -1) && numbers[i] <= 1'000'000'000) continue;
    return under_member(kKeys[i],
                        invalid(std::string(kKeys[i]) + " must be a number greater than 0"));
  }
  draft.response.pieces = static_cast<std::uint32_t>(numbers[0]);
  draft.response.spread = stub::Milliseconds(numbers[1]);
  return Done{};
}

struct FaultRow {
  std::string_view name;
  http::Fault fault;
};
constexpr FaultRow kFaults[] = {
    {"CONNECTION_RESET_BY_PEER", http::Fault::kConnectionReset},
    {"EMPTY_RESPONSE", http::Fault::kEmptyResponse},
    {"MALFORMED_RESPONSE_CHUNK", http::Fault::kMalformedChunk},
    {"RANDOM_DATA_THEN_CLOSE", http::Fault::kGarbage},
};

Status read_fault(const json::Value& value, Draft& draft, json::Value&) {
  const auto row = std::ranges::find_if(kFaults, [&](const FaultRow& fault) {
    return value.is_string() && view(value.get_string()) == fault.name;
  });
  if (row == std::end(kFaults)) {
    std::vector<std::string_view> names;
    for (const FaultRow& fault : kFaults) names.push_back(fault.name);
    return not_in_enum(value, "com.github.tomakehurst.wiremock.http.Fault", names);
  }
  draft.response.fault = row->fault;
  return Done{};
}

// ---- proxies, and transformers -----------------------------------------------------------------

Status read_proxy_url(const json::Value& value, Draft& draft, json::Value& written) {
  MIMUS_TRY(draft.proxied, text_of(value));
  written = *draft.proxied;
  return Done{};
}

Status read_proxy_headers(const json::Value& value, Draft& draft, json::Value&) {
  MIMUS_TRY(const json::Object* headers,
            object_of(value, "com.github.tomakehurst.wiremock.http.HttpHeaders"));
  for (const auto& member : *headers) {
    const json::Array* list = member.value().if_array();
    if (list != nullptr && list->empty()) continue;
    const json::Value& one = list != nullptr ? list->back() : member.value();
    MIMUS_TRY_AT(std::string text, member.key(), text_of(one));
    draft.proxy_fields.push_back({std::string(member.key()), std::move(text)});
  }
  return Done{};
}

Result<std::vector<std::string>> texts_of(const json::Value& value) {
  MIMUS_TRY(const json::Array* list, array_of(value, "java.util.ArrayList<java.lang.String>"));
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < list->size(); ++i) {
    auto text = text_of((*list)[i]);
    if (!text) return under_index(i, std::move(text).error());
    texts.push_back(*std::move(text));
  }
  return texts;
}

Status read_removed_headers(const json::Value& value, Draft& draft, json::Value&) {
  MIMUS_TRY(draft.proxy.removed, texts_of(value));
  return Done{};
}

Status read_prefix(const json::Value& value, Draft& draft, json::Value& written) {
  MIMUS_TRY(draft.proxy.prefix, text_of(value));
  written = draft.proxy.prefix;
  return Done{};
}

Status read_transformers(const json::Value& value, Draft& draft, json::Value&) {
  MIMUS_TRY(const auto names, texts_of(value));
  draft.transforms = std::ranges::find(names, kTemplates) != names.end();
  return Done{};
}

Status read_parameters(const json::Value& value, Draft& draft, json::Value&) {
  MIMUS_TRY(const json::Object* parameters,
            object_of(value, "com.github.tomakehurst.wiremock.extension.Parameters"));
  draft.response.parameters = *parameters;
  return Done{};
}

Status read_kept_flag(const json::Value& value, Draft&, json::Value& written) {
  MIMUS_TRY(const bool flag, flag_of(value));
  written = flag;
  return Done{};
}

constexpr Field<Draft> kFields[] = {
    {"status", &read_status, "", true},
    {"statusMessage", &read_reason},
    {"body", &read_body},
    {"jsonBody", &read_json_body},
    {"base64Body", &read_base64_body},
    {"bodyFileName", &read_body_file},
    {"headers", &read_headers},
    {"additionalProxyRequestHeaders", &read_proxy_headers},
    {"removeProxyRequestHeaders", &read_removed_headers},
    {"fixedDelayMilliseconds", &read_fixed_delay},
    {"delayDistribution", &read_distribution},
    {"chunkedDribbleDelay", &read_dribble},
    {"proxyBaseUrl", &read_proxy_url},
    {"proxyUrlPrefixToRemove", &read_prefix},
    {"fault", &read_fault},
    {"transformers", &read_transformers},
    {"transformerParameters", &read_parameters},
    {"fromConfiguredStub", &read_kept_flag},
};

bool is_set(const json::Object& parameters, std::string_view name) {
  const json::Value* value = parameters.if_contains(name);
  return value != nullptr && (value->is_string() ? value->get_string() == "true"
                                                 : value->is_bool() && value->get_bool());
}

// ---- put together ------------------------------------------------------------------------------

stub::Body body_of(Draft& draft, const Rules& rules, bool templated) {
  if (draft.body) return stub::TextBody{*std::move(draft.body), templated};
  if (draft.bytes) return stub::BinaryBody{*std::move(draft.bytes)};
  if (!draft.file) return stub::NoBody{};
  const bool file_too =
      templated && !is_set(draft.response.parameters, "disableBodyFileTemplating");
  return stub::FileBody{*std::move(draft.file), rules.files, file_too};
}

render::Template as_template(const std::string& text, bool templated) {
  if (!templated) return render::Template::literal(text);
  auto compiled = render::Template::compile(text, render::Language::kWireMock);
  return compiled ? *std::move(compiled) : render::Template::literal(text);  // the answer fails, not the mapping
}

void answer_proxied(Draft& draft, bool templated) {
  stub::Proxy& proxy = draft.proxy;
  proxy.text = *draft.proxied;
  proxy.url = as_template(proxy.text, templated);
  for (const http::OwnedField& field : draft.proxy_fields) {
    proxy.fields.emplace_back(field.name, as_template(field.value, templated));
  }
  draft.response.proxy = std::make_shared<const stub::Proxy>(std::move(proxy));
  draft.response.spec.body = stub::NoBody{};
}

void finish(Draft& draft, const Rules& rules) {
  stub::ResponseSpec& spec = draft.response.spec;
  const bool templated = rules.templating == Rules::Templating::kGlobal ||
                         (rules.templating == Rules::Templating::kLocal && draft.transforms);
  spec.root = rules.files;
  spec.templated_fields = templated;
  spec.body = body_of(draft, rules, templated);
  if (draft.proxied) answer_proxied(draft, templated);
  const bool from_file = std::holds_alternative<stub::FileBody>(spec.body);
  const bool names_length = std::ranges::any_of(spec.fields, [](const http::OwnedField& field) {
    return http::same_name(field.name, "Content-Length");
  });
  draft.response.chunked =
      !names_length && (rules.chunked == Rules::Chunked::kAlways ||
                        (rules.chunked == Rules::Chunked::kBodyFile && from_file));
}

}  // namespace

Result<Response> read_response(const json::Value* document, const Rules& rules) {
  static const json::Value kNothing = json::Object{};
  Draft draft;
  MIMUS_TRY(const json::Object* object,
            object_of(document == nullptr ? kNothing : *document, kClass));
  MIMUS_TRY(draft.response.document, read_fields<Draft>(*object, kFields, kClass, draft));
  finish(draft, rules);
  return std::move(draft.response);
}

}  // namespace mimus::wiremock
