#include "multi_value.h"

#include <charconv>

namespace mimus::helpers {

using handlebars::Value;

Value MultiValue::member(std::string_view name, Arena&) const {
  const auto size = static_cast<std::int64_t>(values_.size());
  if (name == "size" || name == "length") return Value::number(size);
  if (size == 0) return {};
  if (name == "first") return values_.front();
  if (name == "last") return values_.back();
  std::int64_t index = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), index);
  if (error != std::errc() || end != name.data() + name.size()) return {};
  if (index < 0) index += size - 1;
  return index >= 0 && index < size ? values_[static_cast<std::size_t>(index)] : Value();
}

void MultiValue::print(std::string& out, const handlebars::Dialect& dialect) const {
  if (!values_.empty()) handlebars::append_text(values_.front(), dialect, out);
}

}  // namespace mimus::helpers
