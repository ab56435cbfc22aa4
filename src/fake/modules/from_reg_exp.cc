#include <algorithm>
#include <vector>

#include "parts.h"
#include "pattern_text.h"

// helpers.fromRegExp, which is no generator for regular expressions but replaces some of their
// parts one after the other: dots, quantified characters, classes, counts. Groups, alternatives and
// \d come out as they are written.
namespace mimus::fake {
namespace {

constexpr int kMostSteps = 20'000;

bool is_ascii_letter(char16_t c) {
  return c < 0x80 && is_letter(static_cast<char>(c));
}
bool is_ascii_digit(char16_t c) {
  return c >= u'0' && c <= u'9';
}
bool is_ascii_word(char16_t c) {
  return c < 0x80 && is_word(static_cast<char>(c));
}
bool is_quantifier(char16_t c) {
  return c == u'?' || c == u'*' || c == u'+';
}
char16_t small(char16_t c) {
  return static_cast<char16_t>(lower(static_cast<char>(c)));
}
char16_t capital(char16_t c) {
  return static_cast<char16_t>(upper(static_cast<char>(c)));
}

char16_t alphanumeric(Engine& engine) {
  std::string one;
  append_alphanumeric(engine, 1, Casing::kMixed, one);
  return static_cast<char16_t>(one[0]);
}

char16_t either_case(Engine& engine, char16_t c) {
  return engine.below(2) == 0 ? small(c) : capital(c);
}

// A quantifier behind something: "?", "*", "+", "{3}", "{3,5}", or none.
struct Quantifier {
  char16_t sign = 0;
  std::optional<Braces> braces;
  std::size_t size = 0;

  static Quantifier at(std::u16string_view text, std::size_t at) {
    Quantifier found;
    if (at < text.size() && is_quantifier(text[at])) {
      found.sign = text[at];
      found.size = 1;
    } else if ((found.braces = braces_at(text, at))) {
      found.size = found.braces->size;
    }
    return found;
  }

  double count(Engine& engine) const {
    if (sign == u'?') return engine.boolean() ? 0 : 1;
    if (sign != 0) {
      double most = 1;
      while (engine.boolean() && !engine.failed()) most *= 2;
      return number_int(engine, sign == u'*' ? 0 : 1, most);
    }
    if (!braces) return 1;
    return braces->ranged ? number_int(engine, braces->min, braces->max) : braces->min;
  }
};

class Generator {
 public:
  Generator(Engine& engine, std::u16string text, bool ignore_case)
      : engine_(engine), text_(std::move(text)), ignore_case_(ignore_case) {}

  std::u16string run() {
    replace_dots();
    while (going() && replace_quantified()) {
    }
    while (going() && replace_class()) {
    }
    while (going() && replace_range()) {
    }
    while (going()) {
      const auto found = find_repeat(text_, Repeat::kCount);
      if (!found) break;
      replace_repeat(engine_, text_, *found, found->min);
    }
    return std::move(text_);
  }

 private:
  bool going() {
    if (++steps_ > kMostSteps) engine_.fail("the pattern never ends", {}, Code::kLimit);
    return !engine_.failed();
  }

  // Dots, and letters when case does not matter, outside of classes and where no quantifier
  // follows.
  void replace_dots() {
    std::u16string out;
    bool in_class = false;
    for (std::size_t i = 0; i < text_.size(); ++i) {
      const char16_t c = text_[i];
      if (c == u'\\') {
        out += c;
        if (i + 1 < text_.size()) out += text_[++i];
        continue;
      }
      if (c == u'[') in_class = true;
      if (c == u']') in_class = false;
      const bool quantified =
          i + 1 < text_.size() && (is_quantifier(text_[i + 1]) || text_[i + 1] == u'{');
      if (!in_class && !quantified && c == u'.')
        out += alphanumeric(engine_);
      else if (!in_class && !quantified && ignore_case_ && is_ascii_letter(c))
        out += either_case(engine_, c);
      else
        out += c;
    }
    text_ = std::move(out);
  }

  // Whether a `close` comes at or behind `at` before the next `open`: then we are inside of a
  // class, or of braces.
  bool inside(std::size_t at, char16_t open, char16_t close) const {
    const std::size_t end = text_.find(close, at);
    return end != text_.npos && text_.find(open, at) > end;
  }

  bool replace_quantified() {
    for (std::size_t i = 0; i < text_.size(); ++i) {
      const char16_t c = text_[i];
      if (c != u'.' && !is_ascii_letter(c) && !is_ascii_digit(c)) continue;
      const Quantifier quantifier = Quantifier::at(text_, i + 1);
      const std::size_t end = i + 1 + quantifier.size;
      if (quantifier.size == 0 || inside(end, u'[', u']') || inside(end, u'{', u'}')) continue;
      const double count = quantifier.count(engine_);
      if (!(count <= Engine::kMostItems))
        engine_.fail("the text becomes too long", {}, Code::kLimit);
      if (engine_.failed()) return false;
      std::u16string with;
      for (double k = 1; k <= count; ++k) {
        with += c == u'.' ? alphanumeric(engine_) : ignore_case_ ? either_case(engine_, c) : c;
      }
      splice(engine_, text_, i, end - i, with);
      return true;
    }
    return false;
  }

  struct Class {
    std::size_t begin, end;  // of the brackets
    bool negated, hyphen;
    std::u16string content;
  };

