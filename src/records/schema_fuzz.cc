#include <cstdint>
#include <string>

#include "records.h"

// Whatever a stranger posts as a schema: it compiles or says why not, and what compiles makes
// records that are JSON.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mimus;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  // Large counts only take time.
  std::size_t digits = 0;
  for (const char c : text) {
    digits = c >= '0' && c <= '9' ? digits + 1 : c == 'e' || c == 'E' ? digits + 2 : 0;
    if (digits > 3) return 0;
  }
  const Result<json::Value> document = json::parse(text);
  if (!document) return 0;
  const Result<records::Schema> schema = records::Schema::compile(*document);
  if (!schema) return 0;
  const records::Records all(*schema, Chance(1), {3, {}, 1.7e12, 1000});
  records::Maker maker(all);
  for (std::size_t type = 0; type < schema->types(); ++type) {
    std::string out;
    if (maker.append_json(type, 1, out) && !json::parse(out)) __builtin_trap();
  }
  return 0;
}
