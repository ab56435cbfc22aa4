#include "placeholder.h"

#include <array>
#include <vector>

#include "text/dates.h"

namespace mimus::xml {
namespace {

using Kind = Placeholder::Kind;

struct Word {
  std::string_view name;
  Kind kind;
};
constexpr std::array<Word, 4> kWords = {{{"ignore", Kind::kIgnore},
                                         {"isNumber", Kind::kIsNumber},
                                         {"matchesRegex", Kind::kMatchesRegex},
                                         {"isDateTime", Kind::kIsDateTime}}};

std::size_t digits(std::string_view& text) {
  std::size_t count = 0;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9')
    text.remove_prefix(1), ++count;
  return count;
}

void sign(std::string_view& text) {
  if (!text.empty() && (text.front() == '+' || text.front() == '-')) text.remove_prefix(1);
}

// [-+]? digits* [.]? digits+ ([eE] [-+]? digits+)?
bool is_number(std::string_view text) {
  sign(text);
  std::size_t count = digits(text);
  if (!text.empty() && text.front() == '.') {
    text.remove_prefix(1);
    count = digits(text);
  }
  if (count == 0) return false;
  if (text.empty()) return true;
  if (text.front() != 'e' && text.front() != 'E') return false;
  text.remove_prefix(1);
  sign(text);
  return digits(text) > 0 && text.empty();
}

bool is_date_time_text(std::string_view text, std::string_view format, const IsDateTime& ask) {
  if (!format.empty()) return ask && ask(text, format);
  return text::parse_iso8601(text).has_value() || (ask && ask(text, format));
}

std::size_t group_named(const regex::Regex& regex, std::string_view name) {
  for (const regex::Regex::GroupName& group : regex.group_names()) {
    if (group.name == name) return group.group;
  }
  return 0;
}

}  // namespace

bool Placeholder::accepts(std::optional<std::string_view> text,
                          const IsDateTime& is_date_time) const {
  if (kind == Kind::kIgnore) return true;
  if (!text) return false;
  switch (kind) {
    case Kind::kIsNumber:
      return is_number(*text);
    case Kind::kMatchesRegex:
      return regex->search(*text) == regex::Regex::Outcome::kYes;
    default:
      return is_date_time_text(*text, format, is_date_time);
  }
}

Result<PlaceholderReader> PlaceholderReader::compile(std::string_view open,
                                                     std::string_view close) {
  const std::string form =
      R"(\s*(?:)" + std::string(open) + R"()\s*xmlunit\.(?<mimusword>[A-Za-z]+)\s*)" +
      R"((?:\((?<mimusargument>.*)\))?\s*(?:)" + std::string(close) + R"()\s*)";
  MIMUS_TRY(regex::Regex regex, regex::Regex::compile(form, {.dot_all = true}));
  return PlaceholderReader(std::move(regex));
}

Result<std::shared_ptr<const Placeholder>> PlaceholderReader::read(std::string_view text) const {
  std::shared_ptr<const Placeholder> none;
  if (text.find("xmlunit.") == std::string_view::npos) return none;
  std::vector<std::string_view> groups(form_.group_count() + 1);
  if (form_.full_match(text, groups) != regex::Regex::Outcome::kYes) return none;
  const std::string_view word = groups[group_named(form_, "mimusword")];
  const std::string_view argument = groups[group_named(form_, "mimusargument")];
  for (const Word& known : kWords) {
    if (known.name != word) continue;
    auto found = std::make_shared<Placeholder>();
    found->kind = known.kind;
    found->format = argument;
    if (known.kind == Kind::kMatchesRegex) {
      MIMUS_TRY(found->regex, regex::Regex::compile(argument));
    }
    return std::shared_ptr<const Placeholder>(std::move(found));
  }
  return none;
}

}  // namespace mimus::xml
