#include "ecma.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/code_points.h"
#include "ecma_sets.h"

namespace mimus::regex {
namespace {

using Kind = EcmaPart::Kind;

bool is_letter_or_digit(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<EcmaExpression> run() {
    const std::uint32_t root = choice(0);
    if (!fault_ && at_ < text_.size()) fail("a ')' without its '('");
    if (!fault_ && highest_reference_ > groups_) fail("there is no such group");
    if (fault_) return syntax_error(fault_, at_);
    out_.root = root;
    return std::move(out_);
  }

 private:
  // A code point, or a set, as an escape names it.
  struct Escape {
    std::optional<char32_t> code;
    Ranges ranges;     // members, for the tree
    std::string pcre;  // inside a class
  };

  std::uint32_t fail(const char* what) {
    if (fault_ == nullptr) fault_ = what;
    return 0;
  }
  bool more() const { return fault_ == nullptr && at_ < text_.size(); }
  bool eat(std::string_view token) {
    if (!text_.substr(at_).starts_with(token)) return false;
    at_ += token.size();
    return true;
  }
  std::uint32_t add(EcmaPart part) {
    out_.parts.push_back(std::move(part));
    return static_cast<std::uint32_t>(out_.parts.size() - 1);
  }

  std::uint32_t choice(int depth) {
    constexpr int kMostDepth = 200;
    if (depth > kMostDepth) return fail("groups are nested too deeply");
    EcmaPart all{.kind = Kind::kChoice};
    all.children.push_back(sequence(depth));
    while (more() && eat("|")) {
      out_.pcre += '|';
      all.children.push_back(sequence(depth));
    }
    return all.children.size() == 1 ? all.children.front() : add(std::move(all));
  }

  std::uint32_t sequence(int depth) {
    EcmaPart all{.kind = Kind::kSequence};
    while (more() && text_[at_] != '|' && text_[at_] != ')') {
      bool repeatable = true;
      const std::uint32_t part = term(depth, repeatable);
      all.children.push_back(repeatable ? repeated(part) : part);
    }
    return add(std::move(all));
  }

  std::uint32_t term(int depth, bool& repeatable) {
    const char c = text_[at_];
    repeatable = false;
    if (eat("^")) return out_.pcre += '^', add({.kind = Kind::kStart});
    if (eat("$")) return out_.pcre += "\\z", add({.kind = Kind::kEnd});
    if (eat("\\b")) return out_.pcre += "\\b", add({.kind = Kind::kWordBoundary});
    if (eat("\\B")) return out_.pcre += "\\B", add({.kind = Kind::kNotWordBoundary});
    if (c == '*' || c == '+' || c == '?') return fail("nothing to repeat");
    if (c == '(') {
      const std::uint32_t part = group(depth);
      repeatable = !(part < out_.parts.size() && out_.parts[part].kind == Kind::kLook &&
                     out_.parts[part].behind);
      return part;
    }
    repeatable = true;
    if (c == '[') return set();
    if (eat(".")) {
      out_.pcre += "[^\\n\\r\\x{2028}\\x{2029}]";
      return add({.kind = Kind::kSet, .negated = true, .ranges = line_ends()});
    }
    if (c == '\\') return escape_term();
    const char32_t code = next_code_point(text_, at_);
    literal(code);
    return add({.kind = Kind::kSet, .ranges = {{code, code}}});
  }

  void literal(char32_t code) {
    if (code < 0x80 && !is_letter_or_digit(code)) {
      append_hex(code, out_.pcre);
    } else {
      append_code_point(code, out_.pcre);
    }
  }

  std::uint32_t repeated(std::uint32_t part) {
    if (!more()) return part;
    const std::size_t start = at_;
    std::uint32_t least = 0;
    std::uint32_t most = kUnlimited;
    if (eat("*")) {
    } else if (eat("+")) {
      least = 1;
    } else if (eat("?")) {
      most = 1;
    } else if (!braces(least, most)) {
      return part;
    }
    if (most < least) return fail("a repetition from more to less");
    out_.pcre += text_.substr(start, at_ - start);
    if (eat("?")) out_.pcre += '?';
    if (more() && (text_[at_] == '*' || text_[at_] == '+' || text_[at_] == '?'))
      return fail("nothing to repeat");
    EcmaPart repeat{.kind = Kind::kRepeat, .least = least, .most = most};
    repeat.children.push_back(part);
    return add(std::move(repeat));
  }

  // {3} {3,} {3,5}; anything else is a brace by itself.
  bool braces(std::uint32_t& least, std::uint32_t& most) {
    std::size_t i = at_;
    const auto number = [&](std::uint32_t& out) {
      const auto [end, error] = std::from_chars(text_.data() + i, text_.data() + text_.size(), out);
      const bool some = end != text_.data() + i;
      if (error == std::errc::result_out_of_range) fail("a repetition count is too large");
      i = static_cast<std::size_t>(end - text_.data());
      return some;
    };
    if (text_[i] != '{') return false;
    ++i;
    if (!number(least)) return false;
    most = least;
    if (i < text_.size() && text_[i] == ',') {
      ++i;
      if (!number(most)) most = kUnlimited;
    }
    if (i >= text_.size() || text_[i] != '}') return false;
    at_ = i + 1;
    return true;
  }

  std::uint32_t group(int depth) {
    EcmaPart part{.kind = Kind::kGroup};
    const std::size_t start = at_;
    eat("(");
    if (eat("?<=") || eat("?<!")) {
      part.kind = Kind::kLook;
      part.behind = true;
      part.negated = text_[at_ - 1] == '!';
    } else if (eat("?=") || eat("?!")) {
      part.kind = Kind::kLook;
      part.negated = text_[at_ - 1] == '!';
    } else if (eat("?<")) {
      const std::size_t end = text_.find('>', at_);
      if (end == std::string_view::npos || end == at_ || is_digit(text_[at_]))
        return fail("a group without its name");
      part.name = text_.substr(at_, end - at_);
      at_ = end + 1;
      part.number = ++groups_;
    } else if (!eat("?:")) {
      if (more() && text_[at_] == '?') return fail("this kind of group is unknown");
      part.number = ++groups_;
    }
    out_.pcre += text_.substr(start, at_ - start);
    part.children.push_back(choice(depth + 1));
    if (fault_ != nullptr) return 0;
    if (!eat(")")) return fail("a '(' without its ')'");
    out_.pcre += ')';
    return add(std::move(part));
  }

  std::uint32_t escape_term() {
    if (at_ + 1 < text_.size() && text_[at_ + 1] >= '1' && text_[at_ + 1] <= '9') {
      EcmaPart part{.kind = Kind::kBackreference};
      const auto [end, error] =
          std::from_chars(text_.data() + at_ + 1, text_.data() + text_.size(), part.number);
      if (error != std::errc()) return fail("there is no such group");
      at_ = static_cast<std::size_t>(end - text_.data());
      highest_reference_ = std::max(highest_reference_, part.number);
      out_.pcre += "\\g{" + std::to_string(part.number) + "}";
      return add(std::move(part));
    }
    if (eat("\\k<")) {
      const std::size_t end = text_.find('>', at_);
      if (end == std::string_view::npos) return fail("a name without its '>'");
      EcmaPart part{.kind = Kind::kBackreference,
                    .name = std::string(text_.substr(at_, end - at_))};
      out_.pcre += "\\k<" + part.name + ">";
      at_ = end + 1;
      return add(std::move(part));
    }
    Escape escape = read_escape(false);
    if (fault_ != nullptr) return 0;
    if (escape.code) {
      literal(*escape.code);
      return add({.kind = Kind::kSet, .ranges = {{*escape.code, *escape.code}}});
    }
    out_.pcre += "[" + escape.pcre + "]";
    return add({.kind = Kind::kSet, .ranges = std::move(escape.ranges)});
  }

  Escape read_escape(bool in_class) {
    ++at_;  // the backslash
    if (at_ >= text_.size()) return fail("a '\\' at the end"), Escape{};
    const char32_t c = next_code_point(text_, at_);
    switch (c) {
      case 'd':
        return {.ranges = digits(), .pcre = "0-9"};
      case 'D':
        return named_set(complement(digits()));
      case 'w':
        return named_set(word());
      case 'W':
        return named_set(complement(word()));
      case 's':
        return named_set(space());
      case 'S':
        return named_set(complement(space()));
      case 't':
        return {.code = '\t'};
      case 'n':
        return {.code = '\n'};
      case 'v':
        return {.code = '\v'};
      case 'f':
        return {.code = '\f'};
      case 'r':
        return {.code = '\r'};
      case '0':
        if (more() && is_digit(text_[at_])) return fail("an octal escape"), Escape{};
        return {.code = U'\0'};
      case 'b':
        if (in_class) return {.code = U'\b'};
        break;
      case 'c':
        if (more() && is_letter_or_digit(static_cast<unsigned char>(text_[at_])) &&
            !is_digit(text_[at_])) {
          return {.code = static_cast<char32_t>(text_[at_++] & 0x1f)};
        }
        return fail("\\c without its letter"), Escape{};
      case 'x':
        return {.code = hex(2)};
      case 'u':
        return {.code = unicode()};
      case 'p':
      case 'P':
        return property(c == 'P');
      default:
        break;
    }
    if (is_letter_or_digit(c)) return fail("this escape is unknown"), Escape{};
    return {.code = c};
  }

  static Escape named_set(Ranges ranges) {
    Escape escape{.ranges = std::move(ranges)};
    append_ranges(escape.ranges, escape.pcre);
    return escape;
  }

  char32_t hex(std::size_t size) {
    unsigned code = 0;
    const std::string_view digits = text_.substr(std::min(at_, text_.size()), size);
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
    if (digits.size() < size || error != std::errc() || end != digits.data() + size)
      return fail("hexadecimal digits are missing");
    at_ += size;
    return code;
  }

  char32_t unicode() {
    if (eat("{")) {
      const std::size_t end = text_.find('}', at_);
      if (end == std::string_view::npos || end == at_ || end - at_ > 6)
        return fail("\\u{ without its digits and '}'");
      const char32_t code = hex(end - at_);
      ++at_;
      return code > 0x10ffff ? fail("there is no such code point") : code;
    }
    const char32_t high = hex(4);
    if (high < 0xd800 || high > 0xdfff) return high;
    if (high < 0xdc00 && eat("\\u")) {
      const char32_t low = hex(4);
      if (low >= 0xdc00 && low <= 0xdfff) return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
    }
    return fail("half a pair of surrogates");
  }

  Escape property(bool negated) {
    const std::size_t end = text_.find('}', at_);
    if (!eat("{") || end == std::string_view::npos) return fail("\\p without its {name}"), Escape{};
    std::string_view name = text_.substr(at_, end - at_);
    at_ = end + 1;
    if (const std::size_t equals = name.find('='); equals != std::string_view::npos)
      name.remove_prefix(equals + 1);
    Property known = find_property(name);
    if (negated) known.members = complement(std::move(known.members));
    return {.ranges = std::move(known.members),
            .pcre = std::string(negated ? "\\P{" : "\\p{").append(known.pcre).append(1, '}')};
  }

  std::uint32_t set() {
    eat("[");
    EcmaPart part{.kind = Kind::kSet, .negated = eat("^")};
    std::string pcre;
    bool closed = false;
    while (more() && !(closed = eat("]"))) {
      Escape first = class_atom();
      const bool range = at_ + 1 < text_.size() && text_[at_] == '-' && text_[at_ + 1] != ']';
      if (first.code && range) {
        const std::size_t dash = at_++;
        const Escape last = class_atom();
        if (last.code) {
          if (*last.code < *first.code) return fail("a range from more to less");
          const Ranges span{{*first.code, *last.code}};
          part.ranges.insert(part.ranges.end(), span.begin(), span.end());
          append_ranges(span, pcre);
          continue;
        }
        at_ = dash;  // "a-\d": a dash by itself
      }
      if (fault_ != nullptr) return 0;
      if (first.code) first = named_set({{*first.code, *first.code}});
      part.ranges.insert(part.ranges.end(), first.ranges.begin(), first.ranges.end());
      pcre += first.pcre;
    }
    if (fault_ != nullptr) return 0;
    if (!closed) return fail("a '[' without its ']'");
    if (pcre.empty()) {
      out_.pcre += part.negated ? "[\\x{0}-\\x{10ffff}]" : "(?!)";
    } else {
      out_.pcre += (part.negated ? "[^" : "[") + pcre + "]";
    }
    return add(std::move(part));
  }

  Escape class_atom() {
    if (fault_ != nullptr || at_ >= text_.size()) return {};
    if (text_[at_] == '\\') {
      if (at_ + 1 < text_.size() && text_[at_ + 1] == '-') {
        at_ += 2;
        return {.code = U'-'};
      }
      return read_escape(true);
    }
    return {.code = next_code_point(text_, at_)};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  const char* fault_ = nullptr;
  std::uint32_t groups_ = 0;
  std::uint32_t highest_reference_ = 0;
  EcmaExpression out_;
};

}  // namespace

Result<EcmaExpression> parse_ecma(std::string_view text) {
  return Parser(text).run();
}

std::string pcre_from_ecma(std::string_view expression) {
  auto parsed = parse_ecma(expression);
  return parsed ? std::move(parsed->pcre) : std::string(expression);
}

}  // namespace mimus::regex
