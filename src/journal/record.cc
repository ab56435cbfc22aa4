#include "record.h"

#include <cstring>

namespace mimus::journal {
namespace {

constexpr std::size_t kLongestLength = 5;  // seven bits a byte: enough for 2^35

char* put_length(std::size_t length, char* out) {
  while (length >= 0x80) {
    *out++ = static_cast<char>(length | 0x80);
    length >>= 7;
  }
  *out++ = static_cast<char>(length);
  return out;
}

// memcpy without the call for the short texts that requests are made of.
inline char* put_bytes(std::string_view text, char* out) {
  const char* from = text.data();
  const std::size_t size = text.size();
  if (size > 32) {
    std::memcpy(out, from, size);
  } else if (size >= 16) {
    std::memcpy(out, from, 16);
    std::memcpy(out + size - 16, from + size - 16, 16);
  } else if (size >= 8) {
    std::memcpy(out, from, 8);
    std::memcpy(out + size - 8, from + size - 8, 8);
  } else if (size >= 4) {
    std::memcpy(out, from, 4);
    std::memcpy(out + size - 4, from + size - 4, 4);
  } else if (size > 0) {
    out[0] = from[0];
    out[size / 2] = from[size / 2];
    out[size - 1] = from[size - 1];
  }
  return out + size;
}

inline char* put(std::string_view text, char* out) {
  if (text.size() < 0x80) [[likely]] {
    *out++ = static_cast<char>(text.size());
  } else {
    out = put_length(text.size(), out);
  }
  return put_bytes(text, out);
}

char* put_number(std::uint64_t number, char* out) {
  std::memcpy(out, &number, sizeof number);
  return out + sizeof number;
}

std::string_view take(const char*& in) {
  std::size_t length = 0;
  for (unsigned shift = 0;; shift += 7) {
    const auto byte = static_cast<unsigned char>(*in++);
    length |= static_cast<std::size_t>(byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  const std::string_view text(in, length);
  in += length;
  return text;
}

std::uint64_t take_number(const char*& in) {
  std::uint64_t number;
  std::memcpy(&number, in, sizeof number);
  in += sizeof number;
  return number;
}

struct PathAndQuery {
  std::string_view path, query;
};
PathAndQuery split(std::string_view target) {
  const std::size_t mark = target.find('?');
  if (mark == std::string_view::npos) return {target, {}};
  return {target.substr(0, mark), target.substr(mark + 1)};
}

// Can path and query be had from the target?
bool is_origin_form(const http::Request& request) {
  const auto [path, query] = split(request.target);
  return path == request.path && query == request.query;
}

}  // namespace

std::string_view cut_to(std::string_view text, std::size_t size) {
  if (size >= text.size()) return text;
  for (int i = 0; i < 3 && size > 0 && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80; ++i) --size;
  return text.substr(0, size);
}

std::uint32_t flags_of(const Entry& entry, const Cut& cut) {
  const http::Version version = entry.request->version;
  return (entry.matched ? RecordHead::kMatched : 0u) |
         (is_origin_form(*entry.request) ? RecordHead::kOriginForm : 0u) | (cut ? RecordHead::kCut : 0u) |
         (version == http::Version::k10 ? RecordHead::kHttp10 : 0u) |
         (version == http::Version::k2 ? RecordHead::kHttp2 : 0u);
}

std::size_t texts_bound(const Entry& entry) {
  const http::Request& request = *entry.request;
  std::size_t bound = request.method.size() + request.target.size() + request.scheme.size() +
                      request.authority.size() + request.client_ip.size() + entry.fault.size() +
                      request.path.size() + request.query.size() + 8 * kLongestLength +
                      2 * sizeof(std::uint64_t);
  for (const http::HeaderField& field : request.fields) {
    bound += field.name.size() + field.value.size() + 2 * kLongestLength;
  }
  return bound;
}

char* encode_texts(const Entry& entry, const Cut& cut, std::uint32_t flags, char* out) {
  const http::Request& request = *entry.request;
  out = put(request.method, out);
  out = put(request.target, out);
  out = put(request.scheme, out);
  out = put(request.authority, out);
  out = put(request.client_ip, out);
  out = put(entry.fault, out);
  if ((flags & RecordHead::kOriginForm) == 0) {
    out = put(request.path, out);
    out = put(request.query, out);
  }
  for (const http::HeaderField& field : request.fields) {
    out = put(field.name, out);
    out = put(field.value, out);
  }
  if ((flags & RecordHead::kCut) != 0) {
    out = put_number(cut.request, out);
    out = put_number(cut.response, out);
  }
  return out;
}

RecordView decode(const char* chunk, const RecordHead& head) {
  RecordView record;
  record.head = &head;
  const char* in = reinterpret_cast<const char*>(&head) + sizeof(RecordHead);
  record.method = take(in);
  record.target = take(in);
  record.scheme = take(in);
  record.authority = take(in);
  record.client_ip = take(in);
  record.fault = take(in);
  if ((head.flags & RecordHead::kOriginForm) != 0) {
    const auto [path, query] = split(record.target);
    record.path = path;
    record.query = query;
  } else {
    record.path = take(in);
    record.query = take(in);
  }
  record.fields = in;
  if ((head.flags & RecordHead::kCut) != 0) {
    for (std::uint32_t i = 0; i < 2 * head.field_count; ++i) take(in);
    record.cut.request = take_number(in);
    record.cut.response = take_number(in);
  }
  const auto bytes = [chunk](Blob blob) { return std::string_view(chunk + blob.offset, blob.length); };
  record.request_body = bytes(head.request_body);
  record.response_body = bytes(head.response_body);
  record.response_head = bytes(head.response_head);
  record.stub_label = bytes(head.stub_label);
  return record;
}

Exchange own(const RecordView& record, ExchangeId id) {
  const RecordHead& head = *record.head;
  Exchange exchange;
  exchange.id = id;
  exchange.received = WallTime(Nanoseconds(head.received));
  exchange.decided = Nanoseconds(head.decided);
  exchange.leaving = Nanoseconds(head.leaving);
  http::OwnedRequest& request = exchange.request;
  request.method = record.method;
  request.target = record.target;
  request.scheme = record.scheme;
  request.authority = record.authority;
  request.path = record.path;
  request.query = record.query;
  request.body = record.request_body;
  request.client_ip = record.client_ip;
  request.fields.reserve(head.field_count);
  const char* in = record.fields;
  for (std::uint32_t i = 0; i < head.field_count; ++i) {
    const std::string_view name = take(in);
    const std::string_view value = take(in);
    request.fields.push_back({std::string(name), std::string(value)});
  }
  if ((head.flags & RecordHead::kHttp10) != 0) exchange.version = http::Version::k10;
  if ((head.flags & RecordHead::kHttp2) != 0) exchange.version = http::Version::k2;
  exchange.matched = (head.flags & RecordHead::kMatched) != 0;
  exchange.stub_id = head.stub_id;
  exchange.stub_label = record.stub_label;
  exchange.status = head.status;
  exchange.fault = record.fault;
  exchange.response_head = record.response_head;
  exchange.response_body = record.response_body;
  exchange.request_body_cut = record.cut.request;
  exchange.response_body_cut = record.cut.response;
  return exchange;
}

}  // namespace mimus::journal
