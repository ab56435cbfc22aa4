#include <cstddef>
#include <cstdint>
#include <string>

#include "call.h"
#include "template.h"
#include "text/encoding.h"

// Templates, patterns and forms as strangers may write them: they fail or they end, and the engine
// is whole afterwards.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mimus;
  if (size > 300) return 0;
  const std::string text = text::to_valid_utf8({reinterpret_cast<const char*>(data), size});
  fake::Mersenne draws(static_cast<double>(size));
  fake::Engine engine(draws);
  engine.freeze_ms(0);
  std::string out;
  const fake::Template pattern = fake::Template::compile(text);
  (void)pattern.check();
  (void)pattern.append(engine, out);
  for (const char* method : {"helpers.fromRegExp", "helpers.replaceCreditCardSymbols",
                             "helpers.replaceSymbols", "helpers.slugify"}) {
    (void)fake::call(engine, method, {json::Value(text)});
  }
  (void)fake::call(engine, "helpers.fromRegExp", {json::Object{{"$regex", text}, {"flags", "i"}}});
  (void)fake::Call::parse(text);
  return engine.failed() ? 1 : 0;
}
