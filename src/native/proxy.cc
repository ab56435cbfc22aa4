#include "proxy.h"

#include "headers.h"
#include "json/patch.h"
#include "scalars.h"
#include "template_check.h"

namespace mimus::native {

const std::string_view kProxySchema = R"({"oneOf": [{"type": "string"},
  {"type": "object", "required": ["url"], "additionalProperties": false, "properties": {
    "url": {"type": "string"},
    "strip_prefix": {"type": "string"},
    "request_headers": {"$ref": "#/$defs/headers"},
    "remove_response_headers": {"$ref": "#/$defs/texts"},
    "patch": {"type": "array", "items": {"type": "object"}},
    "body": true,
    "preserve_host": {"type": "boolean"},
    "insecure": {"type": "boolean"}}}]})";

namespace {

void read_url(Context& in, const json::Value& value, const Place& at, stub::Proxy& out) {
  const auto text = read_text(in.faults, value, at);
  if (!text) return;
  const bool known = text->starts_with("http://") || text->starts_with("https://") || text->starts_with("{{");
  if (!known) return in.faults.error(at, "a proxy needs the URL of a server", "proxy: https://api.example.com");
  out.text = std::string(*text);
  out.url = read_template(in.faults, *text, at);
}

void read_request_headers(Context& in, const json::Value& value, const Place& at, stub::Proxy& out) {
  Headers headers;
  read_headers(in, value, at, headers);
  out.removed = std::move(headers.removed);
  for (const http::OwnedField& field : headers.fields) out.fields.emplace_back(field.name, read_template(in.faults, field.value, at));
}

void read_removed(Context& in, const json::Value& value, const Place& at, stub::Proxy& out) {
  const auto add = [&](const json::Value& one, const Place& here) {
    if (const auto text = read_text(in.faults, one, here)) out.removed_after.emplace_back(*text);
  };
  if (!value.is_array()) return add(value, at);
  for (std::size_t i = 0; i < value.get_array().size(); ++i) add(value.get_array()[i], at.item(i));
}

void read_patch(Context& in, const json::Value& value, const Place& at, stub::Proxy& out) {
  const auto patch = json::Patch::parse(value);
  if (!patch) return in.faults.error(at, patch.error().message, "a JSON Patch, RFC 6902: [{op: replace, path: /name, value: x}]");
  out.patch = value;
}

void read_body(Context& in, const json::Value& value, const Place& at, stub::Proxy& out) {
  auto body = read_body_template(in.faults, value, at);
  if (body) out.body = std::make_shared<const stub::Proxy::Body>(*std::move(body));
}

constexpr Key<stub::Proxy> kKeys[] = {
    {"url", "", "", "where requests go", &read_url},
    {"strip_prefix", "", "", "what is taken from the front of the path",
     [](Context& in, const json::Value& value, const Place& at, stub::Proxy& out) {
       if (const auto text = read_text(in.faults, value, at)) out.prefix = std::string(*text);
     }},
    {"request_headers", "", "", "set on the request; null removes one", &read_request_headers},
    {"remove_response_headers", "", "", "taken from the response", &read_removed},
    {"patch", "", "", "a JSON Patch for the response", &read_patch},
    {"body", "", "", "stands in place of the response's: JSON or a text, templates over {{response.body}}", &read_body},
    {"preserve_host", "", "", "Host passes as the client sent it",
     [](Context& in, const json::Value& value, const Place& at, stub::Proxy& out) {
       out.keeps_host = read_flag(in.faults, value, at).value_or(false);
     }},
    {"insecure", "", "", "takes any certificate",
     [](Context& in, const json::Value& value, const Place& at, stub::Proxy& out) {
       out.insecure = read_flag(in.faults, value, at).value_or(false);
     }},
};

}  // namespace

std::shared_ptr<const stub::Proxy> read_proxy(Context& in, const json::Value& value, const Place& at) {
  const std::size_t before = in.faults.error_count();
  stub::Proxy proxy;
  if (value.is_string()) {
    read_url(in, value, at, proxy);
  } else if (read_object<stub::Proxy>(in, kKeys, "a URL or an object with one", value, at, proxy) && proxy.text.empty() &&
             in.faults.error_count() == before) {
    in.faults.error(at, "a proxy needs a url", "proxy: {url: https://api.example.com}");
  }
  if (in.faults.error_count() != before) return nullptr;
  return std::make_shared<const stub::Proxy>(std::move(proxy));
}

}  // namespace mimus::native
