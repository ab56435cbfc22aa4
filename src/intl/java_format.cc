#include "java_format.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "decimal.h"
#include "java_number.h"
#include "letter_case.h"

namespace mimus::intl {
namespace {

constexpr int kMostWidth = 10'000;

Error thrown(std::string_view java_class, std::string_view message) {
  return invalid("java.util." + std::string(java_class) + ": " + std::string(message));
}

std::string_view class_of(const FormatArgument& argument) {
  constexpr std::string_view kClasses[] = {"null", "java.lang.Boolean", "java.lang.Integer",
                                           "java.lang.Double", "java.lang.String"};
  const auto* integer = std::get_if<std::int64_t>(&argument);
  if (integer && (*integer < INT32_MIN || *integer > INT32_MAX)) return "java.lang.Long";
  return kClasses[argument.index()];
}

std::string plain_text(const FormatArgument& argument) {
  if (const auto* truth = std::get_if<bool>(&argument)) return *truth ? "true" : "false";
  if (const auto* integer = std::get_if<std::int64_t>(&argument)) return std::to_string(*integer);
  if (const auto* number = std::get_if<double>(&argument)) return double_text(*number);
  if (const auto* text = std::get_if<std::string>(&argument)) return *text;
  return "null";
}

bool starts_code_point(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
}

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), starts_code_point));
}

std::string_view first_code_points(std::string_view text, std::size_t most) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (starts_code_point(text[i]) && most-- == 0) return text.substr(0, i);
  }
  return text;
}

void append_utf8(std::uint32_t code, std::string& out) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | (code >> 6));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | (code >> 12));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (code >> 18));
    out += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

// String.hashCode of ASCII and other text, by UTF-16 units.
std::uint32_t java_hash(std::string_view text) {
  std::uint32_t hash = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::uint32_t code = size == 1 ? lead : lead & (0xFFu >> (size + 1));
    for (std::size_t j = 1; j < size && i + j < text.size(); ++j)
      code = (code << 6) | (static_cast<unsigned char>(text[i + j]) & 0x3Fu);
    if (code >= 0x10000) {
      hash = hash * 31 + 0xD800 + ((code - 0x10000) >> 10);
      hash = hash * 31 + 0xDC00 + ((code - 0x10000) & 0x3FF);
    } else {
      hash = hash * 31 + code;
    }
    i += size;
  }
  return hash;
}

std::uint32_t hash_of(const FormatArgument& argument) {
  if (const auto* truth = std::get_if<bool>(&argument)) return *truth ? 1231 : 1237;
  if (const auto* text = std::get_if<std::string>(&argument)) return java_hash(*text);
  std::uint64_t bits = 0;
  if (const auto* integer = std::get_if<std::int64_t>(&argument)) {
    if (*integer >= INT32_MIN && *integer <= INT32_MAX) return static_cast<std::uint32_t>(*integer);
    bits = static_cast<std::uint64_t>(*integer);
  } else if (const auto* number = std::get_if<double>(&argument)) {
    static_assert(sizeof bits == sizeof *number);
    std::copy_n(reinterpret_cast<const char*>(number), sizeof bits, reinterpret_cast<char*>(&bits));
  }
  return static_cast<std::uint32_t>(bits ^ (bits >> 32));
}

class Formatter {
 public:
  Formatter(std::string_view format, std::span<const FormatArgument> arguments)
      : format_(format), arguments_(arguments) {}

  Result<std::string> run() {
    while (at_ < format_.size()) {
      const std::size_t percent = std::min(format_.find('%', at_), format_.size());
      out_ += format_.substr(at_, percent - at_);
      at_ = percent;
      if (at_ == format_.size()) break;
      MIMUS_TRY(const Specifier specifier, read());
      MIMUS_TRY_DONE(print(specifier));
    }
    return std::move(out_);
  }

 private:
  char peek() const { return at_ < format_.size() ? format_[at_] : '\0'; }

  std::optional<int> number() {
    int value = 0;
    const auto [end, error] =
        std::from_chars(format_.data() + at_, format_.data() + format_.size(), value);
    if (error != std::errc() || value < 0) return std::nullopt;
    at_ = static_cast<std::size_t>(end - format_.data());
    return value;
  }

  Result<Specifier> read() {
    const std::size_t begin = at_++;
    Specifier specifier;
    index(specifier);
    constexpr std::string_view kFlags = "-#+ 0,(";
    while (peek() != '\0' && kFlags.find(peek()) != std::string_view::npos)
      specifier.flags += format_[at_++];
    if (peek() >= '1' && peek() <= '9') specifier.width = number().value_or(kMostWidth + 1);
    if (peek() == '.') {
      ++at_;
      const bool digit = peek() >= '0' && peek() <= '9';
      if (!digit) return thrown("UnknownFormatConversionException", "Conversion = '.'");
      specifier.precision = number().value_or(kMostWidth + 1);
    }
    if (at_ >= format_.size())
      return thrown("UnknownFormatConversionException",
                    "Conversion = '" + std::string(1, format_.back()) + "'");
    specifier.conversion = format_[at_++];
    specifier.text = format_.substr(begin, at_ - begin);
    if (specifier.width > kMostWidth || specifier.precision > kMostWidth) {
      return Error{Code::kLimit,
                   "a width or precision of more than 10,000 in '" + specifier.text + "'",
                   {},
                   {}};
    }
    return conversion(std::move(specifier));
  }

  void index(Specifier& specifier) {
    if (peek() == '<') {
      ++at_;
      specifier.index = -1;
      return;
    }
    const std::size_t begin = at_;
    const auto value = peek() >= '1' && peek() <= '9' ? number() : std::nullopt;
    if (value && peek() == '$') {
      ++at_;
      specifier.index = *value;
    } else {
      at_ = begin;
    }
  }

