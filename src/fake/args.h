#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "engine.h"
#include "json/json.h"
#include "numbers.h"
#include "template.h"

namespace mimus::fake {

// One argument as it was bound, by its param's type.
struct Arg {
  enum class Is : std::uint8_t { kAbsent, kNumber, kRange, kBoolean, kText, kJson, kTemplate };

  Is is = Is::kAbsent;
  std::uint8_t choice = 0;  // of kText with Param::choices
  double number =
      std::nan("");           // kNumber; kBoolean as 0 or 1; kRange: min, NaN when it was left out
  double max = std::nan("");  // kRange
  double step = 1;            // kRange: multipleOf
  std::string_view text;      // kText, and kTemplate that was one text
  const json::Value* json = nullptr;  // kJson; the source of all others
  const Template* pattern = nullptr;  // kTemplate
};

// The arguments of a call, one for each of its method's params.
class Args {
 public:
  explicit Args(std::span<const Arg> args) : args_(args) {}
  static Args none() {
    static const Arg kNone[8];
    return Args(kNone);
  }

  const Arg& operator[](std::size_t i) const { return args_[i]; }
  bool has(std::size_t i) const { return args_[i].is != Arg::Is::kAbsent; }

  double number(std::size_t i, double fallback) const {
    return has(i) ? args_[i].number : fallback;
  }
  bool flag(std::size_t i, bool fallback) const { return has(i) ? args_[i].number != 0 : fallback; }
  std::string_view text(std::size_t i, std::string_view fallback = {}) const {
    return has(i) ? args_[i].text : fallback;
  }
  template <class Enum>
  Enum choice(std::size_t i, Enum fallback) const {
    return has(i) ? static_cast<Enum>(args_[i].choice) : fallback;
  }
  // A number, or one drawn from a range (helpers.rangeToNumber). Fails the engine beyond
  // Engine::kMostItems.
  double count(Engine& engine, std::size_t i, double fallback) const;
  double count(Engine& engine, std::size_t i, double min, double max) const;
  // A point in time: an argument, or the engine's reference. Checked.
  double date(Engine& engine, std::size_t i) const {
    return has(i) ? args_[i].number : engine.reference_ms();
  }

  const json::Array& list(std::size_t i) const;  // kJson array; empty when absent
  const json::Object& object(std::size_t i) const;

 private:
  std::span<const Arg> args_;
};

// helpers.rangeToNumber; NaN fields of a range are number.int's own limits.
double range_to_number(Engine& engine, const Arg& arg);

}  // namespace mimus::fake
