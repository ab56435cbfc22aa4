// A date in any of the forms: what is read prints as ISO and reads back.
#include <cstdint>
#include <cstdlib>

#include "loose_date.h"

using namespace mimus::intl;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto read = parse_date({reinterpret_cast<const char*>(data), size});
  if (!read) return 0;
  const std::string text = iso_text(read->time);
  const auto again = parse_date(text);
  if (!again || iso_text(again->time) != text) std::abort();
  return 0;
}
