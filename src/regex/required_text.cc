#include <algorithm>
#include <optional>

#include "regex.h"
#include "spelling.h"

namespace mimus::regex {
namespace {

// Longer texts are cut: an index has no use for more.
constexpr std::size_t kLongest = 256;
constexpr int kDeepest = 100;

// What is known of the texts that a part of an expression matches. When `exact`, it matches one text
// only, and all three are that text.
struct Known {
  bool exact = false;
  std::string prefix, suffix, inner;

  static Known text(std::string text) { return {true, text, text, text}; }
  static Known nothing() { return {}; }
};

const std::string& longer(const std::string& a, const std::string& b) {
  return b.size() > a.size() ? b : a;
}

Known cut(Known known) {
  const bool fits = known.prefix.size() <= kLongest && known.suffix.size() <= kLongest &&
                    known.inner.size() <= kLongest;
  if (fits) return known;
  known.exact = false;
  known.prefix.resize(std::min(known.prefix.size(), kLongest));
  known.inner.resize(std::min(known.inner.size(), kLongest));
  if (known.suffix.size() > kLongest) known.suffix.erase(0, known.suffix.size() - kLongest);
  return known;
}

// a, then b.
Known sequence(const Known& a, const Known& b) {
  Known both;
  both.exact = a.exact && b.exact;
  both.prefix = a.exact ? a.prefix + b.prefix : a.prefix;
  both.suffix = b.exact ? a.suffix + b.suffix : b.suffix;
  both.inner = longer(longer(a.inner, b.inner), a.suffix + b.prefix);
  return cut(both);
}

// a or b.
Known either(const Known& a, const Known& b) {
  if (a.exact && b.exact && a.prefix == b.prefix) return a;
  Known both;
  const auto front = std::mismatch(a.prefix.begin(), a.prefix.end(), b.prefix.begin(), b.prefix.end());
  both.prefix.assign(a.prefix.begin(), front.first);
  const auto back = std::mismatch(a.suffix.rbegin(), a.suffix.rend(), b.suffix.rbegin(), b.suffix.rend());
  both.suffix.assign(back.first.base(), a.suffix.end());
  both.inner = longer(both.prefix, both.suffix);
  return both;
}

struct Quantifier {
  unsigned least;
  bool exactly;  // {n}
};

Known repeated(const Known& once, Quantifier quantifier) {
  if (quantifier.least == 0) return quantifier.exactly ? Known::text("") : Known::nothing();
  Known known = once;
  unsigned done = 1;
  for (; done < quantifier.least && known.inner.size() < kLongest; ++done) {
    const bool grows = once.exact ? !once.prefix.empty() : done < 2;
    if (!grows) break;
    known = sequence(known, once);
  }
  const bool empty = once.exact && once.prefix.empty();
  if (!empty && (!quantifier.exactly || done < quantifier.least)) known.exact = false;
  return known;
}

// Reads PCRE2's grammar as far as it is common. Whatever is rare or changes how the rest reads ((?i), (?x),
// recursion, verbs) makes the whole expression doubtful: nullopt.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  std::optional<Known> read() {
    auto known = alternatives(0);
    return rest_.empty() ? known : std::nullopt;
  }

