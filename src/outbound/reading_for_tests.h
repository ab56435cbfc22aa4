#pragma once

#include <string>
#include <string_view>

#include "response_reader.h"

namespace mimus::outbound {

// All that a reader made of some bytes.
struct Reading {
  int status = 0;
  std::string fields, body, trailers, why, left;
  bool ended = false, keeps = false;
  friend bool operator==(const Reading&, const Reading&) = default;
};

inline std::string text_of(const std::vector<http::OwnedField>& fields) {
  std::string out;
  for (const http::OwnedField& field : fields) out += field.name + "=" + field.value + ";";
  return out;
}

// The bytes arrive `step` at a time, and then, with `ends`, the connection's end.
inline Reading read_in_steps(std::string_view bytes, std::string_view method, std::size_t step, bool ends,
                             const ResponseLimits& limits = {}) {
  using Event = ResponseReader::Event;
  ResponseReader reader(limits, method);
  Reading reading;
  bool over = false;
  while (!over && !bytes.empty()) {
    std::string_view input = bytes.substr(0, step);
    bytes.remove_prefix(input.size());
    for (bool more = true; more;) {
      std::string_view piece;
      const Event event = reader.next(input, piece);
      if (event == Event::kBody) reading.body += piece;
      over = event == Event::kEnd || event == Event::kError;
      reading.ended = event == Event::kEnd;
      more = event == Event::kHead || event == Event::kBody;
    }
    if (over) reading.left = std::string(input) + std::string(bytes);
  }
  if (!over && ends) reading.ended = reader.finish() == Event::kEnd;
  reading.status = reader.head().status;
  reading.fields = text_of(reader.head().fields);
  reading.trailers = text_of(reader.trailers());
  reading.why = reader.why();
  reading.keeps = reading.ended && reader.keep_alive();
  return reading;
}

}  // namespace mimus::outbound
