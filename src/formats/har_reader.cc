#include "har_reader.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "http/content_coding.h"
#include "members.h"
#include "text/dates.h"
#include "text/encoding.h"
#include "text/percent.h"

namespace mimus::formats {
namespace {

constexpr std::size_t kMostInflated = 256u << 20;

using Notes = std::vector<std::string>;

Nanoseconds nanoseconds(double milliseconds) {
  if (!(milliseconds > 0) || milliseconds > 1e12) return Nanoseconds(0);
  return Nanoseconds(std::llround(milliseconds * 1e6));
}

std::vector<http::OwnedField> fields_of(const json::Value& message) {
  std::vector<http::OwnedField> fields;
  for (const json::Value& one : list_at(message, "headers")) {
    std::string name = text_at(one, "name");
    if (!name.empty() && name.front() != ':') fields.push_back({std::move(name), text_at(one, "value")});
  }
  return fields;
}

void set_default_type(std::vector<http::OwnedField>& fields, const std::string& type) {
  if (type.empty() || type == "x-unknown" || exchange::find(fields, "Content-Type")) return;
  fields.push_back({"Content-Type", type});
}

// The text of `content` or `postData` as bytes.
std::string bytes_of(const json::Value& content, Notes& notes) {
  std::string text = text_at(content, "text");
  if (text_at(content, "encoding") != "base64") return text;
  if (auto bytes = text::base64_decode(text)) return *std::move(bytes);
  notes.emplace_back("its body says it is base64, and is not: taken as text");
  return text;
}

// The field Content-Encoding goes, as its coding is gone; a body that still has it is decoded.
void take_coding(std::vector<http::OwnedField>& fields, std::string& body, std::string& coding) {
  const auto named = exchange::find(fields, "Content-Encoding");
  if (!named) return;
  coding = std::string(text::trim(*named));
  std::erase_if(fields, [](const http::OwnedField& field) { return http::same_name(field.name, "Content-Encoding"); });
  if (text::is_valid_utf8(body)) return;  // compressed bytes are no UTF-8: gzip's second byte, zstd's and brotli's are not
  if (auto decoded = http::decode_content(coding, body, kMostInflated)) body = *std::move(decoded);
}

std::string form_of(const json::Array& params) {
  std::string body;
  for (const json::Value& one : params) {
    if (!body.empty()) body += '&';
    body += text::percent_encode(text_at(one, "name")) + '=' + text::percent_encode(text_at(one, "value"));
  }
  return body;
}

exchange::Request request_of(const json::Value& entry, Notes& notes) {
  static const json::Value kNone;
  const json::Value* given = member(entry, "request");
  const json::Value& from = given == nullptr ? kNone : *given;
  exchange::Request request{.method = text_at(from, "method"), .url = text_at(from, "url"), .fields = fields_of(from), .body = {}};
  request.url.resize(std::min(request.url.find('#'), request.url.size()));
  if (request.method.empty()) request.method = "GET";
  if (const json::Value* data = member(from, "postData")) {
    request.body = bytes_of(*data, notes);
    const std::string type = text_at(*data, "mimeType");
    const bool form = type.starts_with("application/x-www-form-urlencoded");
    if (request.body.empty() && form) request.body = form_of(list_at(*data, "params"));
    if (!request.body.empty()) set_default_type(request.fields, type);
  }
  take_coding(request.fields, request.body, request.coding);
  return request;
}

exchange::Response response_of_entry(const json::Value& from, Notes& notes) {
  static const json::Value kNone;
  exchange::Response response;
  response.status = static_cast<int>(std::clamp(number_at(from, "status", 0), 0.0, 999.0));
  response.reason = text_at(from, "statusText");
  response.fields = fields_of(from);
  const json::Value* given = member(from, "content");
  const json::Value& content = given == nullptr ? kNone : *given;
  response.body = bytes_of(content, notes);
  if (response.body.empty() && number_at(content, "size", 0) > 0 && text_at(content, "encoding").empty() &&
      member(content, "text") == nullptr) {
    notes.emplace_back("its body was not recorded: it is empty");
  }
  if (!response.body.empty()) set_default_type(response.fields, text_at(content, "mimeType"));
  take_coding(response.fields, response.body, response.coding);
  for (const json::Value& piece : list_at(from, "_pieces")) {
    response.pieces.push_back({nanoseconds(number_at(piece, "after", 0)), static_cast<std::size_t>(std::max(0.0, number_at(piece, "end", 0)))});
  }
  return response;
}

// Why there is no answer; "" when there is one.
std::string failure_of(const json::Value& entry) {
  const json::Value* response = member(entry, "response");
  if (response == nullptr || !response->is_object()) return "no answer was recorded";
  if (text_at(entry, "_resourceType") == "websocket" || member(entry, "_webSocketMessages") != nullptr ||
      number_at(*response, "status", 0) == 101) {
    return "a WebSocket, which is not taken over";
  }
  if (number_at(*response, "status", 0) > 0) return {};
  const std::string error = text_at(*response, "_error");
  return error.empty() ? "no answer: the status is 0 (blocked, aborted, or from a cache)" : error;
}

void read_entry(const json::Value& entry, std::size_t number, Recordings& out) {
  const std::string where = "entry " + std::to_string(number);
  Notes notes;
  Recorded recorded{.exchange = {}, .where = where};
  exchange::Exchange& exchange = recorded.exchange;
  exchange.request = request_of(entry, notes);
  if (exchange.request.url.empty()) {
    out.report.left_out.push_back({where, "it has no request with a url"});
    return;
  }
  if (const auto started = text::parse_iso8601(text_at(entry, "startedDateTime"))) exchange.started = *started;
  exchange.total = nanoseconds(number_at(entry, "time", 0));
  if (const json::Value* timings = member(entry, "timings")) exchange.wait = nanoseconds(number_at(*timings, "wait", 0));
  exchange.failure = failure_of(entry);
  exchange.client = text_at(entry, "_client");
  if (exchange.failure.empty()) {
    exchange.response = response_of_entry(*member(entry, "response"), notes);
    exchange.failure = text_at(entry, "_error");  // it came, and was not whole
  }
  for (std::string& note : notes) {
    out.report.approximated.push_back({exchange.request.method + " " + exchange.request.url + " (" + where + ")", std::move(note)});
  }
  out.all.push_back(std::move(recorded));
}

}  // namespace

Result<Recordings> read_har(std::string_view text) {
  MIMUS_TRY(const json::Value document, json::parse(text));
  const json::Value* log = member(document, "log");
  if (log == nullptr) return invalid("not a HAR file: it has no member 'log'", R"({"log": {"entries": [...]}})");
  const json::Value* entries = member(*log, "entries");
  if (entries != nullptr && !entries->is_array()) return invalid("not a HAR file: log.entries is no list");
  if (!log->is_object()) return invalid("not a HAR file: log is no object", R"({"log": {"entries": [...]}})");
  Recordings out;
  std::size_t number = 0;
  for (const json::Value& entry : list_at(*log, "entries")) read_entry(entry, ++number, out);
  return out;
}

}  // namespace mimus::formats
