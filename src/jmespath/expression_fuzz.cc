#include <cstdint>
#include <cstdlib>

#include "expression.h"

// An expression is the first line, a document the rest. Whatever compiles searches without harm and
// twice the same; a fault lies inside the text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mimus;
  using namespace mimus::jmespath;
  static constexpr std::string_view kDocument =
      R"({"a":[1,-2.5,"b",{"a":null,"b":[true,"a.c"]}],"b":{"id":9007199254740993,"é":[[],{}]},"n":[3,1,2]})";
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t line = input.find('\n');
  const std::string_view text = input.substr(0, line);
  auto document = json::parse(line == std::string_view::npos ? kDocument : input.substr(line + 1));
  if (!document) document = json::parse(kDocument);
  const auto expression = Expression::compile(text);
  if (!expression) {
    if (expression.error().where.offset.value() > text.size()) std::abort();
    return 0;
  }
  const Limits limits{.steps = 20'000};
  const auto once = expression->search(*document, limits);
  const auto again = expression->search(*document, limits);
  if (once.has_value() != again.has_value()) std::abort();
  if (once && json::write(*once) != json::write(*again)) std::abort();
  return 0;
}
