// Three lines: a pattern, a text, a locale. Whatever compiles prints; what it prints of a zoned
// time can be read or is refused, without harm.
#include <cstdint>
#include <cstdlib>

#include "date_pattern.h"

using namespace mimus::intl;

namespace {

std::string_view line(std::string_view& input) {
  const std::size_t end = input.find('\n');
  const std::string_view first = input.substr(0, end);
  input.remove_prefix(end == std::string_view::npos ? input.size() : end + 1);
  return first;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::string_view pattern = line(input), text = line(input), locale = line(input);
  const ZonedTime time{mimus::WallTime(std::chrono::milliseconds(1'709'211'845'678)), Zone()};
  for (const DateDialect dialect :
       {DateDialect::kJavaSimple, DateDialect::kJavaFormatter, DateDialect::kDateFns}) {
    const auto compiled = DatePattern::compile(pattern, dialect);
    if (!compiled) {
      if (compiled.error().where.offset.value_or(0) > pattern.size()) std::abort();
      continue;
    }
    (void)compiled->parse(text, locale);
    (void)compiled->parse(compiled->format(time, locale), locale);
  }
  return 0;
}
