#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "facts/document.h"
#include "json/json.h"

namespace mimus::match {

// One value of a request as matchers see it: text, JSON, a whole body (which is whatever it can be read as), or
// nothing at all, which WireMock's matchers are asked about too. Borrows.
class Sample {
 public:
  Sample() = default;  // nothing
  explicit Sample(std::string_view text) : text_(text) {}
  explicit Sample(const json::Value* value) : json_(value) {}
  explicit Sample(facts::Document* document) : document_(document) {}

  bool absent() const { return !text_ && json_ == nullptr && document_ == nullptr; }
  facts::Document* document() const { return document_; }
  const json::Value* json() const { return document_ != nullptr ? document_->json() : json_; }
  // As it arrived, if it arrived as text of its own.
  std::optional<std::string_view> raw() const { return document_ != nullptr ? document_->text() : text_; }
  // Strings as they are, other JSON values as JSON text (which then lives in the arena), "" for nothing.
  std::string_view text(Arena& arena) const;
  // Undecoded.
  std::string_view bytes(Arena& arena) const { return document_ != nullptr ? document_->bytes() : text(arena); }
  // A JSON number, or text that is a number from end to end. A JSON string is none.
  std::optional<double> number() const;

 private:
  std::optional<std::string_view> text_;
  const json::Value* json_ = nullptr;
  facts::Document* document_ = nullptr;
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
