#include "response.h"

#include <algorithm>
#include <utility>

#include "body_file.h"
#include "http/conditional.h"
#include "json/document.h"
#include "scalars.h"
#include "template_check.h"
#include "text/encoding.h"

namespace mimus::native {
namespace {

// JSON, plain text and bytes have their Content-Type from the stub model.
constexpr std::string_view kByModel;
constexpr std::string_view kHtml = "text/html; charset=utf-8";

// One body for one response: the second key that brings one is reported.
void set_body(Context& in, const Place& at, ResponseDraft& out, std::string_view key,
              std::string_view content_type, stub::Body body) {
  if (!out.body_key.empty()) {
    in.faults.error_at_key(
        at, "'" + std::string(key) + "' and '" + std::string(out.body_key) + "' both give the body",
        "keep one of them");
    return;
  }
  out.body_key = key;
  out.content_type = content_type;
  out.body = std::move(body);
}

void set_text(Context& in, const json::Value& value, const Place& at, ResponseDraft& out,
              std::string_view key, std::string_view content_type) {
  if (const auto text = read_text(in.faults, value, at)) {
    set_body(in, at, out, key, content_type, stub::TextBody{std::string(*text)});
  }
}

void read_status(Context& in, const json::Value& value, const Place& at, ResponseDraft& out) {
  constexpr Bounds kStatus{200, 599, "a status from 200 to 599"};
  if (value.is_string() && has_expression(std::string_view(value.get_string()))) {
    out.status_text = std::string_view(value.get_string());
    return check_template(in.faults, out.status_text, at);
  }
  if (const auto status = read_integer(in.faults, value, at, kStatus)) {
    out.status = static_cast<int>(*status);
  }
}

void read_response(Context& in, const json::Value& value, const Place& at, ResponseDraft& out) {
  if (value.is_string()) return set_text(in, value, at, out, "response", kByModel);
  set_body(in, at, out, "response", kByModel, stub::JsonBody{json::own(value)});
}

void read_reason(Context& in, const json::Value& value, const Place& at, ResponseDraft& out) {
  const auto text = read_text(in.faults, value, at);
  if (!text) return;
  for (const char byte : *text) {
    if (static_cast<unsigned char>(byte) >= 0x20 || byte == '\t') continue;
    return in.faults.error(at, "reason must not contain line breaks or control characters");
  }
  out.reason = std::string(*text);
}

void read_content_type(Context& in, const json::Value& value, const Place& at, ResponseDraft& out) {
  if (out.headers.names("Content-Type")) {
    return in.faults.error_at_key(at, "Content-Type is given twice", "keep one of them");
  }
  read_header_value(in, "Content-Type", value, at, out.headers);
}

void read_headers_key(Context& in, const json::Value& value, const Place& at, ResponseDraft& out) {
  const bool had_type = out.headers.names("Content-Type");
  const std::size_t before = out.headers.fields.size();
  read_headers(in, value, at, out.headers);
  for (std::size_t i = before; had_type && i < out.headers.fields.size(); ++i) {
    if (!http::same_name(out.headers.fields[i].name, "Content-Type")) continue;
    return in.faults.error_at_key(at, "Content-Type is given twice", "keep one of them");
  }
}

// Of a name whose extension is a template, the one who opens the file knows it.
std::string_view type_of_file(std::string_view name) {
  const std::string_view extension = name.substr(std::min(name.rfind('.'), name.size()));
  if (extension.find("}}") != std::string_view::npos) return {};
  return http::media_type_for(name);
}

void read_file(Context& in, const json::Value& value, const Place& at, ResponseDraft& out) {
  const auto name = read_text(in.faults, value, at);
  if (!name || !check_body_file(in, *name, at)) return;
  check_template(in.faults, *name, at);
  set_body(in, at, out, "file", type_of_file(*name),
           stub::FileBody{std::string(*name), in.body_root.string()});
}

void read_base64(Context& in, const json::Value& value, const Place& at, ResponseDraft& out) {
  const auto text = read_text(in.faults, value, at);
  if (!text) return;
  if (auto bytes = text::base64_decode(text::trim(*text))) {
    set_body(in, at, out, "base64", kByModel, stub::BinaryBody{std::move(*bytes)});
  } else {
    in.faults.error(at, "base64 must be base64 text (RFC 4648)", "letters, digits, + and / only");
  }
}

constexpr Key<ResponseDraft> kKeys[] = {
    {"response", "true", R"({"id": "{{path.id}}", "name": "Ada"})",
     "The body: an object, list, number, boolean or null goes out as JSON, a string as plain text.",
     &read_response},
    {"status", R"({"anyOf": [{"type": "integer", "minimum": 200, "maximum": 599},
                            {"type": "string", "pattern": "\\{\\{"}]})",
     "201", "The status code, or a template that makes it; 200 unless given.", &read_status},
    {"headers", R"({"$ref": "#/$defs/headers"})", R"({"Cache-Control": "no-store"})",
     "Response headers: name to value or list of values; null takes a default away.",
     &read_headers_key},
    {"json", "true", R"("a JSON string")", "A JSON body, whatever the value: strings too.",
     [](Context& in, const json::Value& value, const Place& at, ResponseDraft& out) {
       set_body(in, at, out, "json", kByModel, stub::JsonBody{json::own(value)});
     }},
    {"text", R"({"type": "string"})", R"("Hello {{query.name}}")", "A plain text body.",
     [](Context& in, const json::Value& value, const Place& at, ResponseDraft& out) {
       set_text(in, value, at, out, "text", kByModel);
     }},
    {"html", R"({"type": "string"})", R"("<h1>Hello</h1>")", "An HTML body.",
     [](Context& in, const json::Value& value, const Place& at, ResponseDraft& out) {
       set_text(in, value, at, out, "html", kHtml);
     }},
    {"file", R"({"type": "string"})", R"("pictures/{{path.name}}.png")",
     "A file as the body, relative to `files`; its Content-Type follows from the extension.",
     &read_file},
    {"base64", R"({"type": "string", "contentEncoding": "base64"})", R"("iVBORw0KGgo=")",
     "A binary body, in base64.", &read_base64},
    {"content_type", R"({"type": "string"})", R"("application/problem+json")",
     "Short for the Content-Type header.", &read_content_type},
    {"reason", R"({"type": "string"})", R"("Not Today")",
     "The phrase behind the status code; the registered one unless given.", &read_reason},
    {"templated", R"({"type": "boolean"})", "false",
     "Whether {{expressions}} in the body are replaced; on, except in files.",
     [](Context& in, const json::Value& value, const Place& at, ResponseDraft& out) {
       out.templated = read_flag(in.faults, value, at);
     }},
};

