#include "parts.h"
#include "rows.h"

namespace mimus::fake {
namespace {

void phrase(Engine& engine, const Args&, std::string& out) {
  fake_list(engine, required(engine, hacker_phrase), out);
}

constexpr Method kMethods[] = {
    data_row("hacker", "abbreviation", hacker_abbreviation, "An abbreviation from computing"),
    data_row("hacker", "adjective", hacker_adjective, "An adjective from computing"),
    data_row("hacker", "ingverb", hacker_ingverb, "A verb from computing that ends in -ing"),
    data_row("hacker", "noun", hacker_noun, "A noun from computing"),
    text_row("hacker", "phrase", phrase, "What somebody on television says about computers"),
    data_row("hacker", "verb", hacker_verb, "A verb from computing"),
};

}  // namespace

Rows hacker_methods() {
  return kMethods;
}

}  // namespace mimus::fake
