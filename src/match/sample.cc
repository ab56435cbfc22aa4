#include "sample.h"

#include <algorithm>
#include <charconv>

namespace mimus::match {

std::string_view Sample::text(Arena& arena) const {
  if (text_) return *text_;
  if (const json::String* string = json_->if_string()) return {string->data(), string->size()};
  return arena.copy(json::write(*json_));
}

std::optional<double> Sample::number() const {
  if (json_ != nullptr) {
    if (!json_->is_number()) return std::nullopt;
    return json_->to_number<double>();
  }
  double number = 0;
  const char* end = text_->data() + text_->size();
  const auto [at, error] = std::from_chars(text_->data(), end, number);
  if (error != std::errc() || at != end) return std::nullopt;
  return number;
}

void Samples::grow() {
  const std::span<Sample> more = arena_.array<Sample>(items_.size() * 2);
  std::copy(items_.begin(), items_.end(), more.begin());
  items_ = more;
}

}  // namespace mimus::match
