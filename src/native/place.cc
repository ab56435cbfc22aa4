#include "place.h"

#include "json/json.h"

namespace mimus::native {

std::string Place::pointer() const {
  if (!parent) return {};
  std::string text = parent->pointer();
  text += '/';
  text += index == kNoIndex ? json::escape_pointer(member) : std::to_string(index);
  return text;
}

std::string Place::name() const {
  if (!parent) return "the document";
  if (index == kNoIndex) return std::string(member);
  if (!parent->parent) return "item " + std::to_string(index + 1);
  return parent->name() + "[" + std::to_string(index) + "]";
}

}  // namespace mimus::native
