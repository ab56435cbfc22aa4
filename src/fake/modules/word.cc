#include <algorithm>
#include <array>
#include <vector>

#include "parts.h"
#include "rows.h"

namespace mimus::fake {
namespace {

enum class Strategy { kFail, kClosest, kShortest, kLongest, kAnyLength };

using Words = std::vector<std::string_view>;

template <class Fits>
Words filtered(TextList list, Fits fits) {
  Words words;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (fits(static_cast<double>(utf16_length(list[i])))) words.push_back(list[i]);
  }
  return words;
}

struct Lengths {
  double shortest = INFINITY, longest = -INFINITY;
  double below = -INFINITY, above = INFINITY;  // the nearest to [min, max] from outside

  Lengths(TextList list, double min, double max) {
    for (std::size_t i = 0; i < list.size(); ++i) {
      const auto length = static_cast<double>(utf16_length(list[i]));
      shortest = std::min(shortest, length);
      longest = std::max(longest, length);
      if (length < min) below = std::max(below, length);
      if (length > max) above = std::min(above, length);
    }
  }
};

// What is done when no word has the wanted length.
Words by_strategy(Engine& engine, TextList list, double min, double max, Strategy strategy) {
  const Lengths lengths(list, min, max);
  switch (strategy) {
    case Strategy::kFail:
      engine.fail("no word has this length", "strategy says what to do then");
      return {};
    case Strategy::kShortest:
      return filtered(list, [&](double length) { return length == lengths.shortest; });
    case Strategy::kLongest:
      return filtered(list, [&](double length) { return length == lengths.longest; });
    case Strategy::kAnyLength:
      return filtered(list, [](double) { return true; });
    case Strategy::kClosest:
      break;
  }
  const double under = min - lengths.below;
  const double over = lengths.above - max;
  if (std::isnan(under) || std::isnan(over)) return {};
  const double off = std::min(under, over);
  return filtered(list, [&](double length) { return length == min - off || length == max + off; });
}

std::string_view pick_filtered(Engine& engine, TextList list, const Args& args) {
  const auto strategy = args.choice(1, Strategy::kFail);
  const double min = args.has(0) ? args[0].number : std::nan("");
  const double max = args.has(0) && args[0].is == Arg::Is::kRange ? args[0].max : min;
  Words words;
  if (args.has(0)) {
    words = filtered(list, [&](double length) { return length >= min && length <= max; });
  } else if (strategy != Strategy::kShortest && strategy != Strategy::kLongest) {
    return list.pick(engine);
  }
  if (words.empty()) words = by_strategy(engine, list, min, max, strategy);
  if (words.empty()) {
    engine.fail("there is nothing to choose from");
    return {};
  }
  return words[engine.below(words.size())];
}

constexpr std::uint16_t kKinds[] = {word_adjective,    word_adverb, word_conjunction,
                                    word_interjection, word_noun,   word_preposition,
                                    word_verb};

template <Entry kEntry>
void word_of(Engine& engine, const Args& args, std::string& out) {
  out += pick_word(engine, kEntry, args);
}

void sample(Engine& engine, const Args& args, std::string& out) {
  out += sample_word(engine, args);
}

void words(Engine& engine, const Args& args, std::string& out) {
  const double count = args.count(engine, 0, 1, 3);
  for (double i = 1; i <= count && !engine.failed(); ++i) {
    if (i > 1) out += ' ';
    out += sample_word(engine, Args::none());
  }
}

constexpr Param kWord[] = {
    {"length", Type::kRange, "any"},
    {"strategy", Type::kChoice, "fail", "fail|closest|shortest|longest|any-length"}};
constexpr Param kWords[] = {{"count", Type::kRange, "1 to 3"}};

constexpr Method kMethods[] = {
    text_row("word", "adjective", word_of<word_adjective>, "An adjective", kWord, 0, 0),
    text_row("word", "adverb", word_of<word_adverb>, "An adverb", kWord, 0, 0),
    text_row("word", "conjunction", word_of<word_conjunction>, "A conjunction", kWord, 0, 0),
    text_row("word", "interjection", word_of<word_interjection>, "An interjection", kWord, 0, 0),
    text_row("word", "noun", word_of<word_noun>, "A noun", kWord, 0, 0),
    text_row("word", "preposition", word_of<word_preposition>, "A preposition", kWord, 0, 0),
    text_row("word", "sample", sample, "A word of any kind", kWord, 0, 0),
    text_row("word", "verb", word_of<word_verb>, "A verb", kWord, 0, 0),
    text_row("word", "words", words, "Words of any kind", kWords, 0, 0),
};

}  // namespace

Rows word_methods() {
  return kMethods;
}

std::string_view pick_word(Engine& engine, std::uint16_t entry, const Args& args) {
  const TextList list = Image::texts(required(engine, entry));
  if (engine.failed()) return {};
  return args.has(0) || args.has(1) ? pick_filtered(engine, list, args) : list.pick(engine);
}

// The kinds in a drawn order; the first that has a word gives it.
std::string_view sample_word(Engine& engine, const Args& args) {
  std::array<std::uint16_t, std::size(kKinds)> kinds;
  std::copy(std::begin(kKinds), std::end(kKinds), kinds.begin());
  for (std::size_t i = kinds.size() - 1; i > 0; --i)
    std::swap(kinds[i], kinds[engine.below(i + 1)]);
  if (engine.failed()) return {};
  for (const std::uint16_t kind : kinds) {
    const std::string_view word = pick_word(engine, kind, args);
    if (!engine.failed()) return word;
    (void)engine.take_failure();
  }
  engine.fail("locale " + std::string(engine.locale().code()) + " has no such words");
  return {};
}

}  // namespace mimus::fake
