#include "request_writer.h"

#include <algorithm>

#include "outbound/hop_by_hop.h"
#include "text/encoding.h"

namespace mimus::outbound {
namespace {

bool names(const Request& request, std::string_view name) {
  return std::ranges::any_of(request.fields, [&](const auto& field) { return field.name.size() == name.size() && http::same_name(field.name, name); });
}

// Methods that mean something by a body say that they have none: RFC 9110 §8.6.
bool expects_body(std::string_view method) { return method == "POST" || method == "PUT" || method == "PATCH"; }

void append_field(std::string_view name, std::string_view value, std::string& out) {
  constexpr std::string_view kColon = ": ", kEnd = "\r\n";
  out.append(name).append(kColon).append(value).append(kEnd);
}

Status check(const http::OwnedField& field) {
  if (!http::is_token(field.name)) return invalid("'" + text::to_valid_utf8(field.name) + "' is no name of a header field");
  if (field.value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos) return Done{};
  return invalid("the value of the header field '" + field.name + "' holds a line break or NUL");
}

}  // namespace

std::string basic_credentials(std::string_view user_and_password) {
  return "Basic " + text::base64_encode(user_and_password);
}

Status write_request_head(const Request& request, const Url& url, const RequestFraming& framing, const HeadOptions& options,
                          std::string& out) {
  if (!http::is_token(request.method)) return invalid("'" + text::to_valid_utf8(request.method) + "' is no method");
  out.append(request.method).append(" ").append(options.absolute ? url.text() : url.target).append(" HTTP/1.1\r\n");
  if (!names(request, "Host")) append_field("Host", url.origin.authority(), out);
  for (const http::OwnedField& field : request.fields) {
    MIMUS_TRY_DONE(check(field));
    if (is_hop_by_hop(field.name) || http::same_name(field.name, "Content-Length")) continue;
    append_field(field.name, field.value, out);
  }
  if (!url.credentials.empty() && !names(request, "Authorization")) {
    append_field("Authorization", basic_credentials(url.credentials), out);
  }
  if (request.decode && !names(request, "Accept-Encoding")) append_field("Accept-Encoding", "gzip, deflate, br, zstd", out);
  if (!options.proxy_authorization.empty()) append_field("Proxy-Authorization", options.proxy_authorization, out);
  if (!framing.length) {
    append_field("Transfer-Encoding", "chunked", out);
  } else if (*framing.length > 0 || expects_body(request.method)) {
    append_field("Content-Length", std::to_string(*framing.length), out);
  }
  out += "\r\n";
  return Done{};
}

}  // namespace mimus::outbound
