#include "parts.h"
#include "rows.h"

namespace mimus::fake {
namespace {

// Each appends `count` of them; counts may be fractions, as JavaScript's array lengths.
void words(Engine& engine, double count, std::string& out) {
  for (double i = 1; i <= count && !engine.failed() && engine.fits(out.size()); ++i) {
    if (i > 1) out += ' ';
    out += pick(engine, lorem_word);
  }
}

void sentence(Engine& engine, double count, std::string& out) {
  const std::size_t start = out.size();
  words(engine, count, out);
  if (out.size() > start) {
    if (static_cast<unsigned char>(out[start]) < 0x80) {
      out[start] = upper(out[start]);
    } else {
      const std::string text = out.substr(start);
      out.resize(start);
      append_capitalized(text, out);
    }
  }
  out += '.';
}

void sentences(Engine& engine, double count, std::string_view separator, std::string& out) {
  for (double i = 1; i <= count && !engine.failed() && engine.fits(out.size()); ++i) {
    if (i > 1) out += separator;
    sentence(engine, number_int(engine, 3, 10), out);
  }
}

void paragraphs(Engine& engine, double count, std::string_view separator, std::string& out) {
  for (double i = 1; i <= count && !engine.failed() && engine.fits(out.size()); ++i) {
    if (i > 1) out += separator;
    sentences(engine, 3, " ", out);
  }
}

void lines(Engine& engine, const Args& args, std::string& out) {
  sentences(engine, args.count(engine, 0, 1, 5), "\n", out);
}
void paragraph(Engine& engine, const Args& args, std::string& out) {
  sentences(engine, args.count(engine, 0, 3), " ", out);
}
void paragraphs_(Engine& engine, const Args& args, std::string& out) {
  paragraphs(engine, args.count(engine, 0, 3), args.text(1, "\n"), out);
}
void sentence_(Engine& engine, const Args& args, std::string& out) {
  sentence(engine, args.count(engine, 0, 3, 10), out);
}
void sentences_(Engine& engine, const Args& args, std::string& out) {
  sentences(engine, args.count(engine, 0, 2, 6), args.text(1, " "), out);
}
void words_(Engine& engine, const Args& args, std::string& out) {
  words(engine, args.count(engine, 0, 3), out);
}

void slug(Engine& engine, const Args& args, std::string& out) {
  std::string text;
  words(engine, args.count(engine, 0, 3), text);
  slugify(text, out);
}

void text(Engine& engine, const Args&, std::string& out) {
  constexpr Method::TextFn kForms[] = {sentence_, sentences_, paragraph, paragraphs_, lines};
  kForms[engine.below(std::size(kForms))](engine, Args::none(), out);
}

void word(Engine& engine, const Args& args, std::string& out) {
  out += pick_word(engine, lorem_word, args);
}

constexpr Param kLines[] = {{"lineCount", Type::kRange, "1 to 5"}};
constexpr Param kParagraph[] = {{"sentenceCount", Type::kRange, "3"}};
constexpr Param kParagraphs[] = {{"paragraphCount", Type::kRange, "3"},
                                 {"separator", Type::kText, "a line break"}};
constexpr Param kSentence[] = {{"wordCount", Type::kRange, "3 to 10"}};
constexpr Param kSentences[] = {{"sentenceCount", Type::kRange, "2 to 6"},
                                {"separator", Type::kText, "a blank"}};
constexpr Param kWords[] = {{"wordCount", Type::kRange, "3"}};
constexpr Param kWord[] = {
    {"length", Type::kRange, "any"},
    {"strategy", Type::kChoice, "fail", "fail|closest|shortest|longest|any-length"}};

constexpr Method kMethods[] = {
    text_row("lorem", "lines", lines, "Sentences, each a line", kLines, 1),
    text_row("lorem", "paragraph", paragraph, "A paragraph", kParagraph, 1),
    text_row("lorem", "paragraphs", paragraphs_, "Paragraphs", kParagraphs, 2),
    text_row("lorem", "sentence", sentence_, "A sentence", kSentence, 1),
    text_row("lorem", "sentences", sentences_, "Sentences", kSentences, 2),
    text_row("lorem", "slug", slug, "Words with hyphens between", kWords, 1),
    text_row("lorem", "text", text, "A sentence, some, a paragraph, some, or lines"),
    text_row("lorem", "word", word, "A word", kWord, 0, 0),
    text_row("lorem", "words", words_, "Words", kWords, 1),
};

}  // namespace

Rows lorem_methods() {
  return kMethods;
}

}  // namespace mimus::fake