  static Result<Specifier> conversion(Specifier specifier) {
    constexpr std::string_view kKnown = "bcdefghnosx%BCEGHSX";
    const char letter = specifier.conversion;
    if (letter == 'a' || letter == 'A' || letter == 't' || letter == 'T') {
      return Error{Code::kUnsupported,
                   "the conversion '%" + std::string(1, letter) + "' is not done here",
                   {},
                   {}};
    }
    if (kKnown.find(letter) == std::string_view::npos) {
      return thrown("UnknownFormatConversionException",
                    "Conversion = '" + std::string(1, letter) + "'");
    }
    if (letter >= 'A' && letter <= 'Z') {
      specifier.upper = true;
      specifier.conversion = static_cast<char>(letter - 'A' + 'a');
    }
    constexpr std::string_view kWhole = "cdox";
    if (specifier.precision >= 0 && kWhole.find(specifier.conversion) != std::string_view::npos) {
      return thrown("IllegalFormatPrecisionException", std::to_string(specifier.precision));
    }
    if ((specifier.has('-') || specifier.has('0')) && specifier.width < 0 && letter != 'n') {
      return thrown("MissingFormatWidthException", specifier.text);
    }
    return specifier;
  }

  Result<const FormatArgument*> argument(const Specifier& specifier) {
    std::size_t index = next_;
    if (specifier.index > 0) {
      index = static_cast<std::size_t>(specifier.index) - 1;
    } else if (specifier.index < 0) {
      if (!last_)
        return thrown("MissingFormatArgumentException",
                      "Format specifier '" + specifier.text + "'");
      index = *last_;
    } else {
      ++next_;
    }
    if (index >= arguments_.size()) {
      return thrown("MissingFormatArgumentException", "Format specifier '" + specifier.text + "'");
    }
    last_ = index;
    return &arguments_[index];
  }

  Status print(const Specifier& specifier) {
    if (specifier.conversion == 'n') {
      out_ += '\n';
      return Done{};
    }
    if (specifier.conversion == '%') {
      pad("%", specifier);
      return Done{};
    }
    MIMUS_TRY(const FormatArgument* value, argument(specifier));
    MIMUS_TRY(std::string text, converted(*value, specifier));
    if (specifier.upper) {
      text = to_upper(text);
    }
    pad(text, specifier);
    return Done{};
  }

  static Result<std::string> converted(const FormatArgument& value, const Specifier& specifier) {
    const bool null = std::holds_alternative<std::monostate>(value);
    switch (specifier.conversion) {
      case 'b': {
        const auto* truth = std::get_if<bool>(&value);
        return cut((truth ? *truth : !null) ? "true" : "false", specifier);
      }
      case 's':
        return cut(plain_text(value), specifier);
      case 'h': {
        Specifier hex;
        hex.conversion = 'x';
        return cut(null ? "null" : format_integer(static_cast<std::int32_t>(hash_of(value)), hex),
                   specifier);
      }
      case 'c':
        return character(value, specifier);
      default:
        return null ? cut("null", specifier) : number(value, specifier);
    }
  }

  static Result<std::string> character(const FormatArgument& value, const Specifier& specifier) {
    if (std::holds_alternative<std::monostate>(value)) return std::string("null");
    const auto* code = std::get_if<std::int64_t>(&value);
    if (!code || class_of(value) == "java.lang.Long") return mismatch(value, specifier);
    if (*code < 0 || *code > 0x10FFFF || (*code >= 0xD800 && *code < 0xE000)) {
      Specifier hex;
      hex.conversion = 'x';
      return thrown("IllegalFormatCodePointException",
                    "Code point = 0x" + format_integer(*code, hex));
    }
    std::string text;
    append_utf8(static_cast<std::uint32_t>(*code), text);
    return text;
  }

  static Result<std::string> number(const FormatArgument& value, const Specifier& specifier) {
    constexpr std::string_view kIntegers = "dox";
    if (kIntegers.find(specifier.conversion) != std::string_view::npos) {
      const auto* integer = std::get_if<std::int64_t>(&value);
      if (!integer) return mismatch(value, specifier);
      return format_integer(*integer, specifier);
    }
    const auto* real = std::get_if<double>(&value);
    if (!real) return mismatch(value, specifier);
    return format_decimal(*real, specifier);
  }

  static Error mismatch(const FormatArgument& value, const Specifier& specifier) {
    return thrown("IllegalFormatConversionException",
                  std::string(1, specifier.conversion) + " != " + std::string(class_of(value)));
  }

  static std::string cut(std::string text, const Specifier& specifier) {
    if (specifier.precision < 0) return text;
    return std::string(first_code_points(text, static_cast<std::size_t>(specifier.precision)));
  }

  void pad(std::string_view text, const Specifier& specifier) {
    const std::size_t size = code_points(text);
    const auto width = static_cast<std::size_t>(std::max(specifier.width, 0));
    const std::string blanks(width > size ? width - size : 0, ' ');
    if (specifier.has('-')) {
      out_.append(text).append(blanks);
    } else {
      out_.append(blanks).append(text);
    }
  }

  std::string_view format_;
  std::span<const FormatArgument> arguments_;
  std::size_t at_ = 0, next_ = 0;
  std::optional<std::size_t> last_;
  std::string out_;
};

}  // namespace

Result<std::string> java_format(std::string_view format,
                                std::span<const FormatArgument> arguments) {
  return Formatter(format, arguments).run();
}

}  // namespace mimus::intl
