#include "sample.h"

#include <algorithm>
#include <charconv>

namespace mimus::match {

std::string_view Sample::text(Arena& arena) const {
  if (const auto text = raw()) return *text;
  if (json_ == nullptr) return {};
  if (const json::String* string = json_->if_string()) return {string->data(), string->size()};
  return arena.copy(json::write(*json_));
}

std::optional<double> Sample::number() const {
  if (const json::Value* value = json()) {
    if (!value->is_number()) return std::nullopt;
    return value->to_number<double>();
  }
  const auto text = raw();
  if (!text) return std::nullopt;
  double number = 0;
  const char* end = text->data() + text->size();
  const auto [at, error] = std::from_chars(text->data(), end, number);
  if (error != std::errc() || at != end) return std::nullopt;
  return number;
}

void Samples::grow() {
  const std::span<Sample> more = arena_.array<Sample>(items_.size() * 2);
  std::copy(items_.begin(), items_.end(), more.begin());
  items_ = more;
}

}  // namespace mimus::match