// May its templates ask for anything?
bool is_template(const stub::ResponseSpec& spec) {
  if (!spec.status_text.empty()) return true;
  for (const http::OwnedField& field : spec.fields) {
    if (has_expression(field.value)) return true;
  }
  if (const auto* json = std::get_if<stub::JsonBody>(&spec.body))
    return json->templated && has_expression(json->value);
  if (const auto* text = std::get_if<stub::TextBody>(&spec.body))
    return text->templated && has_expression(text->text);
  return false;  // a file has its root anyway
}

void check_body(Context& in, const ResponseDraft& draft, const Place& at) {
  const Place body = at.key(draft.body_key);
  if (const auto* json = std::get_if<stub::JsonBody>(&draft.body); json && json->templated) {
    check_templates(in.faults, json->value, body);
  } else if (const auto* text = std::get_if<stub::TextBody>(&draft.body); text && text->templated) {
    check_template(in.faults, text->text, body);
  }
}

}  // namespace

std::span<const Key<ResponseDraft>> response_keys() {
  return kKeys;
}

stub::ResponseSpec finish(Context& in, ResponseDraft draft, const ResponseDefaults& defaults,
                          const Place& at) {
  if (draft.templated) {
    if (auto* json = std::get_if<stub::JsonBody>(&draft.body)) json->templated = *draft.templated;
    if (auto* text = std::get_if<stub::TextBody>(&draft.body)) text->templated = *draft.templated;
    if (auto* file = std::get_if<stub::FileBody>(&draft.body)) file->templated = *draft.templated;
  }
  check_body(in, draft, at);
  stub::ResponseSpec spec;
  const bool own_status = draft.status || !draft.status_text.empty();
  spec.status = draft.status.value_or(own_status ? 200 : defaults.status);
  spec.status_text = own_status ? std::move(draft.status_text) : defaults.status_text;
  spec.reason = std::move(draft.reason);
  if (!draft.body_key.empty() && http::forbids_body(spec.status)) {
    in.faults.warn_at_key(at.key(draft.body_key),
                          "a response with status " + std::to_string(spec.status) +
                              " has no body, so '" + std::string(draft.body_key) +
                              "' is never sent");
  }
  const std::string_view content_type = draft.content_type;
  Headers headers = merge(defaults.headers, std::move(draft.headers));
  const bool implied = !content_type.empty() && !headers.names("Content-Type");
  spec.body = std::move(draft.body);
  spec.fields = std::move(headers.fields);
  if (implied) spec.fields.insert(spec.fields.begin(), {"Content-Type", std::string(content_type)});
  if (is_template(spec)) spec.root = in.body_root.string();
  return spec;
}

}  // namespace mimus::native
