// String.format with arguments of every kind; the text is also a decimal number, a span of time and
// a zone.
#include <cstdint>
#include <cstdlib>

#include "decimal.h"
#include "java_format.h"
#include "shift.h"

using namespace mimus::intl;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const FormatArgument arguments[] = {std::string(text), std::int64_t{-7}, 1234.5678, true,
                                      std::monostate()};
  (void)java_format(text, arguments);
  for (const FormatArgument& argument : arguments) (void)java_format(text, std::span(&argument, 1));
  if (const auto value = Decimal::parse(text)) {
    if (!(*Decimal::parse(value->text()) == *value)) std::abort();
  }
  if (const auto shift = Shift::parse(text)) (void)shifted({}, *shift);
  return 0;
}
