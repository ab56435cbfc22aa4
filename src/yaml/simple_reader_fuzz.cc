#include "simple_reader.h"

#include <cstdint>
#include <cstdlib>
#include <optional>

#include "libyaml_reader.h"

namespace {

// nothing: libyaml or the tree refuses it
std::optional<mimus::json::Value> read_with_libyaml(std::string_view text) {
  mimus::yaml::LibyamlReader reader(text);
  mimus::yaml::Tree tree;
  while (true) {
    const auto event = reader.next();
    if (!event) return std::nullopt;
    if (!*event) return tree.finish();
    if (!tree.take(**event)) return std::nullopt;
  }
}

}  // namespace

// What the simple reader accepts, libyaml accepts as the same value, its members in the same order.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mimus;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  yaml::Tree tree;
  if (!yaml::read_simple(text, tree)) return 0;
  const auto expected = read_with_libyaml(text);
  if (!expected || json::write(tree.finish()) != json::write(*expected)) std::abort();
  return 0;
}
