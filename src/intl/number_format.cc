#include "number_format.h"

#include <unicode/decimfmt.h>
#include <unicode/numfmt.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>

namespace mimus::intl {
namespace {

constexpr int kMostDigits = 340;  // DecimalFormat's own limit of fraction digits

icu::NumberFormat::ERoundingMode icu_rounding(Rounding rounding) {
  using Format = icu::NumberFormat;
  constexpr Format::ERoundingMode kModes[] = {Format::kRoundUp,       Format::kRoundDown,
                                              Format::kRoundCeiling,  Format::kRoundFloor,
                                              Format::kRoundHalfUp,   Format::kRoundHalfDown,
                                              Format::kRoundHalfEven, Format::kRoundUnnecessary};
  return kModes[static_cast<int>(rounding)];
}

icu::NumberFormat* create(const NumberFormatOptions& options, const icu::Locale& locale,
                          UErrorCode& status) {
  if (options.style.empty()) return icu::NumberFormat::createInstance(locale, status);
  if (options.style == "percent") return icu::NumberFormat::createPercentInstance(locale, status);
  if (options.style == "currency") return icu::NumberFormat::createCurrencyInstance(locale, status);
  if (options.style == "integer") {
    icu::NumberFormat* format = icu::NumberFormat::createInstance(locale, status);
    if (format) format->setMaximumFractionDigits(0);
    return format;
  }
  const auto pattern = icu::UnicodeString::fromUTF8(options.style);
  return new icu::DecimalFormat(pattern, new icu::DecimalFormatSymbols(locale, status), status);
}

int digits(int wanted) {
  return std::clamp(wanted, 0, kMostDigits);
}

void adjust(icu::NumberFormat& format, const NumberFormatOptions& options) {
  if (options.grouping) format.setGroupingUsed(*options.grouping);
  if (options.maximum_fraction_digits)
    format.setMaximumFractionDigits(digits(*options.maximum_fraction_digits));
  if (options.minimum_fraction_digits)
    format.setMinimumFractionDigits(digits(*options.minimum_fraction_digits));
  if (options.maximum_integer_digits)
    format.setMaximumIntegerDigits(digits(*options.maximum_integer_digits));
  if (options.minimum_integer_digits)
    format.setMinimumIntegerDigits(digits(*options.minimum_integer_digits));
  format.setRoundingMode(icu_rounding(options.rounding.value_or(Rounding::kHalfEven)));
}

// Valid until the next call in this thread.
Result<const icu::NumberFormat*> formatter(const NumberFormatOptions& options) {
  thread_local std::map<NumberFormatOptions, std::unique_ptr<icu::NumberFormat>> kept;
  constexpr std::size_t kMost = 32;
  if (const auto found = kept.find(options); found != kept.end()) return found->second.get();
  const std::string name = options.locale.empty() ? "en_US" : options.locale.substr(0, 64);
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::NumberFormat> format(
      create(options, icu::Locale::createCanonical(name.c_str()), status));
  if (U_FAILURE(status) || !format) {
    return Error{Code::kSyntax,
                 "'" + options.style + "' is no pattern for numbers",
                 "write it like '#,##0.00'",
                 {}};
  }
  adjust(*format, options);
  if (kept.size() >= kMost) kept.clear();
  return kept.emplace(options, std::move(format)).first->second.get();
}

std::string narrow(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

Result<std::string> print(const icu::NumberFormat& format, const Decimal& value) {
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString text;
  const std::string plain = value.text();
  format.format(icu::StringPiece(plain.data(), static_cast<int32_t>(plain.size())), text, nullptr,
                status);
  if (U_FAILURE(status)) return invalid("rounding would be necessary to print " + plain);
  return narrow(text);
}

}  // namespace

Result<std::string> format_number(const Decimal& value, const NumberFormatOptions& options) {
  MIMUS_TRY(const icu::NumberFormat* format, formatter(options));
  return print(*format, value);
}

Result<std::string> format_number(double value, const NumberFormatOptions& options) {
  if (std::isnan(value)) return std::string("NaN");
  if (std::isinf(value)) return std::string(value < 0 ? "-∞" : "∞");
  MIMUS_TRY(const icu::NumberFormat* format, formatter(options));
  const auto shortest = Decimal::shortest(value);
  if (!shortest) return std::string("0");
  // Only where digits are dropped does it matter which side of the middle the double really lies
  // on.
  const bool drops = shortest->scale() > format->getMaximumFractionDigits();
  const auto exact = drops ? Decimal::exact(value) : std::nullopt;
  return print(*format, exact ? *exact : *shortest);
}

}  // namespace mimus::intl
