#pragma once

#include <span>

#include "handlebars/value.h"

namespace mimus::helpers {

// Values that came under one name: prints the first; .[n], .first, .last, .size, each. As
// request.query.k is, so
// .[-1] is the value before the last.
class MultiValue final : public handlebars::Object {
 public:
  static constexpr char kType[] = "multi value";

  explicit MultiValue(std::span<const handlebars::Value> values) : values_(values) {}
  const char* type() const override { return kType; }
  Shape shape() const override { return Shape::kList; }
  handlebars::Value member(std::string_view name, Arena& arena) const override;
  std::size_t size() const override { return values_.size(); }
  handlebars::Entry entry(std::size_t index, Arena&) const override { return {"", values_[index]}; }
  void print(std::string& out, const handlebars::Dialect& dialect) const override;

 private:
  std::span<const handlebars::Value> values_;
};

}  // namespace mimus::helpers
