#include "har_writer.h"

#include "http/cookies.h"
#include "text/dates.h"
#include "text/encoding.h"
#include "text/percent.h"

namespace mimus::exchange {
namespace {

constexpr int kUnknown = -1;  // HAR's word for a size or a time that nobody measured

json::String text_of(std::string_view bytes) { return json::String(text::to_valid_utf8(bytes)); }

double millis(Nanoseconds time) { return static_cast<double>(time.count()) / 1e6; }

json::Object pair(std::string_view name, std::string_view value) {
  return {{"name", text_of(name)}, {"value", text_of(value)}};
}

json::Array headers_of(const std::vector<http::OwnedField>& fields, std::string_view coding) {
  json::Array headers;
  for (const http::OwnedField& field : fields) headers.push_back(pair(field.name, field.value));
  if (!coding.empty()) headers.push_back(pair("Content-Encoding", coding));
  return headers;
}

json::Array query_of(std::string_view url) {
  json::Array parameters;
  std::string_view rest = split(url).query;
  while (!rest.empty()) {
    const std::size_t end = rest.find('&');
    const std::string_view part = rest.substr(0, end);
    rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
    if (part.empty()) continue;
    const std::size_t equals = part.find('=');
    const std::string_view value = equals == part.npos ? "" : part.substr(equals + 1);
    parameters.push_back(pair(text::form_decode(part.substr(0, equals)), text::form_decode(value)));
  }
  return parameters;
}

json::Array request_cookies(const std::vector<http::OwnedField>& fields) {
  json::Array cookies;
  for (const http::OwnedField& field : fields) {
    if (!http::same_name(field.name, "Cookie")) continue;
    http::for_each_cookie(field.value, [&](std::string_view name, std::string_view value) {
      cookies.push_back(pair(name, value));
    });
  }
  return cookies;
}

// An attribute of a Set-Cookie field as HAR calls it. RFC 6265 §5.2.
void add_attribute(std::string_view name, std::string_view value, json::Object& cookie) {
  if (http::same_name(name, "Path")) cookie["path"] = text_of(value);
  if (http::same_name(name, "Domain")) cookie["domain"] = text_of(value);
  if (http::same_name(name, "HttpOnly")) cookie["httpOnly"] = true;
  if (http::same_name(name, "Secure")) cookie["secure"] = true;
  if (http::same_name(name, "Expires")) {
    const auto time = text::parse_http_date(value);
    if (time) cookie["expires"] = json::String(text::iso8601(*time));
  }
}

json::Object set_cookie(std::string_view field) {
  json::Object cookie;
  bool first = true;
  while (first || !field.empty()) {
    const std::size_t end = field.find(';');
    const std::string_view part = text::trim(field.substr(0, end));
    field.remove_prefix(end == field.npos ? field.size() : end + 1);
    const std::size_t equals = part.find('=');
    const std::string_view name = text::trim(part.substr(0, equals));
    const std::string_view value = equals == part.npos ? "" : text::trim(part.substr(equals + 1));
    if (first) {
      cookie = pair(name, value);
    } else {
      add_attribute(name, value, cookie);
    }
    first = false;
  }
  return cookie;
}

json::Array response_cookies(const std::vector<http::OwnedField>& fields) {
  json::Array cookies;
  for (const http::OwnedField& field : fields) {
    if (http::same_name(field.name, "Set-Cookie")) cookies.push_back(set_cookie(field.value));
  }
  return cookies;
}

void add_body(std::string_view body, json::Object& object) {
  if (text::is_valid_utf8(body)) {
    object["text"] = json::String(body);
  } else {
    object["text"] = json::String(text::base64_encode(body));
    object["encoding"] = "base64";
  }
}

json::String type_of(const std::vector<http::OwnedField>& fields) {
  return text_of(find(fields, "Content-Type").value_or(""));
}

json::Object request_of(const Request& request) {
  json::Object object;
  object["method"] = text_of(request.method);
  object["url"] = text_of(request.url);
  object["httpVersion"] = "HTTP/1.1";
  object["cookies"] = request_cookies(request.fields);
  object["headers"] = headers_of(request.fields, request.coding);
  object["queryString"] = query_of(request.url);
  if (!request.body.empty()) {
    json::Object data{{"mimeType", type_of(request.fields)}};
    add_body(request.body, data);
    object["postData"] = std::move(data);
  }
  object["headersSize"] = kUnknown;
  object["bodySize"] = request.coding.empty() ? json::Value(request.body.size()) : json::Value(kUnknown);
  return object;
}

json::Array pieces_of(const std::vector<Piece>& pieces) {
  json::Array list;
  for (const Piece& piece : pieces) {
    list.push_back(json::Object{{"after", millis(piece.after)}, {"end", piece.end}});
  }
  return list;
}

json::Object response_of(const Response& response) {
  json::Object content{{"size", response.body.size()}, {"mimeType", type_of(response.fields)}};
  add_body(response.body, content);
  json::Object object;
  object["status"] = response.status;
  object["statusText"] =
      text_of(response.reason.empty() ? http::reason_phrase(response.status) : response.reason);
  object["httpVersion"] = "HTTP/1.1";
  object["cookies"] = response_cookies(response.fields);
  object["headers"] = headers_of(response.fields, response.coding);
  object["content"] = std::move(content);
  object["redirectURL"] = text_of(find(response.fields, "Location").value_or(""));
  object["headersSize"] = kUnknown;
  object["bodySize"] = response.coding.empty() ? json::Value(response.body.size()) : json::Value(kUnknown);
  if (!response.pieces.empty()) object["_pieces"] = pieces_of(response.pieces);
  return object;
}

json::Object no_response(const Exchange& exchange) {
  Response nothing;
  nothing.status = 0;
  json::Object object = response_of(nothing);
  object["_error"] = text_of(exchange.failure);
  return object;
}

}  // namespace

json::Object har_entry(const Exchange& exchange) {
  json::Object entry;
  entry["startedDateTime"] = json::String(text::iso8601(exchange.started, 9));
  entry["time"] = millis(exchange.total);
  entry["request"] = request_of(exchange.request);
  entry["response"] = exchange.response ? response_of(*exchange.response) : no_response(exchange);
  entry["cache"] = json::Object{};
  entry["timings"] = json::Object{
      {"send", 0}, {"wait", millis(exchange.wait)}, {"receive", millis(exchange.total - exchange.wait)}};
  if (!exchange.client.empty()) entry["_client"] = text_of(exchange.client);
  if (exchange.response && !exchange.failure.empty()) entry["_error"] = text_of(exchange.failure);
  return entry;
}

std::string har_begin() {
  return "{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"mimus\",\"version\":\"" MIMUS_VERSION
         "\"},\"entries\":[\n";
}

std::string har_end() { return "\n]}}\n"; }

void write_har(std::span<const Exchange> exchanges, std::string& out) {
  out += har_begin();
  bool first = true;
  for (const Exchange& exchange : exchanges) {
    if (!first) out += ",\n";
    first = false;
    json::write(har_entry(exchange), out);
  }
  out += har_end();
}

}  // namespace mimus::exchange
