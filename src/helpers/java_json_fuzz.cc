// What json::parse() takes is read with spelled numbers, and says the same when it is written
// compactly.
#include <cstdint>
#include <cstdlib>

#include "java_json.h"
#include "json/equal.h"

using namespace mimus;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Arena arena;
  const auto document = json::parse(text);
  const auto value = helpers::read_spelled(text, arena);
  if (document.has_value() != value.has_value()) std::abort();
  if (!value) return 0;
  std::string compact;
  handlebars::append_json(*value, handlebars::kWireMock, arena, compact);
  const auto again = json::parse(compact);
  if (!again || !json::equivalent(*document, *again)) std::abort();
  const auto pretty = json::parse(helpers::write_pretty(*value, handlebars::kWireMock, arena));
  if (!pretty || !json::equivalent(*document, *pretty)) std::abort();
  return 0;
}
