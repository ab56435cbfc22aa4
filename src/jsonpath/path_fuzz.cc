#include <cstdint>
#include <cstdlib>

#include "path.h"

// A path is the first line, a document the rest. Whatever compiles selects without harm, in select() and locate() the
// same; a normalized path leads back to its node. A fault lies inside the text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mimus;
  using namespace mimus::jsonpath;
  static constexpr std::string_view kDocument =
      R"({"a":[1,-2.5,"b",{"a":null,"b":[true,"a.c"]}],"b":{"id":9007199254740993,"é":[[],{}]},"re":"a.*"})";
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t line = input.find('\n');
  const std::string_view text = input.substr(0, line);
  auto document = json::parse(line == std::string_view::npos ? kDocument : input.substr(line + 1));
  if (!document) document = json::parse(kDocument);
  const Limits limits{.steps = 20'000, .results = 2'000};
  for (const Dialect dialect : {Dialect::kRfc9535, Dialect::kJayway, Dialect::kJaywayNullLeaves}) {
    const auto path = Path::compile(text, dialect);
    if (!path) {
      if (path.error().where.offset.value() > text.size()) std::abort();
      continue;
    }
    Selection found;
    const Status done = path->select(*document, found, limits);
    if (path->definite() && found.size() > 1) std::abort();
    const auto nodes = path->locate(*document, limits);
    if (!done || !nodes) continue;
    if (nodes->size() != found.size()) std::abort();
    for (std::size_t i = 0; i < nodes->size(); ++i) {
      if ((*nodes)[i].value != found.values()[i]) std::abort();
      const auto back = Path::compile((*nodes)[i].path());
      if (!back || back->at(*document) != found.values()[i]) std::abort();
    }
    if (path->singular() && path->at(*document) != (found.empty() ? nullptr : found.values()[0])) std::abort();
  }
  return 0;
}
