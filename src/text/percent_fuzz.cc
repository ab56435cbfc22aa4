#include "percent.h"

#include <cstdint>
#include <cstdlib>

namespace text = mimus::text;

// The two faces of each function agree, and normal paths stay as they are.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  mimus::Arena arena;
  const std::string normal = text::normalize_path(input);
  if (text::normalize_path(normal) != normal) std::abort();
  if (text::normalize_path(input, arena) != normal) std::abort();
  if (text::percent_decode(input, arena) != text::percent_decode(input)) std::abort();
  if (text::form_decode(input, arena) != text::form_decode(input)) std::abort();
  if (text::percent_decode(text::percent_encode(input)) != input) std::abort();
  return 0;
}