 private:
  bool take(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }
  std::string_view take_size(std::size_t size) {
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(taken.size());
    return taken;
  }
  template <class Wanted>
  std::string_view take_while(Wanted wanted) {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), wanted);
    return take_size(static_cast<std::size_t>(end - rest_.begin()));
  }

  // Up to the end or an unmatched ')'.
  std::optional<Known> alternatives(int depth) {
    if (depth > kDeepest) return std::nullopt;
    std::optional<Known> all;
    do {
      Known branch = Known::text("");
      while (!rest_.empty() && rest_.front() != '|' && rest_.front() != ')') {
        auto item = atom(depth);
        if (!item || !quantifiers(*item)) return std::nullopt;
        branch = sequence(branch, *item);
      }
      all = all ? either(*all, branch) : branch;
    } while (take("|"));
    return all;
  }

  std::optional<Known> atom(int depth) {
    switch (rest_.front()) {
      case '(':
        return group(depth);
      case '[':
        return character_class();
      case '\\':
        return escape();
      case '.':
        take(".");
        return Known::nothing();
      case '^':
      case '$':
        take_size(1);
        return Known::text("");
      case '*':
      case '+':
      case '?':
        return std::nullopt;  // nothing to repeat
      default:
        return literal();
    }
  }

  // One code point, so that a quantifier repeats all of it.
  std::optional<Known> literal() {
    std::size_t size = 1;
    while (size < rest_.size() && (static_cast<unsigned char>(rest_[size]) & 0xc0) == 0x80) ++size;
    return Known::text(std::string(take_size(size)));
  }

  std::optional<Known> group(int depth) {
    take("(");
    bool zero_width = false;
    if (rest_.starts_with("*")) return std::nullopt;
    if (take("?")) {
      if (take("#")) {
        const std::size_t end = rest_.find(')');
        if (end == std::string_view::npos) return std::nullopt;
        take_size(end + 1);
        // A quantifier behind a comment belongs to what is before it.
        if (!rest_.empty() && std::string_view("*+?{").find(rest_.front()) != std::string_view::npos) {
          return std::nullopt;
        }
        return Known::text("");
      }
      if (take("=") || take("!") || take("<=") || take("<!")) {
        zero_width = true;
      } else if (take("P<") || take("<") || take("'")) {
        take_while([](char c) { return c != '>' && c != '\'' && c != ')'; });
        if (!take(">") && !take("'")) return std::nullopt;
      } else if (!take(">") && !take("|")) {
        take_while([](char c) { return c == 's' || c == 'm' || c == 'U' || c == 'J' || c == '-'; });
        if (take(")")) return Known::text("");  // (?s): harmless for texts that are spelled out
        if (!take(":")) return std::nullopt;
      }
    }
    auto inside = alternatives(depth + 1);
    if (!inside || !take(")")) return std::nullopt;
    return zero_width ? Known::text("") : *inside;
  }

  std::optional<Known> character_class() {
    const auto size = class_size(rest_);
    if (!size) return std::nullopt;
    const std::string_view members = take_size(*size).substr(1, *size - 2);
    const auto is_plain = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
    if (members.size() == 1 && is_plain(members[0])) return Known::text(std::string(members));
    if (members.size() == 2 && members[0] == '\\' && is_punctuation(members[1])) {
      return Known::text(std::string(members.substr(1)));
    }
    return Known::nothing();
  }

  static bool is_punctuation(char c) {
    return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') ||
           (c >= '{' && c <= '~');
  }

  std::optional<Known> escape() {
    take("\\");
    if (rest_.empty()) return std::nullopt;
    const char kind = take_size(1).front();
    if (is_punctuation(kind) || kind == ' ') return Known::text(std::string(1, kind));
    switch (kind) {
      case 'Q':
        return quoted();
      case 'd': case 'D': case 'w': case 'W': case 's': case 'S': case 'h': case 'H':
      case 'v': case 'V': case 'R': case 'X':
      case 'n': case 'r': case 't': case 'f': case 'a': case 'e':
        return Known::nothing();
      case 'b': case 'B': case 'A': case 'z': case 'Z': case 'G':
        return Known::text("");
      case 'p': case 'P':
        return property();
      case 'x':
        return hexadecimal();
      case '0': case '1': case '2': case '3': case '4':
      case '5': case '6': case '7': case '8': case '9':
        // A group or an octal number: whatever it is, it ends before the next character that is no digit.
        take_while([](char c) { return c >= '0' && c <= '9'; });
        return Known::nothing();
      default:
        return std::nullopt;
    }
  }

  std::optional<Known> property() {
    if (!rest_.starts_with("{")) {
      take_size(1);
      return Known::nothing();
    }
    const std::size_t close = rest_.find('}');
    if (close == std::string_view::npos) return std::nullopt;
    take_size(close + 1);
    return Known::nothing();
  }

  std::optional<Known> hexadecimal() {
    if (rest_.starts_with("{")) return property();  // it ends alike
    for (int i = 0; i < 2 && !rest_.empty(); ++i) {
      const char c = rest_.front();
      const bool hex = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
      if (hex) take_size(1);
    }
    return Known::nothing();
  }

  // \Q…\E, up to the character before the last: that one is left for a quantifier behind \E.
  std::optional<Known> quoted() {
    const std::size_t end = rest_.find("\\E");
    if (end == 0) return std::nullopt;
    const std::string_view text = take_size(std::min(end, rest_.size()));
    if (end == std::string_view::npos) return Known::text(std::string(text));
    take("\\E");
    const bool repeated_last =
        !rest_.empty() && std::string_view("*+?{").find(rest_.front()) != std::string_view::npos;
    return repeated_last ? std::nullopt : std::optional(Known::text(std::string(text)));
  }

  // Applies all quantifiers at the front; false: doubtful.
  bool quantifiers(Known& known) {
    while (!rest_.empty()) {
      Quantifier quantifier{0, false};
      if (take("+")) {
        quantifier.least = 1;
      } else if (rest_.front() == '{') {
        const auto counted = counted_quantifier();
        if (!counted) return !brace_is_doubtful();
        quantifier = *counted;
      } else if (!take("*") && !take("?")) {
        // \E alone may stand between an atom and its quantifier.
        return !rest_.starts_with("\\E") && !rest_.starts_with("\\Q\\E");
      }
      if (!take("+")) take("?");
      known = cut(repeated(known, quantifier));
    }
    return true;
  }

  // {n}, {n,} or {n,m} with strict digits; anything else is literal text and stays.
  std::optional<Quantifier> counted_quantifier() {
    constexpr std::size_t kDigits = 5;  // PCRE2 counts to 65535
    const std::string_view before = rest_;
    take("{");
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const std::string_view low = take_while(is_digit);
    const bool comma = take(",");
    const std::string_view high = comma ? take_while(is_digit) : low;
    if (low.empty() || low.size() > kDigits || high.size() > kDigits || !take("}")) {
      rest_ = before;
      return std::nullopt;
    }
    return Quantifier{static_cast<unsigned>(std::stoul(std::string(low))), high == low};
  }

  // Newer PCRE2 read {,3} and { 1, 3 } as quantifiers too.
  bool brace_is_doubtful() const {
    return rest_.size() > 1 && (rest_[1] == ',' || rest_[1] == ' ' || rest_[1] == '\t');
  }

  std::string_view rest_;
};

}  // namespace

RequiredText required_text(std::string_view expression) {
  const std::string text = pcre_spelling(expression).text;
  auto known = Reader(text).read();
  if (!known) return {};
  std::string inner = longer(known->inner, longer(known->prefix, known->suffix));
  return {std::move(known->prefix), std::move(known->suffix), std::move(inner)};
}

}  // namespace mimus::regex