  // "[", perhaps "^", perhaps "-", then what is up to the next "]", at least one character.
  std::optional<Class> class_at(std::size_t begin) const {
    const auto is = [&](std::size_t at, char16_t c) { return at < text_.size() && text_[at] == c; };
    for (int negated = is(begin + 1, u'^') ? 1 : 0; negated >= 0; --negated) {
      const std::size_t after = begin + 1 + static_cast<std::size_t>(negated);
      for (int hyphen = is(after, u'-') ? 1 : 0; hyphen >= 0; --hyphen) {
        const std::size_t from = after + static_cast<std::size_t>(hyphen);
        const std::size_t close = text_.find(u']', from + 1);
        if (close == text_.npos) continue;
        std::u16string content = text_.substr(from, close - from);
        if (std::any_of(content.begin(), content.end(), is_line_end)) continue;
        return Class{begin, close + 1, negated == 1, hyphen == 1, std::move(content)};
      }
    }
    return std::nullopt;
  }

  void add(std::vector<char16_t>& members, char16_t c) const {
    if (ignore_case_ && !is_ascii_digit(c)) {
      members.push_back(capital(c));
      members.push_back(small(c));
    } else {
      members.push_back(c);
    }
  }

  // The members that faker-js finds in a class: it looks for the next that it knows, and goes on by
  // that one's length from where it began to look, not from where it found it.
  void add_members(std::u16string_view content, std::vector<char16_t>& members) {
    constexpr std::u16string_view kSigns = u"-!@#$&()`.+,/\"";
    while (true) {
      std::size_t at = 0;
      while (at < content.size() && !is_ascii_word(content[at]) &&
             kSigns.find(content[at]) == kSigns.npos)
        ++at;
      if (at == content.size()) return;
      const bool range = at + 2 < content.size() && is_ascii_word(content[at]) &&
                         content[at + 1] == u'-' && is_ascii_word(content[at + 2]);
      if (range) {
        if (content[at] > content[at + 2])
          return engine_.fail("a range in the pattern is out of order");
        for (char16_t c = content[at]; c <= content[at + 2]; ++c) add(members, c);
      } else if (content[at] != u'-') {
        add(members, content[at]);
      }
      content.remove_prefix(range ? 3 : 1);
    }
  }

  // All letters and digits that are not among the members, behind those members that are none.
  static void negate(std::vector<char16_t>& members) {
    for (const auto& [first, last] :
         {std::pair{u'0', u'9'}, std::pair{u'A', u'Z'}, std::pair{u'a', u'z'}}) {
      for (char16_t c = first; c <= last; ++c) {
        const auto found = std::find(members.begin(), members.end(), c);
        if (found != members.end())
          members.erase(found);
        else
          members.push_back(c);
      }
    }
  }

  bool replace_class() {
    for (std::size_t i = text_.find(u'['); i != text_.npos; i = text_.find(u'[', i + 1)) {
      const auto found = class_at(i);
      if (!found) continue;
      std::vector<char16_t> members;
      if (found->hyphen) members.push_back(u'-');
      add_members(found->content, members);
      if (engine_.failed()) return false;
      const Quantifier quantifier = Quantifier::at(text_, found->end);
      const double count = quantifier.count(engine_);
      if (!(count <= Engine::kMostItems))
        engine_.fail("the text becomes too long", {}, Code::kLimit);
      if (found->negated) negate(members);
      if (members.empty() && count > 0) engine_.fail("a class of the pattern has no members");
      if (engine_.failed()) return false;
      std::u16string with;
      for (double k = 1; k <= count; ++k) with += members[engine_.below(members.size())];
      splice(engine_, text_, found->begin, found->end + quantifier.size - found->begin, with);
      return true;
    }
    return false;
  }

  bool replace_range() {
    const auto found = find_repeat(text_, Repeat::kRange);
    if (!found) return false;
    if (found->min > found->max)
      return engine_.fail("the numbers of a quantifier are out of order"), false;
    replace_repeat(engine_, text_, *found, number_int(engine_, found->min, found->max));
    return true;
  }

  Engine& engine_;
  std::u16string text_;
  bool ignore_case_;
  int steps_ = 0;
};

// RegExp.prototype.source: slashes outside of classes are escaped, so are line ends; and nothing is
// (?:).
std::u16string source_of(std::u16string_view pattern) {
  if (pattern.empty()) return u"(?:)";
  std::u16string source;
  bool in_class = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char16_t c = pattern[i];
    if (c == u'\\' && i + 1 < pattern.size() && !is_line_end(pattern[i + 1])) {
      source += c;
      source += pattern[++i];
      continue;
    }
    if (c == u'[') in_class = true;
    if (c == u']') in_class = false;
    if (c == u'/' && !in_class)
      source += u"\\/";
    else if (c == u'\n')
      source += u"\\n";
    else if (c == u'\r')
      source += u"\\r";
    else if (c == u'\u2028')
      source += u"\\u2028";
    else if (c == u'\u2029')
      source += u"\\u2029";
    else
      source += c;
  }
  return source;
}

}  // namespace

void from_reg_exp(Engine& engine, std::string_view pattern, bool is_object, bool ignore_case,
                  std::string& out) {
  std::u16string text = to_utf16(pattern);
  if (is_object) {
    text = source_of(text);
    text.erase(0, std::min(text.find_first_not_of(u'^'), text.size()));
    while (text.ends_with(u'$')) text.pop_back();
  }
  if (text == u".") return append_alphanumeric(engine, 1, Casing::kMixed, out);
  if (ignore_case && text.size() == 1 && is_ascii_letter(text[0])) {
    text[0] = either_case(engine, text[0]);
    return append_utf8(text, out);
  }
  append_utf8(Generator(engine, std::move(text), ignore_case).run(), out);
}

}  // namespace mimus::fake
