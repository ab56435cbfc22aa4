#include "date_pattern.h"

#include <array>

#include "date_compiled.h"
#include "names.h"

namespace mimus::intl {
namespace {

using Kind = DateField::Kind;

bool is_letter(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

// date-fns' long forms are patterns themselves.
struct LongForm {
  std::string_view date, time;
};
constexpr std::array<LongForm, 4> kLongForms = {{{"MM/dd/yyyy", "h:mm a"},
                                                 {"MMM d, y", "h:mm:ss a"},
                                                 {"MMMM do, y", "h:mm:ss a z"},
                                                 {"EEEE, MMMM do, y", "h:mm:ss a zzzz"}}};

class Compiler {
 public:
  Compiler(std::string_view pattern, DateDialect dialect) : pattern_(pattern), dialect_(dialect) {}

  Result<std::vector<DateField>> compile() {
    while (at_ < pattern_.size()) {
      const std::size_t begin = at_;
      Status status = next();
      if (!status) {
        Error error = std::move(status).error();
        error.code = Code::kSyntax;
        error.where.offset = begin;
        return error;
      }
    }
    if (open_ > 0) return syntax_error("an optional part '[' does not end", pattern_.size());
    return std::move(fields_);
  }

 private:
  Status next() {
    const char byte = pattern_[at_];
    if (byte == '\'') return quoted();
    if (is_letter(byte)) return letters(byte);
    if (dialect_ == DateDialect::kJavaFormatter) {
      if (byte == '[' || byte == ']') return optional(byte == '[');
      if (byte == '{' || byte == '}' || byte == '#')
        return invalid("'" + std::string(1, byte) + "' is reserved");
    }
    literal(pattern_.substr(at_++, 1));
    return Done{};
  }

  void literal(std::string_view text) {
    if (!fields_.empty() && fields_.back().kind == Kind::kLiteral) {
      fields_.back().literal += text;
    } else {
      fields_.push_back({.kind = Kind::kLiteral, .literal = std::string(text)});
    }
  }

  Status optional(bool begin) {
    if (!begin && open_ == 0) return invalid("']' without '['");
    open_ += begin ? 1 : -1;
    if (open_ > kMaxOpen) return invalid("more than 16 optional parts inside each other");
    fields_.push_back({.kind = begin ? Kind::kOptionalBegin : Kind::kOptionalEnd});
    ++at_;
    return Done{};
  }

  // 'text', with '' for a quote inside; '' alone is a quote.
  Status quoted() {
    std::string text;
    ++at_;
    if (at_ < pattern_.size() && pattern_[at_] == '\'') {
      literal("'");
      ++at_;
      return Done{};
    }
    while (at_ < pattern_.size()) {
      if (pattern_[at_] != '\'') {
        text += pattern_[at_++];
      } else if (at_ + 1 < pattern_.size() && pattern_[at_ + 1] == '\'') {
        text += '\'';
        at_ += 2;
      } else {
        ++at_;
        literal(text);
        return Done{};
      }
    }
    if (dialect_ != DateDialect::kDateFns) return invalid("a text in quotes does not end");
    literal(text);
    return Done{};
  }

  Status letters(char letter) {
    int count = 1;
    while (at_ + static_cast<std::size_t>(count) < pattern_.size() &&
           pattern_[at_ + static_cast<std::size_t>(count)] == letter)
      ++count;
    if (dialect_ == DateDialect::kDateFns) {
      if (letter == 'P' || letter == 'p') return long_form();
      constexpr std::string_view kOrdinals = "yYQqMLwIdDecihHKkms";
      const bool ordinal = at_ + 1 < pattern_.size() && pattern_[at_ + 1] == 'o';
      if (ordinal && kOrdinals.find(letter) != std::string_view::npos) {
        MIMUS_TRY(DateField field, ordinal_field(letter));
        fields_.push_back(std::move(field));
        at_ += 2;
        return Done{};
      }
    }
    MIMUS_TRY(DateField field, date_field(dialect_, letter, count));
    fields_.push_back(std::move(field));
    at_ += static_cast<std::size_t>(count);
    return Done{};
  }

  // P…, p… and P…p…: the date's form joins them (", " for the short ones, " at " for the long).
  Status long_form() {
    const std::size_t dates = eat('P'), times = eat('p');
    if (dates > 4 || times > 4) return invalid("more than four letters 'P' or 'p'");
    if (dates) MIMUS_TRY_DONE(insert(kLongForms[dates - 1].date));
    if (dates && times) literal(dates > 2 ? " at " : ", ");
    if (times) MIMUS_TRY_DONE(insert(kLongForms[times - 1].time));
    return Done{};
  }

  std::size_t eat(char letter) {
    const std::size_t begin = at_;
    while (at_ < pattern_.size() && pattern_[at_] == letter) ++at_;
    return at_ - begin;
  }

  Status insert(std::string_view pattern) {
    MIMUS_TRY(const std::vector<DateField> fields, Compiler(pattern, dialect_).compile());
    fields_.insert(fields_.end(), fields.begin(), fields.end());
    return Done{};
  }

  static constexpr int kMaxOpen = 16;
  std::string_view pattern_;
  DateDialect dialect_;
  std::size_t at_ = 0;
  int open_ = 0;
  std::vector<DateField> fields_;
};

struct StyleName {
  std::string_view name;
  DateStyle style;
};
constexpr StyleName kStyles[] = {{"full", DateStyle::kFull},
                                 {"long", DateStyle::kLong},
                                 {"medium", DateStyle::kMedium},
                                 {"short", DateStyle::kShort}};

}  // namespace

Result<DatePattern> DatePattern::compile(std::string_view pattern, DateDialect dialect) {
  if (pattern.size() > 4096)
    return Error{Code::kLimit, "a date pattern of more than 4,096 bytes", {}, {}};
  auto compiled = std::make_shared<Compiled>();
  compiled->dialect = dialect;
  MIMUS_TRY(compiled->fields, Compiler(pattern, dialect).compile());
  return DatePattern(std::shared_ptr<const Compiled>(std::move(compiled)));
}

std::optional<DateStyle> date_style_named(std::string_view name) {
  for (const StyleName& row : kStyles) {
    if (row.name == name) return row.style;
  }
  return std::nullopt;
}

std::string format_date(const ZonedTime& time, DateStyle style, std::string_view locale) {
  const auto pattern =
      DatePattern::compile(style_pattern(style, locale), DateDialect::kJavaFormatter);
  return pattern ? pattern->format(time, locale) : iso_text(time);
}

}  // namespace mimus::intl
