// A line with an expression, then a document: compiles or says where, and ends soon.
#include <cstdint>
#include <cstdlib>

#include "xpath.h"

using namespace mimus::xml;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t end = input.find('\n');
  const std::string_view expression = input.substr(0, end);
  const auto document =
      Document::parse(end == std::string_view::npos ? "<a/>" : input.substr(end + 1));
  for (const bool any_namespace : {false, true}) {
    const auto path = XPath::compile(expression, {.any_namespace = any_namespace, .steps = 20'000});
    if (!path) {
      const auto& where = path.error().where;
      if (where.offset && *where.offset > expression.size()) std::abort();
      continue;
    }
    if (!document) continue;
    const auto value = path->evaluate(*document);
    if (value) (void)to_text(*value);
  }
  return 0;
}
