#include "image.h"

#include <bit>
#include <cstring>

namespace mimus::fake {

static_assert(std::endian::native == std::endian::little,
              "the image is written in little-endian order");

Node Image::member(Node object, std::string_view key) {
  if (!object.is(Node::kObject)) return node(0);
  const std::uint32_t* offsets = at<std::uint32_t>(header().offsets) + object.words[2];
  const char* pool = at<char>(header().pool);
  for (std::uint32_t i = 0; i < object.count(); ++i) {
    const bool fits = offsets[i + 1] - offsets[i] == key.size();
    if (fits && std::memcmp(pool + offsets[i], key.data(), key.size()) == 0) return child(object, i);
  }
  return node(0);
}

std::optional<std::uint16_t> Image::find_entry(std::string_view module, std::string_view entry) {
  std::uint32_t low = 0;
  std::uint32_t high = kEntryCount;
  const auto less = [&](std::string_view name) {  // name < module "." entry
    const int order = name.substr(0, module.size()).compare(module);
    if (order != 0) return order < 0;
    if (name.size() == module.size() || name[module.size()] != '.') {
      return name.size() == module.size() || name[module.size()] < '.';
    }
    return name.substr(module.size() + 1) < entry;
  };
  while (low < high) {
    const std::uint32_t middle = (low + high) / 2;
    if (less(entry_name(static_cast<std::uint16_t>(middle))))
      low = middle + 1;
    else
      high = middle;
  }
  if (low == kEntryCount) return std::nullopt;
  const std::string_view name = entry_name(static_cast<std::uint16_t>(low));
  if (name.size() != module.size() + 1 + entry.size() || !name.starts_with(module) ||
      !name.ends_with(entry) || name[module.size()] != '.') {
    return std::nullopt;
  }
  return static_cast<std::uint16_t>(low);
}

std::string_view TextList::pick(Engine& engine) const {
  if (empty()) {
    engine.fail("there is nothing to choose from in locale " + std::string(engine.locale().code()));
    return {};
  }
  return (*this)[engine.below(count_)];
}

TextList definitions(Locale locale, std::string_view path) {
  const std::size_t dot = path.find('.');
  if (dot == path.npos) return {};
  std::string_view rest = path.substr(dot + 1);
  std::size_t next = rest.find('.');
  const auto entry = Image::find_entry(path.substr(0, dot), rest.substr(0, next));
  if (!entry) return {};
  Node node = Image::entry(locale, *entry);
  while (next != rest.npos) {
    rest.remove_prefix(next + 1);
    next = rest.find('.');
    node = node / rest.substr(0, next);
  }
  return Image::texts(node);
}

}  // namespace mimus::fake
