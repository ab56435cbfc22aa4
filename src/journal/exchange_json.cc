#include "exchange_json.h"

#include <chrono>
#include <string_view>
#include <utility>
#include <vector>

#include "text/dates.h"
#include "text/encoding.h"

namespace mimus::journal {
namespace {

using Field = std::pair<std::string_view, std::string_view>;

json::String text_of(std::string_view bytes) { return json::String(text::to_valid_utf8(bytes)); }

json::Value text_or_null(std::string_view bytes) {
  if (bytes.empty()) return nullptr;
  return text_of(bytes);
}

// The fields of a header block: a start line, then "Name: value" lines.
std::vector<Field> fields_of(std::string_view head) {
  std::vector<Field> fields;
  bool start_line = true;
  while (!head.empty()) {
    const std::size_t end = head.find("\r\n");
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(end == std::string_view::npos ? head.size() : end + 2);
    const std::size_t colon = line.find(':');
    if (!std::exchange(start_line, false) && colon != std::string_view::npos) {
      fields.emplace_back(line.substr(0, colon), text::trim(line.substr(colon + 1)));
    }
  }
  return fields;
}

void add_header(json::Object& headers, std::string_view name, std::string_view value) {
  for (auto& member : headers) {
    if (!text::equal_ignoring_case(member.key(), text::to_valid_utf8(name))) continue;
    if (!member.value().is_array()) member.value() = json::Array{std::move(member.value())};
    member.value().as_array().emplace_back(text_of(value));
    return;
  }
  headers.emplace(text::to_valid_utf8(name), text_of(value));
}

void add_body(json::Object& object, std::string_view body, std::size_t cut) {
  if (text::is_valid_utf8(body)) {
    object["body"] = json::String(body);
  } else {
    object["bodyBase64"] = json::String(text::base64_encode(body));
  }
  if (cut > 0) object["bodyCut"] = cut;
}

json::Value response_of(const Exchange& exchange) {
  if (exchange.status == 0) return nullptr;
  json::Object headers;
  for (const auto& [name, value] : fields_of(exchange.response_head)) add_header(headers, name, value);
  json::Object response;
  response["status"] = exchange.status;
  response["headers"] = std::move(headers);
  add_body(response, exchange.response_body, exchange.response_body_cut);
  return response;
}

double micros(std::chrono::nanoseconds time) { return static_cast<double>(time.count()) / 1000; }

}  // namespace

json::Object to_json(const Exchange& exchange) {
  const http::OwnedRequest& request = exchange.request;
  json::Object headers;
  for (const http::OwnedField& field : request.fields) add_header(headers, field.name, field.value);
  json::Object object;
  object["id"] = exchange.id;
  object["time"] = json::String(text::iso8601(exchange.received));
  object["method"] = text_of(request.method);
  object["url"] = text_of(request.query.empty() ? request.path : request.path + "?" + request.query);
  object["path"] = text_of(request.path);
  object["query"] = text_of(request.query);
  object["headers"] = std::move(headers);
  add_body(object, request.body, exchange.request_body_cut);
  object["route"] = exchange.matched ? text_or_null(exchange.stub_label) : nullptr;
  object["stubId"] = exchange.matched ? json::Value(json::String(exchange.stub_id.text())) : nullptr;
  object["matched"] = exchange.matched;
  object["status"] = exchange.status != 0 ? json::Value(exchange.status) : nullptr;
  object["fault"] = text_or_null(exchange.fault);
  object["response"] = response_of(exchange);
  object["decidedMicros"] = micros(exchange.decided);
  object["leavingMicros"] = micros(exchange.leaving);
  object["client"] = text_of(request.client_ip);
  return object;
}

void write_line(const Exchange& exchange, std::string& out) {
  json::write(to_json(exchange), out);
  out += '\n';
}

}  // namespace mimus::journal
