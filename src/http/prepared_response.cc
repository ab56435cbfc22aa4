#include "prepared_response.h"

#include <algorithm>
#include <charconv>

#include "base/hash.h"

namespace mimus::http {
namespace {

// Could these bytes end the line they stand in?
bool breaks_line(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

// Of either kind of field.
constexpr auto can_be_sent = [](const auto& field) {
  return is_token(field.name) && !breaks_line(field.value);
};

bool has_field(std::span<const HeaderField> fields, std::string_view name) {
  for (const HeaderField& field : fields) {
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
template <class Field>
void write_checked_head(int status, std::string_view reason, std::span<const Field> fields,
                        std::int64_t content_length, std::string& out) {
  out += "HTTP/1.1 ";
  append_number(status, out);
  out += ' ';
  out += reason.empty() || breaks_line(reason) ? reason_phrase(status) : reason;
  constexpr std::string_view kColon = ": ", kEnd = "\r\n";
  out += kEnd;
  for (const Field& field : fields) out.append(field.name).append(kColon).append(field.value).append(kEnd);
  if (content_length >= 0) {
    out += "Content-Length: ";
    append_number(content_length, out);
    out += "\r\n";
  }
}

template <class Field>
void write_what_can_be_sent(int status, std::string_view reason, std::span<const Field> fields,
                            std::int64_t content_length, std::string& out) {
  if (std::all_of(fields.begin(), fields.end(), can_be_sent)) {
    return write_checked_head(status, reason, fields, content_length, out);
  }
  std::vector<Field> checked(fields.begin(), fields.end());
  std::erase_if(checked, [](const Field& field) { return !can_be_sent(field); });
  write_checked_head(status, reason, std::span<const Field>(checked), content_length, out);
}

// All of the fields can be sent.
PreparedResponse prepare(int status, std::string_view reason, std::span<const HeaderField> fields,
                         std::string_view body, std::string_view beside,
                         PreparedResponse::Framing framing) {
  if (forbids_body(status)) body = {};
  const bool framed = forbids_body(status) || has_field(fields, "Content-Length") ||
                      has_field(fields, "Transfer-Encoding");
  const bool chunked = !framed && framing == PreparedResponse::Framing::kChunked;
  thread_local std::string head;  // keeps its memory: sets are built of many answers
  head.clear();
  write_checked_head(status, reason, fields,
                     framed || chunked ? -1 : static_cast<std::int64_t>(body.size()), head);
  if (chunked) head += "Transfer-Encoding: chunked\r\n";
  const std::string size_line = chunked && !body.empty() ? chunk_head(body.size()) : "";
  const std::string_view end = !chunked ? "" : body.empty() ? "0\r\n\r\n" : "\r\n0\r\n\r\n";
  const auto bytes = std::make_shared_for_overwrite<char[]>(
      beside.size() + head.size() + size_line.size() + body.size() + end.size());
  char* const head_at = std::copy(beside.begin(), beside.end(), bytes.get());
  char* const size_at = std::copy(head.begin(), head.end(), head_at);
  char* const body_at = std::copy(size_line.begin(), size_line.end(), size_at);
  std::copy(end.begin(), end.end(), std::copy(body.begin(), body.end(), body_at));

  PreparedResponse response;
  response.head = {head_at, head.size()};
  response.body = {body_at, body.size()};
  response.before = static_cast<std::uint8_t>(size_line.size());
  response.after = static_cast<std::uint8_t>(end.size());
  response.field_count = static_cast<std::uint16_t>(fields.size());
  response.bytes = bytes;
  response.status = status;
  response.body_hash = hash_bytes(body);
  response.has_date = has_field(fields, "Date");
  return response;
}

}  // namespace

void write_head(int status, std::string_view reason, std::span<const OwnedField> fields,
                std::int64_t content_length, std::string& out) {
  write_what_can_be_sent(status, reason, fields, content_length, out);
}

void write_head_of(int status, std::string_view reason, std::span<const HeaderField> fields,
                   std::int64_t content_length, std::string& out) {
  write_what_can_be_sent(status, reason, fields, content_length, out);
}

PreparedResponse PreparedResponse::make(int status, std::string reason,
                                        std::vector<OwnedField> fields, std::string_view body,
                                        std::string_view beside, Framing framing) {
  std::vector<HeaderField> views;
  views.reserve(fields.size());
  for (const OwnedField& field : fields) views.push_back({field.name, field.value});
  return make_of(status, reason, views, body, beside, framing);
}

PreparedResponse PreparedResponse::make_of(int status, std::string_view reason,
                                           std::span<const HeaderField> fields,
                                           std::string_view body, std::string_view beside,
                                           Framing framing) {
  constexpr std::size_t kMost = 0xFFFF;  // what field_count can say
  if (fields.size() <= kMost && std::all_of(fields.begin(), fields.end(), can_be_sent)) {
    return prepare(status, reason, fields, body, beside, framing);
  }
  std::vector<HeaderField> checked(fields.begin(), fields.end());
  std::erase_if(checked, [](const HeaderField& field) { return !can_be_sent(field); });
  checked.resize(std::min(checked.size(), kMost));
  return prepare(status, reason, checked, body, beside, framing);
}

std::string_view PreparedResponse::reason() const {
  std::string_view line = head.substr(0, head.find('\r'));
  for (int word = 0; word < 2; ++word)
    line.remove_prefix(std::min(line.find(' ') + 1, line.size()));
  return line;
}

// Names are tokens and values hold no line ends: what was written is read back as it was.
std::vector<OwnedField> PreparedResponse::fields() const {
  std::vector<OwnedField> fields;
  fields.reserve(field_count);
  std::size_t at = head.find('\n') + 1;
  for (int i = 0; i < field_count; ++i) {
    const std::size_t colon = head.find(':', at);
    const std::size_t end = head.find('\r', colon);
    fields.push_back({std::string(head.substr(at, colon - at)),
                      std::string(head.substr(colon + 2, end - colon - 2))});
    at = end + 2;
  }
  return fields;
}

std::string chunk_head(std::size_t size) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, size, 16).ptr;
  return std::string(digits, end) + "\r\n";
}

}  // namespace mimus::http
