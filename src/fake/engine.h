#pragma once

#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/error.h"
#include "draws.h"
#include "locale.h"

namespace mimus::fake {

// What every method of this module works on: a source of numbers, a locale, and what "now" means.
// faker-js's `faker`.
//
//   Mersenne draws(42);
//   Engine engine(draws, *Locale::find("de"));
//   engine.freeze(text::parse_iso8601("2026-01-01T00:00:00Z"));   // faker.setDefaultRefDate
//   MIMUS_TRY(const Value name, call(engine, "person.fullName"));
//
// Small (300 bytes, no allocation): make one per record, or keep one per thread. The Draws outlive
// it. Not thread-safe.
//
// Methods that cannot go on call fail(). From then on every draw is 0 and takes nothing from the
// source, so that the code on the way out stays plain and the number of draws is that of faker-js,
// which throws at that point; whoever called the method from outside (fake/call.h) ends the state
// with take_failure().
class Engine {
 public:
  explicit Engine(Draws& draws, Locale locale = Locale()) : draws_(&draws), locale_(locale) {}

  double next() { return draws_->next(); }  // [0, 1)

  Locale locale() const { return locale_; }
  void set_locale(Locale locale) { locale_ = locale; }

  // The date that "past", "soon", ages and time-stamps refer to, in milliseconds since 1970.
  // Frozen, or else `clock`'s, or else the system's.
  double reference_ms() const;
  void freeze(WallTime instant);
  void freeze_ms(double milliseconds) { reference_ms_ = milliseconds; }
  void follow(const Clock& clock) { clock_ = &clock, reference_ms_ = std::nan(""); }

  // faker-js's own small verbs, each with exactly its draws.
  double integer(double min,
                 double max);  // number.int; no draw when there is one choice; fails when max < min
  std::size_t below(
      std::size_t count) {  // an index: helpers.arrayElement; no draw for one; count > 0
    return count > 1 ? static_cast<std::size_t>(next() * static_cast<double>(count)) : 0;
  }
  bool boolean(double probability = 0.5) {  // datatype.boolean; no draw for <= 0 and >= 1
    return probability > 0 && (probability >= 1 || next() < probability);
  }

  [[gnu::cold]] void fail(std::string message, std::string hint = {}, Code code = Code::kInvalid);
  bool failed() const { return failure_.has_value(); }
  bool failed_by_limit() const {
    return failed() && failure_->code == Code::kLimit;
  }                      // nothing may go on then
  Error take_failure();  // failed(); draws go on where they stopped

  // Templates that call methods that render templates …: fails with Code::kLimit when that goes too
  // deep.
  bool enter();
  void leave() { --depth_; }

  // The most elements or characters that one argument may ask for. Beyond it: Code::kLimit.
  static constexpr double kMostItems = 10'000'000;
  // The most bytes that one text may have. Beyond it: Code::kLimit.
  static constexpr std::size_t kMostBytes = 64 << 20;
  bool fits(std::size_t bytes) {
    if (bytes > kMostBytes) [[unlikely]]
      fail("the text becomes too long", {}, Code::kLimit);
    return bytes <= kMostBytes;
  }

 private:
  Draws* draws_;
  Draws* stopped_ = nullptr;  // the source while failed()
  Locale locale_;
  double reference_ms_ = std::nan("");
  const Clock* clock_ = nullptr;
  int depth_ = 0;
  std::optional<Error> failure_;
};

}  // namespace mimus::fake
