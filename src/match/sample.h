#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "json/json.h"

namespace mimus::match {

// One value of a request as matchers see it: text, JSON, or (the whole body) both. Borrows.
class Sample {
 public:
  Sample() = default;
  explicit Sample(std::string_view text) : text_(text) {}
  explicit Sample(const json::Value* value) : json_(value) {}
  Sample(std::string_view text, const json::Value* value) : text_(text), json_(value) {}

  const json::Value* json() const { return json_; }
  // As it arrived, if it arrived as text of its own.
  std::optional<std::string_view> raw() const { return text_; }
  // Strings as they are, other JSON values as JSON text (which then lives in the arena).
  std::string_view text(Arena& arena) const;
  // A JSON number, or text that is a number from end to end. A JSON string is none.
  std::optional<double> number() const;

 private:
  std::optional<std::string_view> text_;
  const json::Value* json_ = nullptr;
};

// The values found at one place: a handful without allocating, more in the arena.
class Samples {
 public:
  explicit Samples(Arena& arena) : arena_(arena) {}
  Samples(const Samples&) = delete;
  Samples& operator=(const Samples&) = delete;

  void add(Sample sample) {
    if (count_ == items_.size()) grow();
    items_[count_++] = sample;
  }
  std::span<const Sample> view() const { return items_.first(count_); }

 private:
  void grow();

  Arena& arena_;
  std::array<Sample, 6> few_;
  std::span<Sample> items_{few_};
  std::size_t count_ = 0;
};

}  // namespace mimus::match
