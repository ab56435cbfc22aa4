#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace mimus::http {

// A complete response, built once and sent many times: the header block is already bytes.
//
//   auto prepared = PreparedResponse::make(200, "", {{"Content-Type", "application/json"}}, "{}");
//   prepared.head   // "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
//
// `head` has neither Date nor Connection nor the closing blank line: the server adds what depends on
// the moment. Content-Length is added when the fields give neither it nor Transfer-Encoding, and the
// status may carry content. Header values must be free of CR, LF and NUL (the readers of stub files
// check that); make() drops such a field.
struct PreparedResponse {
  // What is read for every answer stands first and side by side; head and body lie in one block.
  std::string_view head;
  std::string_view body;
  std::uint64_t body_hash = 0;        // hash_bytes(body), for the journal
  int status = 200;
  bool has_date = false;              // the fields bring their own Date
  std::uint8_t before = 0;            // of on_wire(): bytes in front of the body, and behind it
  std::uint8_t after = 0;
  std::uint16_t field_count = 0;        // of fields()
  std::shared_ptr<const char[]> bytes;  // what head and body borrow from; copies share it

  std::string_view reason() const;         // as it stands in the head
  std::vector<OwnedField> fields() const;  // as given, read from the head: for an answer that is made anew

  enum class Framing : std::uint8_t { kLength, kChunked };
  // The body as one chunk and the end, if this is chunked; else the body. HTTP/1.1 alone knows chunks: for HTTP/1.0,
  // HEAD and the journal there is `body`.
  std::string_view on_wire() const { return {body.data() - before, before + body.size() + after}; }
  bool chunked() const { return after != 0; }

  // `beside` is a text that is wanted whenever the response is: a copy of it stands in front of the head, in the
  // same block, and is found with beside().
  // kChunked: Transfer-Encoding: chunked instead of Content-Length, unless the fields say otherwise.
  static PreparedResponse make(int status, std::string reason, std::vector<OwnedField> fields,
                               std::string_view body, std::string_view beside = {},
                               Framing framing = Framing::kLength);
  // The same, of texts that are only looked at.
  static PreparedResponse make_of(int status, std::string_view reason, std::span<const HeaderField> fields,
                                  std::string_view body, std::string_view beside = {},
                                  Framing framing = Framing::kLength);
  std::string_view beside() const {
    return {bytes.get(), bytes ? static_cast<std::size_t>(head.data() - bytes.get()) : 0};
  }
};

// The header block of a response, in the form of PreparedResponse::head, appended to `out`.
// content_length < 0: none is added.
void write_head(int status, std::string_view reason, std::span<const OwnedField> fields,
                std::int64_t content_length, std::string& out);

// The same, of fields that are only looked at.
void write_head_of(int status, std::string_view reason, std::span<const HeaderField> fields,
                   std::int64_t content_length, std::string& out);

// What stands in front of a chunk of so many bytes, "1f\r\n": RFC 9112 §7.1.
std::string chunk_head(std::size_t size);

}  // namespace mimus::http
