#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/message.h"

namespace mimus::history {

// How bytes lie in the file.
enum class Packing : std::int64_t { kPlain = 0, kZstd = 1 };

// The bytes compressed, when that saves an eighth of them; nothing: it does not pay.
std::optional<std::string> compressed(std::string_view bytes);
// The way back. Errors: a packing that nobody knows, damaged bytes, another size than was said.
Result<std::string> unpacked(std::int64_t packing, std::int64_t size, std::string_view bytes);

// A block of fields, "Name: value" CRLF each, and back. Exact for whatever HTTP lets through.
void write_fields(const std::vector<http::OwnedField>& fields, std::string& out);
std::vector<http::OwnedField> read_fields(std::string_view block);

}  // namespace mimus::history
