#include "numbers.h"

#include "image.h"
#include "js_text.h"

namespace mimus::fake {
namespace {

// tools/fake-data/powers.mjs writes these, one run after the other.
enum class Powers { kTen, kTenth, kTenDown, kDigitsFactor, kStepFactor };
constexpr int kPowers = 325;

double power(Powers run, int n) {
  return Image::numbers(Image::header().powers)[static_cast<int>(run) * kPowers + n];
}

bool ordered(Engine& engine, double min, double max) {
  if (max < min) {
    engine.fail("max " + number_text(max) + " is less than min " + number_text(min));
    return false;
  }
  return true;
}

double scaled(Engine& engine, double min, double max, double factor) {
  return number_int(engine, min * factor, max * factor) / factor;
}

}  // namespace

bool is_safe_integer(double number) {
  return std::trunc(number) == number && std::fabs(number) <= kMaxSafe;
}

double ten_to_the(int n) {
  return power(Powers::kTen, n);
}
double tenth_to_the(int n) {
  return power(Powers::kTenth, n);
}

double number_int_slow(Engine& engine, double min, double max, double multiple_of) {
  if (!is_safe_integer(multiple_of)) engine.fail("multipleOf should be a whole number");
  if (multiple_of <= 0) engine.fail("multipleOf should be greater than 0");
  if (engine.failed()) return 0;
  const double low = std::ceil(min / multiple_of);
  const double high = std::floor(max / multiple_of);
  if (low == high) return low * multiple_of;
  if (high < low) {
    if (ordered(engine, min, max)) {
      engine.fail("there is no such whole number between " + number_text(min) + " and " +
                  number_text(max));
    }
    return 0;
  }
  return std::floor(engine.next() * (high - low + 1) + low) * multiple_of;
}

double number_digits(Engine& engine, double min, double max, double digits) {
  if (!ordered(engine, min, max)) return 0;
  if (!is_safe_integer(digits) || digits < 0) {
    engine.fail("fractionDigits should be a whole number of 0 or more");
    return 0;
  }
  const double factor =
      digits < kPowers ? power(Powers::kDigitsFactor, static_cast<int>(digits)) : 0;
  if (factor == 0) {
    engine.fail("fractionDigits of " + number_text(digits) + " is finer than any number");
    return 0;
  }
  return scaled(engine, min, max, factor);
}

double number_step(Engine& engine, double min, double max, double step) {
  if (!ordered(engine, min, max)) return 0;
  if (step <= 0) {
    engine.fail("multipleOf should be greater than 0");
    return 0;
  }
  double factor = 1 / step;
  if (const double exponent = std::round(std::log10(step)); step < 1 && exponent > -kPowers) {
    const int n = static_cast<int>(-exponent);
    // Both spellings of a power of ten count: 1e-4, and V8's 10 ** -4.
    if (step == power(Powers::kTenDown, n)) factor = power(Powers::kDigitsFactor, n);
    static constexpr double kLiterals[] = {1,     1e-1,  1e-2,  1e-3,  1e-4,  1e-5,  1e-6,  1e-7,
                                           1e-8,  1e-9,  1e-10, 1e-11, 1e-12, 1e-13, 1e-14, 1e-15,
                                           1e-16, 1e-17, 1e-18, 1e-19, 1e-20, 1e-21, 1e-22};
    if (n < static_cast<int>(std::size(kLiterals)) && step == kLiterals[n])
      factor = power(Powers::kStepFactor, n);
  }
  return scaled(engine, min, max, factor);
}

}  // namespace mimus::fake
