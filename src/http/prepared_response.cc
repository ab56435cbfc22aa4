#include "prepared_response.h"

#include <algorithm>
#include <charconv>

#include "base/hash.h"

namespace mimus::http {
namespace {

// Could these bytes end the line they stand in?
bool breaks_line(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

bool can_be_sent(const OwnedField& field) {
  return is_token(field.name) && !breaks_line(field.value);
}

bool has_field(std::span<const OwnedField> fields, std::string_view name) {
  for (const OwnedField& field : fields) {
    if (same_name(field.name, name)) return true;
  }
  return false;
}

void append_number(std::int64_t number, std::string& out) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, end);
}

// All of the fields can be sent.
void write_checked_head(int status, std::string_view reason, std::span<const OwnedField> fields,
                        std::int64_t content_length, std::string& out) {
  out += "HTTP/1.1 ";
  append_number(status, out);
  out += ' ';
  out += reason.empty() || breaks_line(reason) ? reason_phrase(status) : reason;
  out += "\r\n";
  for (const OwnedField& field : fields) {
    out += field.name;
    out += ": ";
    out += field.value;
    out += "\r\n";
  }
  if (content_length >= 0) {
    out += "Content-Length: ";
    append_number(content_length, out);
    out += "\r\n";
  }
}

}  // namespace

void write_head(int status, std::string_view reason, std::span<const OwnedField> fields,
                std::int64_t content_length, std::string& out) {
  if (std::all_of(fields.begin(), fields.end(), can_be_sent)) {
    return write_checked_head(status, reason, fields, content_length, out);
  }
  std::vector<OwnedField> checked(fields.begin(), fields.end());
  std::erase_if(checked, [](const OwnedField& field) { return !can_be_sent(field); });
  write_checked_head(status, reason, checked, content_length, out);
}

PreparedResponse PreparedResponse::make(int status, std::string reason,
                                        std::vector<OwnedField> fields, std::string_view body,
                                        std::string_view beside, Framing framing) {
  std::erase_if(fields, [](const OwnedField& field) { return !can_be_sent(field); });
  if (forbids_body(status)) body = {};
  const bool framed = forbids_body(status) || has_field(fields, "Content-Length") ||
                      has_field(fields, "Transfer-Encoding");
  const bool chunked = !framed && framing == Framing::kChunked;
  std::string head;
  head.reserve(256);
  write_checked_head(status, reason, fields,
                     framed || chunked ? -1 : static_cast<std::int64_t>(body.size()), head);
  if (chunked) head += "Transfer-Encoding: chunked\r\n";
  const std::string size_line = chunked && !body.empty() ? chunk_head(body.size()) : "";
  const std::string_view end = !chunked ? "" : body.empty() ? "0\r\n\r\n" : "\r\n0\r\n\r\n";
  const std::shared_ptr<char[]> bytes(
      new char[beside.size() + head.size() + size_line.size() + body.size() + end.size()]);
  char* const head_at = std::copy(beside.begin(), beside.end(), bytes.get());
  char* const size_at = std::copy(head.begin(), head.end(), head_at);
  char* const body_at = std::copy(size_line.begin(), size_line.end(), size_at);
  std::copy(end.begin(), end.end(), std::copy(body.begin(), body.end(), body_at));

  PreparedResponse response;
  response.head = {head_at, head.size()};
  response.body = {body_at, body.size()};
  response.before = static_cast<std::uint8_t>(size_line.size());
  response.after = static_cast<std::uint8_t>(end.size());
  response.bytes = bytes;
  response.status = status;
  response.body_hash = hash_bytes(body);
  response.has_date = has_field(fields, "Date");
  response.reason = std::move(reason);
  response.fields = std::move(fields);
  return response;
}

std::string chunk_head(std::size_t size) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, size, 16).ptr;
  return std::string(digits, end) + "\r\n";
}

}  // namespace mimus::http
