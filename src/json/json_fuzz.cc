#include <cstdint>
#include <cstdlib>

#include "canonical.h"
#include "json.h"

// Whatever is read can be written, and reads back as the same; the way we write it the second time
// is the way we wrote it the first time. A fault lies inside the text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mimus;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const bool lenient : {false, true}) {
    const auto value = json::parse(
        text, {.comments = lenient, .trailing_commas = lenient, .trailing_text = lenient});
    if (!value) {
      if (value.error().where.offset.value() > size) std::abort();
      continue;
    }
    const std::string written = json::write(*value);
    const auto again = json::parse(written);
    if (!again || *again != *value || json::write(*again) != written) std::abort();
    const std::string canonical = json::write_canonical(*value);
    if (json::write_canonical(*json::parse(canonical)) != canonical) std::abort();
    if (!json::locate(text, "")) std::abort();
  }
  return 0;
}
