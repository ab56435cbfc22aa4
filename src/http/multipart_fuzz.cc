// The first line is a Content-Type, the rest a body. Every view lies in the body or the arena,
// whatever they hold.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "multipart.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mimus;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t line = std::min(input.find('\n'), input.size());
  const auto boundary = http::multipart_boundary(input.substr(0, line));
  if (!boundary) return 0;
  const std::string_view body = input.substr(std::min(line + 1, input.size()));
  Arena arena;
  const auto parts = http::parse_multipart(body, *boundary, arena);
  if (!parts) {
    if (parts.error().where.offset.value_or(body.size() + 1) > body.size()) std::abort();
    return 0;
  }
  std::size_t total = 0;
  for (const http::Part& part : *parts) {
    total += part.body.size();
    for (const http::HeaderField& field : part.fields) {
      if (!http::is_token(field.name)) std::abort();
    }
  }
  if (total > body.size()) std::abort();
  return 0;
}
