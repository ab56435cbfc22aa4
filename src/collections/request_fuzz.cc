#include <cstdint>
#include <string>
#include <string_view>

#include "answer.h"

namespace {

mimus::collections::DefinitionPtr items() {
  using namespace mimus;
  collections::Definition made;
  made.name = "items";
  made.delete_many = true;
  made.indexed = {"n"};
  const json::Value rows = *json::parse(R"([{"id": 1, "n": 3, "s": "x"}, {"id": 2, "n": null}, {"id": 3, "a": {"b": [1]}}])");
  made.rows = std::make_shared<const std::vector<json::Value>>(rows.get_array().begin(), rows.get_array().end());
  return *collections::complete(std::move(made));
}

}  // namespace

// Whatever a stranger sends to a collection: "METHOD rest?query", then the body. Errors are problem documents, and
// every body is JSON.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mimus;
  static const collections::DefinitionPtr kItems = items();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string_view line = text.substr(0, text.find('\n'));
  const std::string_view method = line.substr(0, line.find(' '));
  const std::string_view target = line.substr(std::min(method.size() + 1, line.size()));
  const std::string_view rest = target.substr(0, target.find('?'));
  collections::Store store;
  if (!store.define({kItems}, Chance(1))) __builtin_trap();
  const http::HeaderField patch{"Content-Type", "application/json-patch+json"};
  const bool is_patch = method == "PATCH" && text.find("\"op\"") != text.npos;
  const collections::Answer said = collections::answer(
      store, "items",
      {method, "/items", rest, target.substr(std::min(rest.size() + 1, target.size())),
       {&patch, is_patch ? std::size_t{1} : std::size_t{0}}, text.substr(std::min(line.size() + 1, text.size()))});
  if (!said.body.empty() && !json::parse(said.body)) __builtin_trap();
  if (said.status < 200 || said.status > 503) __builtin_trap();
  return 0;
}
