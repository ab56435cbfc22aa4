#pragma once

#include <cstdint>
#include <memory>
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
  std::shared_ptr<const char[]> bytes;  // what head and body borrow from; copies share it

  std::string reason;              // "" uses the registered phrase
  std::vector<OwnedField> fields;  // as given

  // `beside` is a text that is wanted whenever the response is: a copy of it stands in front of the head, in the
  // same block, and is found with beside().
  static PreparedResponse make(int status, std::string reason, std::vector<OwnedField> fields,
                               std::string_view body, std::string_view beside = {});
  std::string_view beside() const {
    return {bytes.get(), bytes ? static_cast<std::size_t>(head.data() - bytes.get()) : 0};
  }
};

// The header block of a response, in the form of PreparedResponse::head, appended to `out`.
// content_length < 0: none is added.
void write_head(int status, std::string_view reason, std::span<const OwnedField> fields,
                std::int64_t content_length, std::string& out);

}  // namespace mimus::http
