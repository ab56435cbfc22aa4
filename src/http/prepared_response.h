#pragma once

#include <cstdint>
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
  int status = 200;
  std::string reason;              // "" uses the registered phrase
  std::vector<OwnedField> fields;  // as given
  std::string head;
  std::string body;
  std::uint64_t body_hash = 0;     // hash_bytes(body), for the journal
  bool has_date = false;           // the fields bring their own Date

  static PreparedResponse make(int status, std::string reason, std::vector<OwnedField> fields,
                               std::string body);
};

// The header block of a response, in the form of PreparedResponse::head, appended to `out`.
// content_length < 0: none is added.
void write_head(int status, std::string_view reason, std::span<const OwnedField> fields,
                std::int64_t content_length, std::string& out);

}  // namespace mimus::http
