#include "parts.h"
#include "rows.h"

namespace mimus::fake {

void company_name(Engine& engine, std::string& out) {
  fake_list(engine, required(engine, company_name_pattern), out);
}

namespace {

void three_words(Engine& engine, std::uint16_t first, std::uint16_t second, std::uint16_t third,
                 std::string& out) {
  out += pick(engine, first);
  out += ' ';
  out += pick(engine, second);
  out += ' ';
  out += pick(engine, third);
}

void buzz_phrase(Engine& engine, const Args&, std::string& out) {
  three_words(engine, company_buzz_verb, company_buzz_adjective, company_buzz_noun, out);
}

void catch_phrase(Engine& engine, const Args&, std::string& out) {
  three_words(engine, company_adjective, company_descriptor, company_noun, out);
}

void name(Engine& engine, const Args&, std::string& out) {
  company_name(engine, out);
}

constexpr Method kMethods[] = {
    data_row("company", "buzzAdjective", company_buzz_adjective, "An adjective of marketing"),
    data_row("company", "buzzNoun", company_buzz_noun, "A noun of marketing"),
    text_row("company", "buzzPhrase", buzz_phrase, "A phrase of marketing: verb, adjective, noun"),
    data_row("company", "buzzVerb", company_buzz_verb, "A verb of marketing"),
    text_row("company", "catchPhrase", catch_phrase, "A company's slogan"),
    data_row("company", "catchPhraseAdjective", company_adjective, "An adjective of slogans"),
    data_row("company", "catchPhraseDescriptor", company_descriptor, "A descriptor of slogans"),
    data_row("company", "catchPhraseNoun", company_noun, "A noun of slogans"),
    text_row("company", "name", name, "A company's name"),
};

}  // namespace

Rows company_methods() {
  return kMethods;
}

}  // namespace mimus::fake
