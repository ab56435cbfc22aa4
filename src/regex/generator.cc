#include "generator.h"

#include <algorithm>
#include <map>
#include <vector>

#include "base/code_points.h"
#include "ecma.h"
#include "ecma_sets.h"
#include "regex.h"

namespace mimus::regex {
namespace {

using Kind = EcmaPart::Kind;

// Of a set: letters and digits, what people like to see where there is a choice; and one of the
// others.
struct Members {
  std::string usual;
  char32_t other = U'a';
};

bool holds(const EcmaPart& set, char32_t code) {
  const bool in = std::any_of(set.ranges.begin(), set.ranges.end(), [&](const CodeRange& range) {
    return code >= range.first && code <= range.last;
  });
  return in != set.negated;
}

constexpr bool is_surrogate(char32_t code) {
  return code >= 0xd800 && code <= 0xdfff;
}

// Printable where that is possible. A set without members gets 'a', and the judge says no.
char32_t other_member(const EcmaPart& set) {
  const Ranges ranges = set.negated ? complement(set.ranges) : set.ranges;
  for (const CodeRange& range : ranges) {
    const char32_t code = std::max(range.first, std::min(range.last, U' '));
    if (code >= U' ' && !is_surrogate(code)) return code;
  }
  return ranges.empty() ? U'a' : ranges.front().first;
}

std::vector<Members> members_of(const EcmaExpression& expression) {
  constexpr std::string_view kUsual =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::vector<Members> all(expression.parts.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    const EcmaPart& part = expression.parts[i];
    if (part.kind != Kind::kSet) continue;
    for (const char letter : kUsual) {
      if (holds(part, static_cast<unsigned char>(letter))) all[i].usual += letter;
    }
    all[i].other = other_member(part);
  }
  return all;
}

class Draft {
 public:
  Draft(const EcmaExpression& expression, const std::vector<Members>& members, std::uint32_t extra)
      : expression_(expression), members_(members), extra_(extra) {}

  std::string run(const Chance& chance) {
    write(expression_.root, chance);
    for (const Look& look : looks_) fulfil(look);
    std::string text;
    for (const char32_t code : out_) append_code_point(code, text);
    return text;
  }

 private:
  // What a look-ahead wants to see from `at` on.
  struct Look {
    std::size_t at;
    std::u32string text;
  };

  bool spent() {
    constexpr unsigned kMostSteps = 200'000;
    return ++steps_ > kMostSteps;
  }

  void write(std::uint32_t id, const Chance& chance) {
    const EcmaPart& part = expression_.parts[id];
    if (spent()) return;
    switch (part.kind) {
      case Kind::kSequence:
        for (std::size_t i = 0; i < part.children.size(); ++i)
          write(part.children[i], chance.fork(i));
        break;
      case Kind::kChoice:
        write(part.children[chance.fork("choice").below(part.children.size())],
              chance.fork("chosen"));
        break;
      case Kind::kSet:
        out_ += member(id, chance);
        break;
      case Kind::kRepeat:
        repeat(part, chance);
        break;
      case Kind::kGroup:
        group(part, chance);
        break;
      case Kind::kBackreference:
        out_ += part.name.empty() ? captures_[part.number] : names_[part.name];
        break;
      case Kind::kLook:
        look(part, chance);
        break;
      case Kind::kStart:
      case Kind::kEnd:
      case Kind::kWordBoundary:
      case Kind::kNotWordBoundary:
        break;  // the judge's
    }
  }

  void repeat(const EcmaPart& part, const Chance& chance) {
    const std::uint32_t room =
        part.most == kUnlimited ? extra_ : std::min(extra_, part.most - part.least);
    const std::uint64_t count = part.least + chance.fork("count").below(std::uint64_t{room} + 1);
    for (std::uint64_t i = 0; i < count && !spent(); ++i)
      write(part.children.front(), chance.fork(i));
  }

  void group(const EcmaPart& part, const Chance& chance) {
    const std::size_t start = out_.size();
    write(part.children.front(), chance);
    if (part.number != 0) captures_[part.number] = out_.substr(start);
    if (!part.name.empty()) names_[part.name] = out_.substr(start);
  }

  // Only what must follow can be arranged; the rest is left to luck and the judge.
  void look(const EcmaPart& part, const Chance& chance) {
    if (part.negated || part.behind) return;
    const std::size_t at = out_.size();
    write(part.children.front(), chance);
    looks_.push_back({at, out_.substr(at)});
    out_.resize(at);
  }

  // The look's last code point is what "(?=.*[A-Z])" is about: it goes where the look put it.
  void fulfil(const Look& look) {
    if (look.text.empty() || look.at >= out_.size()) return;
    const std::size_t last = std::min(look.at + look.text.size(), out_.size()) - 1;
    out_[last] = look.text.back();
  }

  char32_t member(std::uint32_t id, const Chance& chance) const {
    const EcmaPart& set = expression_.parts[id];
    const std::string& usual = members_[id].usual;
    constexpr std::size_t kMany = 20;
    if (!usual.empty() &&
        (set.negated || set.ranges.size() > kMany || chance.fork("usual").happens(0.8))) {
      return static_cast<unsigned char>(usual[chance.fork("letter").below(usual.size())]);
    }
    if (set.negated || set.ranges.empty()) return members_[id].other;
    const CodeRange& range = set.ranges[chance.fork("range").below(set.ranges.size())];
    const char32_t code =
        range.first + static_cast<char32_t>(chance.fork("in").below(range.last - range.first + 1));
    return is_surrogate(code) ? U'\ue000' : code;
  }

  const EcmaExpression& expression_;
  const std::vector<Members>& members_;
  std::uint32_t extra_;
  unsigned steps_ = 0;
  std::u32string out_;
  std::vector<Look> looks_;
  std::map<std::uint32_t, std::u32string> captures_;
  std::map<std::string, std::u32string> names_;
};

}  // namespace

struct Generator::Compiled {
  EcmaExpression expression;
  std::vector<Members> members;
  Regex judge;
};

Result<Generator> Generator::compile(std::string_view text) {
  MIMUS_TRY(EcmaExpression expression, parse_ecma(text));
  MIMUS_TRY(Regex judge, Regex::compile(expression.pcre));
  std::vector<Members> members = members_of(expression);
  return Generator(std::make_shared<const Compiled>(
      Compiled{std::move(expression), std::move(members), std::move(judge)}));
}

std::string Generator::draft(const Chance& chance, std::uint32_t extra) const {
  return Draft(compiled_->expression, compiled_->members, extra).run(chance);
}

std::optional<std::string> Generator::text(const Chance& chance) const {
  // Repetitions widen and narrow again from attempt to attempt; look-arounds need some luck.
  constexpr std::uint32_t kExtras[] = {6, 3, 8, 1, 12, 0, 20, 5};
  constexpr std::uint64_t kAttempts = 200;
  for (std::uint64_t attempt = 0; attempt < kAttempts; ++attempt) {
    std::string text = draft(chance.fork(attempt), kExtras[attempt % std::size(kExtras)]);
    if (compiled_->judge.search(text) == Regex::Outcome::kYes) return text;
  }
  return std::nullopt;
}

}  // namespace mimus::regex
