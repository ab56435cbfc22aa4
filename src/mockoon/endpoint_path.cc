#include "endpoint_path.h"

#include "text/encoding.h"
#include "text/percent.h"

namespace mimus::mockoon {
namespace {

constexpr std::string_view kSpecial = ":*()?+[]{}|^$\\";

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// An endpoint as a regular expression. What follows is the order in which Express 4 looks at a path's characters.
class Translator {
 public:
  explicit Translator(std::string_view text) : text_(text) {}

  std::string run(std::vector<std::string>& names) {
    names_ = &names;
    while (at_ < text_.size()) step();
    if (text_.ends_with('/')) return out_ + "?";
    return out_ + "/?";
  }

 private:
  char here(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  void step() {
    // A slash and a dot in front of a name belong to it: both are absent when an optional name is.
    const std::size_t slash = here() == '/' ? 1 : 0;
    const std::size_t dot = here(slash) == '.' ? 1 : 0;
    if (here(slash + dot) == ':' && is_word(here(slash + dot + 1))) return name(slash == 1, dot == 1);
    const char c = here();
    ++at_;
    switch (c) {
      case '/':
        out_ += '/';
        if (here() == '(') open_after_slash();
        return;
      case '.':
        out_ += "\\.";
        return;
      case '*':
        add_group("(.*)", std::to_string(unnamed_++));
        return;
      case '(':
        if (here() != '?') names_->push_back(std::to_string(unnamed_++));
        out_ += '(';
        return;
      case '\\':
        out_ += '\\';
        if (at_ < text_.size()) out_ += text_[at_++];
        return;
      case '[':
        return char_class();
      default:
        out_ += c;
    }
  }

  // "/(" opens a group that takes nothing.
  void open_after_slash() {
    ++at_;
    out_ += here() == '?' ? "(" : "(?:";
  }

  // Brackets of a class are no groups.
  void char_class() {
    out_ += '[';
    while (at_ < text_.size() && text_[at_] != ']') {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) out_ += text_[at_++];
      out_ += text_[at_++];
    }
  }

  void name(bool slash, bool dot) {
    at_ += (slash ? 1 : 0) + (dot ? 1 : 0) + 1;
    std::string word;
    while (is_word(here())) word += text_[at_++];
    std::string what = dot ? "([^/.]+?)" : "([^/]+?)";
    if (here() == '(') {
      const std::size_t end = text_.find(')', at_);
      if (end != text_.npos) {
        what = std::string(text_.substr(at_, end + 1 - at_));
        at_ = end + 1;
      }
    }
    const bool star = here() == '*';
    if (star) ++at_;
    const bool optional = here() == '?';
    if (optional) ++at_;
    if (slash && !optional) out_ += '/';
    out_ += "(?:";
    if (dot) out_ += "\\.";
    if (slash && optional) out_ += '/';
    names_->push_back(std::move(word));
    out_ += what;
    if (star) add_group("((?:[/].+?)?)", std::to_string(unnamed_++));
    out_ += optional ? ")?" : ")";
  }

  void add_group(std::string_view group, std::string name) {
    names_->push_back(std::move(name));
    out_ += group;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string out_;
  std::vector<std::string>* names_ = nullptr;
  unsigned unnamed_ = 0;
};

std::string full_path(std::string_view prefix, std::string_view endpoint) {
  std::string path;
  for (const std::string_view part : {std::string_view("/"), prefix, std::string_view("/"), endpoint}) {
    for (const char c : part) {
      if (c == ' ') {
        path += "%20";
      } else if (c != '/' || !path.ends_with('/')) {
        path += c;
      }
    }
  }
  return path;
}

std::string_view without_slash(std::string_view path) {
  return path.ends_with('/') ? path.substr(0, path.size() - 1) : path;
}

}  // namespace

std::string_view collapsed(std::string_view path, Arena& arena) {
  if (path.find("//") == path.npos) return path;
  std::string made;
  for (const char c : path) {
    if (c != '/' || !made.ends_with('/')) made += c;
  }
  return arena.copy(made);
}

Result<EndpointPath> EndpointPath::compile(std::string_view prefix, std::string_view endpoint) {
  EndpointPath made;
  made.text_ = full_path(prefix, endpoint);
  if (made.text_.find_first_of(kSpecial) == std::string::npos) {
    made.plain_ = text::to_lower_ascii(without_slash(made.text_));
    return made;
  }
  const std::string expression = Translator(made.text_).run(made.names_);
  MIMUS_TRY(made.regex_, regex::Regex::compile(expression, {.ignore_case = true, .dot_all = true}));
  if (made.regex_->group_count() != made.names_.size()) {
    return invalid("the endpoint '" + made.text_ + "' has groups that cannot be counted", "write :name(expression)");
  }
  return made;
}

std::optional<std::span<const facts::NameValue>> EndpointPath::match(std::string_view path, Arena& arena) const {
  std::span<const facts::NameValue> none;
  if (!regex_) {
    if (!text::equal_ignoring_case(without_slash(path), plain_)) return std::nullopt;
    return none;
  }
  std::vector<std::string_view> groups(names_.size() + 1);
  if (regex_->full_match(path, groups) != regex::Regex::Outcome::kYes) return std::nullopt;
  const auto captured = arena.array<facts::NameValue>(names_.size());
  std::size_t count = 0;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    const std::string_view raw = groups[i + 1];
    if (raw.data() == nullptr) continue;
    captured[count++] = {names_[i], text::percent_decode(raw, arena), raw};
  }
  return captured.first(count);
}

}  // namespace mimus::mockoon
