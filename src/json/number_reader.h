#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include "decimal.h"
#include "fits_double.h"
#include "lenient.h"
#include "number_text.h"
#include "string_reader.h"

namespace mimus::json {

// The numbers of JSON: int64 where it fits, else uint64, else the nearest double.
class NumberReader : protected StringReader {
 protected:
  NumberReader(std::string_view text, bool utf8_known, Lenience lenience)
      : StringReader(text, utf8_known), lenience_(lenience) {}

  const Lenience lenience_;

  // A number begins here; the sink hears which. Apart, so that the frames of the recursion stay
  // small.
  template <class Sink>
  [[gnu::noinline]] bool number(Sink& sink) {
    const char* const start = at_;
    const bool negative = *at_ == '-';
    if (negative) ++at_;
    if (!digit()) return fail("expected a digit after '-', found " + found());
    if (*at_ == '0' && end_ - at_ >= 2 && at_[1] >= '0' && at_[1] <= '9') {
      return fail("a number cannot begin with 0", "write it without, or in quotes");
    }
    const char* const first = at_;
    std::uint64_t value = 0;  // of all digits, as long as there are no more than 19
    read_digits(value);
    const char* const point = at_;
    if (at_ == end_ || (*at_ != '.' && (*at_ | 0x20) != 'e'))
      return integer(sink, start, static_cast<std::size_t>(at_ - first), value, negative);
    std::int64_t exponent = 0;
    std::size_t digit_count = static_cast<std::size_t>(point - first);
    if (*at_ == '.') {
      ++at_;
      if (!expect_digit("the decimal point")) return false;
      read_digits(value);
      exponent = point + 1 - at_;
      digit_count += static_cast<std::size_t>(at_ - point - 1);
    }
    if (at_ != end_ && (*at_ | 0x20) == 'e' && !read_exponent(exponent)) return false;
    if (lenience_.keep_digits && !fits_double({start, at_})) return as_text(sink, start);
    if (digit_count <= kMostDigits && exponent > -100 && exponent < 100) {
      if (const auto real = nearest_double(value, static_cast<int>(exponent)))
        return sink.real(negative ? -*real : *real), true;
    }
    return any_double(sink, start);
  }

 private:
  // See json::kDigits.
  template <class Sink>
  bool as_text(Sink& sink, const char* start) {
    scratch_.assign(kDigits).append(start, at_);
    return sink.string(scratch_), true;
  }

  static constexpr std::size_t kMostDigits = 19;  // that fit in 64 bits, whatever they are

  template <class Sink>
  bool integer(Sink& sink, const char* start, std::size_t digit_count, std::uint64_t value,
               bool negative) {
    constexpr std::uint64_t kSmallest = std::uint64_t{1} << 63;
    // Twenty digits may fit; they have wrapped around if not.
    const bool fits = digit_count <= kMostDigits ||
                      (digit_count == kMostDigits + 1 && at_[-20] == '1' && value >= kSmallest);
    if (fits && value < kSmallest) {
      const auto whole = static_cast<std::int64_t>(value);
      return sink.int64(negative ? -whole : whole), true;
    }
    if (fits && !negative) return sink.uint64(value), true;
    if (fits && value == kSmallest) return sink.int64(INT64_MIN), true;
    return any_double(sink, start);
  }

  template <class Sink>
  bool any_double(Sink& sink, const char* start) {
    if (lenience_.keep_digits && !fits_double({start, at_})) return as_text(sink, start);
    const std::optional<double> real = read_double({start, at_});
    if (!real) {
      at_ = start;
      return fail("the number is larger than a double can hold (1.8e308)");
    }
    return sink.real(*real), true;
  }

  bool read_exponent(std::int64_t& exponent) {
    ++at_;
    const bool negative = at_ != end_ && *at_ == '-';
    if (at_ != end_ && (*at_ == '+' || *at_ == '-')) ++at_;
    if (!expect_digit("the exponent's 'e'")) return false;
    std::int64_t power = 0;
    constexpr std::int64_t kFar = 1'000'000;
    for (; digit(); ++at_) power = power < kFar ? power * 10 + (*at_ - '0') : power;
    exponent += negative ? -power : power;
    return true;
  }

  // Appends digits to the number; wraps around when there are too many.
  [[gnu::always_inline]] void read_digits(std::uint64_t& number) {
    while (end_ - at_ >= 8) {
      std::uint64_t bytes;
      std::memcpy(&bytes, at_, 8);
      const unsigned count = leading_digits(bytes);
      at_ += count;
      number = number * kPowersOfTen[count] + number_of_digits(bytes, count);
      if (count < 8) return;
    }
    for (; digit(); ++at_) number = number * 10 + static_cast<std::uint64_t>(*at_ - '0');
  }

  bool digit() const { return at_ != end_ && *at_ >= '0' && *at_ <= '9'; }

  bool expect_digit(const char* after) {
    if (digit()) [[likely]]
      return true;
    return no_digit(after);
  }
  [[gnu::cold, gnu::noinline]] bool no_digit(const char* after) {
    return fail(std::string("expected a digit after ") + after + ", found " + found());
  }
};

}  // namespace mimus::json
