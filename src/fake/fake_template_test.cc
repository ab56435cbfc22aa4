#include <set>

#include "image.h"
#include "oracle_for_tests.h"
#include "template.h"

// helpers.fake and helpers.fromRegExp against faker-js: every template of the data, and what chance
// puts together.
namespace mimus::fake {
namespace {

std::vector<std::string> templates_of_the_data() {
  std::set<std::string> found;
  for (std::uint32_t i = 0; i + 1 < Image::header().offsets.count; ++i) {
    const std::string_view text = Image::text(i);
    if (text.find("{{") != text.npos) found.emplace(text);
  }
  return {found.begin(), found.end()};
}

Case fake_case(const std::string& locale, double seed, const std::string& text) {
  return {locale, seed, "helpers.fake", json::Array{json::Value(text)}, 2};
}

TEST(FakeTemplate, EveryOneOfTheDataAgainstNode) {
  const auto node = oracle_node();
  if (!node) GTEST_SKIP() << "no node";
  std::vector<std::string> locales = {"en", "pl", "zh_CN"};
  if (full_sweep())
    locales = {"en", "de",   "ru", "zh_CN", "ja",          "ka_GE",
               "ar", "base", "pl", "cs_CZ", "en_AU_ocker", "fr_CH"};
  std::vector<Case> cases;
  const std::vector<std::string> templates = templates_of_the_data();
  EXPECT_GT(templates.size(), 500u);
  for (const std::string& text : templates) {
    for (const std::string& locale : locales) cases.push_back(fake_case(locale, 3, text));
  }
  expect_parity(*node, cases);
}

constexpr std::string_view kFakeParts[] = {"{{",
                                           "}}",
                                           "{",
                                           "}",
                                           "{{person.firstName}}",
                                           "{{location.country}}",
                                           "{{airline.airline.name}}",
                                           "{{person.last_name.generic}}",
                                           "{{number.int(5)}}",
                                           "{{number.int({\"min\":1,\"max\":3})}}",
                                           "{{person.firstName(female)}}",
                                           "{{string.alpha(3)}}",
                                           " ",
                                           "x",
                                           "{{helpers.arrayElement([\"a\",\"b\"])}}",
                                           "{{helpers.fake(\"{{lorem.word}}\")}}",
                                           "{{datatype.boolean}}",
                                           "{{animal.type}}",
                                           "{{science.unit}}",
                                           "{{science.unit.name}}",
                                           "{{color.lab}}",
                                           "{{helpers.maybe}}",
                                           "{{person}}",
                                           "{{person.nope}}",
                                           "{{date.past}}",
                                           "{{helpers.replaceSymbols({{b)}}",
                                           "{{helpers.slugify({{{c)}}",
                                           "person",
                                           ".",
                                           "(",
                                           ")",
                                           "word",
                                           "{{a",
                                           "{{lorem.words(2)}}",
                                           "ü😀",
                                           "{{commerce.product_name.adjective}}",
                                           "{{helpers.objectKey({\"a\":1})}}",
                                           "{{location.state(a)(b)}}",
                                           "{{rawDefinitions.person.gender}}",
                                           "{{finance.currency.code}}",
                                           "{{system.mime_type}}",
                                           "{{internet.http_status_code.success}}",
                                           "{{metadata.title}}",
                                           "{{number.bigInt}}",
                                           "{{date.betweens({\"from\":0,\"to\":10})}}",
                                           "{{helpers.multiple}}",
                                           "{{helpers.uniqueArray}}",
                                           "{{helpers.rangeToNumber}}",
                                           "{{phone_number.format.human}}",
                                           "{{string.uuid}}",
                                           "{{person.name}}",
                                           "{{person.name.value}}",
                                           "{{helpers.mustache}}",
                                           "{{word.noun(99)}}"};
constexpr std::string_view kRegExpParts[] = {
    "[a-z]", "[A-Z]{3}", "[0-9]{2,5}", "[^a-z0]", "[-a]", "[^-x]{2}", "[]a]", "[^]b]",
    "[a.b]", "[z-a]",    "[A-z]",      "[äö]",    "[x",   "y]",       "{3}",  "{2,1}",
    "{1,2}", "{0}",      ".",          ".{3}",    "\\d",  "\\.",      "\\",   "a?",
    "b*",    "c+",       "1{4}",       "(a|b)",   "x",    "ß{2}",     "😀{2}", "/",
    "^",     "$",        "a{2}{2}",    "[1-3]?",  "[q]*", "[r]+",     "-",    "\n",
    "{,2}",  "{2,}",     "[\\w]",      "[+@]{4}", "_{2}", " {3}"};
constexpr std::string_view kCardParts[] = {"#",      "!",      "L", "[1-4]", "[9-2]", "#{3}",
                                           "x{2,4}", "#{4,2}", "-", " ",     "/",     "ß",
                                           "😀{2}",   "{",      "}", "7"};

std::string joined(const Chance& chance, std::span<const std::string_view> parts,
                   std::uint64_t most) {
  std::string text;
  const std::uint64_t count = 1 + chance.fork("count").below(most);
  for (std::uint64_t i = 0; i < count; ++i) text += parts[chance.fork(i).below(parts.size())];
  return text;
}

TEST(FakeTemplate, WhatChancePutsTogetherAgainstNode) {
  const auto node = oracle_node();
  if (!node) GTEST_SKIP() << "no node";
  const std::uint64_t count = full_sweep() ? 20'000 : 3'000;
  const Chance chance(20261126);
  std::vector<Case> cases;
  for (std::uint64_t i = 0; i < count; ++i) {
    const double seed = static_cast<double>(i);
    cases.push_back(fake_case(i % 3 == 0 ? "de" : "en", seed,
                              joined(chance.fork("fake").fork(i), kFakeParts, 6)));
    const std::string pattern = joined(chance.fork("regexp").fork(i), kRegExpParts, 5);
    cases.push_back({"en", seed, "helpers.fromRegExp", json::Array{json::Value(pattern)}, 2});
    const std::string form = joined(chance.fork("card").fork(i), kCardParts, 6);
    cases.push_back(
        {"en", seed, "helpers.replaceCreditCardSymbols", json::Array{json::Value(form)}, 1});
  }
  expect_parity(*node, cases);
}

// As RegExp objects, of those texts that are expressions in JavaScript and here.
TEST(FakeTemplate, RegExpObjectsAgainstNode) {
  const auto node = oracle_node();
  if (!node) GTEST_SKIP() << "no node";
  std::vector<Case> cases;
  for (const std::string_view source : {"^[a-f]{3}x?$", "a/b[/]c", "[A-C]+z*", "q", ".", "",
                                        "^^ab.$$", "[a-c1-3]{2}d{2,3}e", "a\nb", "[^a-y]{2}"}) {
    for (const std::string_view flags : {"", "i", "gi"}) {
      const json::Value pattern = json::Object{{"$regex", source}, {"flags", flags}};
      for (double seed = 0; seed < 10; ++seed)
        cases.push_back({"en", seed, "helpers.fromRegExp", json::Array{pattern}, 2});
    }
  }
  expect_parity(*node, cases);
}

struct CheckRow {
  std::string_view rule, pattern;
  std::optional<std::size_t> offset;  // of the fault
};
constexpr CheckRow kChecks[] = {
    {"methods are known", "Hi {{person.firstName}}!", std::nullopt},
    {"raw lists are known", "{{location.street_suffix}}", std::nullopt},
    {"members of what a method gives", "{{airline.airport.name}}", std::nullopt},
    {"a name that nobody knows", "Hi {{person.fristName}}", 5},
    {"arguments that do not fit", "{{number.int({\"min\":\"x\"})}}", 2},
    {"arguments that are missing", "{{date.between}}", 2},
};
TEST(FakeTemplate, CheckNamesTheFirstFault) {
  for (const CheckRow& row : kChecks) {
    SCOPED_TRACE(row.rule);
    const Status status = Template::compile(std::string(row.pattern)).check();
    EXPECT_EQ(status.has_value(), !row.offset.has_value());
    if (status) continue;
    EXPECT_EQ(status.error().where.offset, row.offset);
  }
}

TEST(FakeTemplate, AFailureLeavesNothingBehind) {
  Mersenne draws(1);
  Engine engine(draws);
  std::string out = "before ";
  const Status status = Template::compile("{{person.firstName}} {{no.such}}").append(engine, out);
  ASSERT_FALSE(status);
  EXPECT_EQ(out, "before ");
  EXPECT_EQ(status.error().code, Code::kNotFound);
  EXPECT_TRUE(Template::compile("{{person.firstName}}").append(engine, out));
  EXPECT_GT(out.size(), 7u);
}

TEST(FakeTemplate, NestingHasAnEnd) {
  Mersenne draws(1);
  Engine engine(draws);
  std::string pattern = "x";
  for (int i = 0; i < 200; ++i) {
    std::string quoted;
    json::write_string(pattern, quoted);
    pattern = "{{helpers.fake(" + quoted + ")}}";
    if (pattern.size() > 1'000'000) break;
  }
  std::string out;
  (void)Template::compile(pattern).append(engine, out);  // an end, whichever
  EXPECT_FALSE(engine.failed());
}

}  // namespace
}  // namespace mimus::fake
