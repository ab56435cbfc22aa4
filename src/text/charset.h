#pragma once

#include <string_view>

#include "base/arena.h"

namespace mimus::text {

// The encodings that bodies arrive in. Everything else is taken for UTF-8.
enum class Charset { kUtf8, kLatin1, kUtf16, kUtf16Little, kUtf16Big };

// The charset parameter of a Content-Type (RFC 9110 §8.3.2): utf-8, us-ascii, iso-8859-1, latin1, utf-16, utf-16le,
// utf-16be, in any case, quoted or not. kUtf8 when there is none, or an unknown one.
Charset charset_of(std::string_view content_type);

// The text in UTF-8. The same view back when nothing has to change; else the copy lives in the arena. A byte order
// mark of UTF-16 decides (without one it is big-endian, RFC 2781 §4.3) and goes; halves of surrogate pairs become U+FFFD.
std::string_view to_utf8(std::string_view bytes, Charset charset, Arena& arena);

}  // namespace mimus::text
