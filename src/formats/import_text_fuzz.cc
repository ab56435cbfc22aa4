#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "formats.h"
#include "native/native.h"
#include "native/write.h"

// Every reader, whatever the text looks like; what they make of it has to be a native file that
// reads back.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)mimus::formats::detect(text, "db.json");
  for (const mimus::formats::Format& format : mimus::formats::formats()) {
    const auto imported = mimus::formats::import_text(text, format.kind, "fuzz");
    if (!imported || imported->stubs.empty()) continue;
    const mimus::native::WrittenFile file = mimus::native::write_file(imported->stubs);
    const mimus::native::Loaded loaded =
        mimus::native::load_text(file.text, "fuzz.yaml", "/nonexistent");
    if (!loaded.configuration || loaded.configuration->stubs.size() != imported->stubs.size())
      std::abort();
  }
  return 0;
}
