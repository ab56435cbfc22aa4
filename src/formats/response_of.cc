#include "response_of.h"

#include <algorithm>

#include "http/message.h"
#include "text/encoding.h"

namespace mimus::formats {
namespace {

// What belongs to a connection or to the moment (RFC 9110 §7.6.1, §6.6.1), and what would lock a browser out of a mock.
constexpr std::string_view kNotKept[] = {
    "Connection", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "Content-Length", "Content-Encoding", "Trailer", "TE",
    "Upgrade", "Date", "Proxy-Authenticate", "Alt-Svc", "Strict-Transport-Security"};

bool is_kept(const http::OwnedField& field) {
  if (!http::is_token(field.name)) return false;  // ":status" of HTTP/2 among them
  return std::ranges::none_of(kNotKept, [&](std::string_view name) { return http::same_name(name, field.name); });
}

std::string printable(std::string_view text) {
  std::string out = text::to_valid_utf8(text::trim(text));
  std::erase_if(out, [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F; });
  return out;
}

// Browsers join fields of one name with line feeds.
void add_field(const http::OwnedField& field, std::vector<http::OwnedField>& out) {
  std::string_view rest = field.value;
  for (;;) {
    const std::size_t end = rest.find('\n');
    out.push_back({field.name, printable(rest.substr(0, end))});
    if (end == rest.npos) return;
    rest.remove_prefix(end + 1);
  }
}

stub::Body body_of(const exchange::Response& response) {
  const std::string& bytes = response.body;
  if (bytes.empty()) return stub::NoBody{};
  if (!text::is_valid_utf8(bytes)) return stub::BinaryBody{bytes};
  const bool templated = bytes.find("{{") == std::string::npos;  // nothing to be replaced: no key in a file
  const std::string type = text::to_lower_ascii(exchange::find(response.fields, "Content-Type").value_or(""));
  if (type.find("json") != std::string::npos) {
    auto value = json::parse(bytes);
    if (value && json::write(*value) == bytes) return stub::JsonBody{*std::move(value), templated};
  }
  return stub::TextBody{bytes, templated};
}

std::string_view implied_type(const stub::Body& body) {
  if (std::holds_alternative<stub::TextBody>(body)) return "text/plain; charset=utf-8";
  return std::holds_alternative<stub::BinaryBody>(body) ? "application/octet-stream" : "";
}

}  // namespace

Result<stub::ResponseSpec> response_of(std::string_view method, const exchange::Response& response,
                                       std::vector<std::string>& notes) {
  if (response.status == 101) return invalid("a change of protocol (WebSocket) is not taken over");
  if (response.status < 200 || response.status > 599) {
    return invalid("no answer: the status is " + std::to_string(response.status));
  }
  stub::ResponseSpec spec;
  spec.status = response.status;
  const std::string reason = printable(response.reason);
  if (reason != http::reason_phrase(response.status)) spec.reason = reason;
  for (const http::OwnedField& field : response.fields) {
    if (is_kept(field)) add_field(field, spec.fields);
  }
  spec.templated_fields = std::ranges::none_of(
      spec.fields, [](const http::OwnedField& field) { return field.value.find("{{") != std::string::npos; });
  if (method == "HEAD" || http::forbids_body(response.status)) return spec;
  spec.body = body_of(response);
  const std::string_view implied = implied_type(spec.body);
  if (!implied.empty() && !exchange::find(spec.fields, "Content-Type")) {
    notes.push_back("it had no Content-Type: now it is " + std::string(implied));
  }
  return spec;
}

}  // namespace mimus::formats
