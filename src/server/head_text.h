#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace mimus::server {

// Lines of a header block in the form of http::PreparedResponse::head: a status line, then fields, each ending
// in CRLF. Names are compared without case.
bool head_has_field(std::string_view head, std::string_view name);
void remove_field(std::string& head, std::string_view name);

// Where the body ends: RFC 9112 §6.
enum class Framing : std::uint8_t { kLength, kChunked };
// Says so in the header block, in place of what it said before. `size`: of kLength.
void frame_body(Framing framing, std::size_t size, std::string& head);

void append_chunk(std::string_view piece, std::string& out);  // not an empty one: that would be the end
inline constexpr std::string_view kLastChunk = "0\r\n\r\n";

}  // namespace mimus::server
