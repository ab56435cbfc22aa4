#include "record.h"

#include "http/content_coding.h"
#include "journal/exchange_json.h"
#include "packing.h"

namespace mimus::history {
namespace {

constexpr std::size_t kMostDecoded = 256u << 20;  // of a body; beyond, it stays coded

std::string url_of(const http::OwnedRequest& request) {
  const std::string path = request.query.empty() ? request.path : request.path + "?" + request.query;
  if (request.authority.empty()) return path;
  return request.scheme + "://" + request.authority + (path.starts_with('/') ? path : "/" + path);
}

// Takes Content-Encoding out of the fields; "" when there is none.
std::string take_coding(std::vector<http::OwnedField>& fields) {
  std::string coding;
  std::erase_if(fields, [&](const http::OwnedField& field) {
    if (!http::same_name(field.name, "Content-Encoding")) return false;
    coding += (coding.empty() ? "" : ", ") + field.value;
    return true;
  });
  return coding;
}

// "HTTP/1.1 404 Not Found" has "Not Found".
std::string_view reason_of(std::string_view start_line) {
  for (int blanks = 0; blanks < 2; ++blanks) {
    const std::size_t blank = start_line.find(' ');
    if (blank == start_line.npos) return {};
    start_line.remove_prefix(blank + 1);
  }
  return start_line;
}

exchange::Response response_of(const journal::Exchange& from) {
  exchange::Response response;
  response.status = from.status;
  const std::string_view head = from.response_head;
  const std::size_t end = head.find("\r\n");
  const std::string_view reason = reason_of(head.substr(0, end));
  if (reason != http::reason_phrase(from.status)) response.reason = reason;
  if (end != head.npos) response.fields = read_fields(head.substr(end + 2));
  response.body = from.response_body;
  std::vector<http::OwnedField> others = response.fields;
  const std::string coding = take_coding(others);
  if (coding.empty() || from.response_body_cut > 0) return response;
  auto plain = http::decode_content(coding, response.body, kMostDecoded);
  if (!plain) return response;
  response.body = *std::move(plain);
  response.fields = std::move(others);
  response.coding = coding;
  return response;
}

}  // namespace

json::Object to_json(const Record& record) {
  json::Object object = journal::to_json(record.exchange);
  object["id"] = record.id;
  object["world"] = json::String(record.world);
  return object;
}

exchange::Exchange to_exchange(const Record& record) {
  const journal::Exchange& from = record.exchange;
  exchange::Exchange made;
  made.started = from.received;
  made.wait = made.total = from.leaving;
  made.request = {from.request.method, url_of(from.request), from.request.fields, from.request.body, ""};
  made.request.coding = take_coding(made.request.fields);  // the server has removed it from the body
  if (from.status != 0) made.response = response_of(from);
  made.failure = from.fault;
  made.client = from.request.client_ip;
  return made;
}

}  // namespace mimus::history
