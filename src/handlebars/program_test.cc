#include "program.h"

#include <gtest/gtest.h>

#include <string>

#include "helper_for_tests.h"
#include "json/arbitrary.h"
#include "support/property.h"

namespace mimus::handlebars {
namespace {

// ---- helpers to call
// ---------------------------------------------------------------------------------------------

Result<Value> show(Call& call) {
  std::string text = std::string(call.name()) + '(';
  for (std::size_t i = 0; i < call.size(); ++i)
    text += (i > 0 ? " " : "") + std::string(call.text(i));
  for (const Entry& entry : call.hash())
    text += ' ' + std::string(entry.name) + '=' + std::string(call.text(entry.value));
  return call.made(text + ')');
}

Result<Value> repeat(Call& call) {
  const std::int64_t turns = call.arg(0).to_integer().value_or(0);
  for (std::int64_t i = 0; i < turns; ++i) {
    const Entry data[] = {{"index", Value::number(i)}};
    const Value params[] = {Value::number(i)};
    MIMUS_TRY_DONE(call.block({{}, data, params, static_cast<std::uint64_t>(i)}));
  }
  if (turns == 0) MIMUS_TRY_DONE(call.inverse());
  return Value();
}

Result<Value> shout(Call& call) {
  MIMUS_TRY(const std::string_view inside, call.captured_block());
  MIMUS_TRY_DONE(call.write("<"));
  std::string loud(inside);
  for (char& c : loud) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return call.made(loud + ">");
}

Result<Value> draw(Call& call) {
  return Value::number(static_cast<std::int64_t>(call.chance().below(1'000'000)));
}
Result<Value> fails(Call& call) {
  return call.fail("it broke");
}
Result<Value> safe(Call& call) {
  return call.made_safe(call.text(0));
}
Result<Value> assign(Call& call) {
  MIMUS_TRY(const std::string_view inside, call.captured_block());
  call.set_variable(call.text(0), Value::text(inside));
  return Value();
}
Result<Value> sum(Call& call) {
  double total = 0;
  for (const Value& value : call.args()) total += value.to_double().value_or(0);
  return Value::number(total);
}
Result<Value> pair(Call& call) {
  const std::span<Entry> entries = call.entries(2);
  entries[0] = {"a", call.arg(0)};
  entries[1] = {"b", call.arg(1)};
  return Value::map(entries);
}
Result<Value> list(Call& call) {
  const std::span<Value> values = call.values(call.size());
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = call.arg(i);
  return Value::list(values);
}
std::optional<Complaint> one_number(std::span<const KnownArgument> arguments) {
  if (arguments.size() == 1 && arguments[0].known && !arguments[0].value.is_number())
    return Complaint{"a number is wanted", "", 0};
  return std::nullopt;
}

using Use = HelperRow::Use;
constexpr HelperRow kRows[] = {
    {"show", &show, "", ""},
    {"repeat", &repeat, "", "", Use::kBlock},
    {"shout", &shout, "", "", Use::kBlock},
    {"draw", &draw, "", ""},
    {"fails", &fails, "", ""},
    {"safe", &safe, "", ""},
    {"assign", &assign, "", "", Use::kBlock},
    {"sum", &sum, "", "", Use::kInline, true},
    {"pair", &pair, "", ""},
    {"list", &list, "", ""},
    {"checked", &show, "", "", Use::kInline, false, nullptr, &one_number},
    {"bare", &draw, "", "", Use::kInline, false, nullptr, nullptr, true},
};
constexpr HelperTable kTables[] = {kRows};

std::string render(std::string_view source, std::string_view data = "{}",
                   const Dialect& dialect = kHandlebars) {
  return HelperTest{.helpers = kTables, .dialect = &dialect}.render(source, data);
}

// ---- the language
// ------------------------------------------------------------------------------------------------

struct Row {
  std::string_view rule, source, data, rendered;
};
constexpr Row kRowsOfCalls[] = {
    {"arguments and hash", "{{{show 1 'a' x k=2 l=(show y)}}}", R"({"x": "X", "y": "Y"})",
     "show(1 a X k=2 l=show(Y))"},
    {"a helper wins over the data", "{{show}}", R"({"show": "data"})", "show()"},
    {"a path to the data wins with this", "{{this.show}}", R"({"show": "data"})", "data"},
    {"a block's turns", "{{#repeat 3}}{{@index}}{{/repeat}}", "{}", "012"},
    {"block params", "{{#repeat 2 as |n|}}{{#repeat 2 as |m|}}{{n}}{{m}} {{/repeat}}{{/repeat}}",
     "{}", "00 01 10 11 "},
    {"an inverse", "{{#repeat 0}}x{{else}}none{{/repeat}}", "{}", "none"},
    {"what a block returns stands behind it, not escaped", "{{#shout}}a&{{x}}{{/shout}}",
     R"({"x": "b"})", "<A&B>"},
    {"safe text is not escaped", "{{safe '<b>'}}{{show '<b>'}}", "{}", "<b>show(&lt;b&gt;)"},
    {"variables", "{{#assign 'v'}}a{{x}}{{/assign}}[{{v}}{{@v}}]", R"({"x": 1})", "[a1a1]"},
    {"data wins over variables", "{{#assign 'x'}}new{{/assign}}{{x}}", R"({"x": "old"})", "old"},
    {"a missing helper with arguments fails", "a\n {{nothing 1}}", "{}",
     "ERROR 2:4: Missing helper: \"nothing\""},
    {"a failure says where", "{{#if true}}\n  {{fails}}{{/if}}", "{}", "ERROR 2:5: it broke"},
    {"a nested failure says where too", "{{show (fails 1)}}", "{}", "ERROR 1:9: it broke"},
    {"each over a map has its keys in order",
     "{{#each this}}{{@key}}={{this}}{{#unless @last}},{{/unless}}{{/each}}", R"({"b": 1, "a": 2})",
     "b=1,a=2"},
    {"@../index", "{{#each a}}{{#each this}}{{@../index}}{{@index}} {{/each}}{{/each}}",
     R"({"a": [[1, 2], [3]]})", "00 01 10 "},
    {"a call can stand where a value does", "{{lookup (pair 1 2) 'b'}}", "{}", "2"},
    {"a check speaks when it is compiled", "{{#if x}}{{checked 'a'}}{{/if}}", "{}",
     "ERROR 1:20: a number is wanted"},
    {"constants are folded, the type stays", "{{show (sum 1 2.5)}}", "{}", "show(3.5)"},
    {"eleven arguments", "{{show 1 2 3 4 5 6 7 8 9 10 11}}", "{}", "show(1 2 3 4 5 6 7 8 9 10 11)"},
};
TEST(Program, Calls) {
  for (const Row& row : kRowsOfCalls) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(render(row.source, row.data), row.rendered);
  }
}

struct DialectRow {
  std::string_view rule, source, data, handlebars, ours, wiremock;
};
constexpr DialectRow kDialectRows[] = {
    {"escaping", "{{x}}", R"({"x": "<&"})", "&lt;&amp;", "<&", "<&"},
    {"lists", "{{{x}}}", R"({"x": [1, "a", null]})", "1,a,", R"([1,"a",null])", "[1, a, null]"},
    {"maps", "{{{x}}}", R"({"x": {"a": 1, "b": "c"}})", "[object Object]", R"({"a":1,"b":"c"})",
     "{a=1, b=c}"},
    {"whole doubles", "{{x}}", R"({"x": 275.0})", "275", "275.0", "275.0"},
    {"large and small doubles of JavaScript", "{{x}} {{y}}", R"({"x": 1e21, "y": 1.5e-7})",
     "1e+21 1.5e-7", "1e+21 1.5e-7", "1e+21 1.5e-7"},
    {"literals with a point", "{{show 0.50}}", "{}", "show(0.5)", "show(0.50)", "show(0.5)"},
    {"standalone lines", "a\n{{#if x}}\nb\n{{/if}}\nc", R"({"x": 1})", "a\nb\nc", "a\nb\nc",
     "a\n\nb\n\nc"},
    {"names of the contexts around", "{{#each l}}{{x}}{{/each}}",
     R"({"x": "X", "l": [{}, {"x": 1}]})", "1", "X1", "X1"},
    {"@first", "{{#each l}}{{@first}}-{{/each}}", R"({"l": [1, 2]})", "true-false-", "true-false-",
     "first--"},
    {"before the first braces a backslash is text", "\\{{x}}", R"({"x": 1})", "{{x}}", "{{x}}",
     "\\1"},
    {"two backslashes before a tag", "{{x}} \\\\{{x}}", R"({"x": 1})", "1 \\1", "1 \\1",
     "1 \\{{x}}"},
    {"~ behind an escaped tag", "{{x~}} \\{{e}} y {{~x}} y {{~x}}", R"({"x": 1})", "1{{e}} y1 y1",
     "1{{e}} y1 y1", "1{{e}} y 1 y1"},
    {"~ behind an escaped tag and another tag", "{{x}} \\{{e}} y{{! c }} {{~#if x}} {{~x}}{{/if}}",
     R"({"x": 1})", "1 {{e}} y1", "1 {{e}} y1", "1 {{e}} y1"},
    {"braces that never close", "a {{b", "{}", "ERROR 1:3: '{{' is not closed",
     "ERROR 1:3: '{{' is not closed", "a {{b"},
    {"a brace behind an expression", "{{x}}}", R"({"x": 1})", "ERROR 1:4: '}}}' closes only '{{{'",
     "1}", "ERROR 1:4: '}}}' closes only '{{{'"},
    {"an unknown helper", "{{nope 1}}", "{}", "ERROR 1:3: Missing helper: \"nope\"",
     "ERROR 1:3: unknown helper 'nope'", "ERROR 1:3: Missing helper: \"nope\""},
    {"this and @last in a block inside one with names",
     "{{#each a as |v|}}{{#each ../b}}{{this}}{{@last}};{{/each}}{{/each}}",
     R"({"a": [1, 2], "b": ["x", "y"]})", "xfalse;ytrue;xfalse;ytrue;",
     "xfalse;ytrue;xfalse;ytrue;", "1;1;2last;2last;"},
    {"names in a block inside one with names",
     "{{#each a as |v|}}{{#each ../b as |w|}}{{n}}{{m}}{{w.n}}{{/each}}{{/each}}",
     R"({"a": [{"n": "A"}], "b": [{"n": "B", "m": "M"}]})", "BMB", "BMB", "AMB"},
};
TEST(Program, Dialects) {
  for (const DialectRow& row : kDialectRows) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(render(row.source, row.data), row.handlebars);
    EXPECT_EQ(render(row.source, row.data, kOurs), row.ours);
    EXPECT_EQ(render(row.source, row.data, kWireMock), row.wiremock);
  }
  EXPECT_EQ(render("{{nope 1}}", "{}", kMockoon), "") << "unknown helpers are nothing there";
}

TEST(Program, FailuresAreToldInTheWordsOfTheDialect) {
  Error error = invalid("java.lang.ArithmeticException: / by zero");
  error.where.line = 1;
  error.where.column = 3;
  EXPECT_EQ(kWireMock.failure_text(error), "1:2: java.lang.ArithmeticException: / by zero");
  EXPECT_EQ(kMockoon.failure_text(error),
            "Error while serving the content: java.lang.ArithmeticException: / by zero");
  EXPECT_EQ(kMockoon.failure_status, 0);
}

// ---- limits
// ------------------------------------------------------------------------------------------------------

TEST(Program, LimitsNameTheirFlag) {
  const auto limited = [](std::string_view source, Limits limits) {
    return HelperTest{.helpers = kTables, .limits = limits}.render(
        source, R"({"l": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]})");
  };
  EXPECT_NE(limited("{{#repeat 100}}0123456789{{/repeat}}", {.max_output = 100})
                .find("--template-max-output"),
            std::string::npos);
  EXPECT_NE(limited("{{#each l}}{{#each ../l}}x{{/each}}{{/each}}", {.max_loops = 50})
                .find("--template-max-loops"),
            std::string::npos);
  EXPECT_NE(limited("{{#if 1}}{{#if 1}}{{#if 1}}x{{/if}}{{/if}}{{/if}}", {.max_depth = 2})
                .find("--template-max-depth"),
            std::string::npos);
  EXPECT_NE(limited("{{#repeat 1000000}}{{#repeat 1000000}}x{{/repeat}}{{/repeat}}",
                    {.max_loops = UINT64_MAX, .max_time = std::chrono::milliseconds(20)})
                .find("--template-max-time"),
            std::string::npos);
  EXPECT_EQ(
      limited("{{#each l}}{{this}}{{/each}}", {.max_output = 11, .max_loops = 10, .max_depth = 1}),
      "12345678910");
}

class Recursion final : public PartialSource {
 public:
  const std::string* find(std::string_view name) const override {
    return name == "p" ? &text_ : nullptr;
  }
  std::vector<std::string> names() const override { return {"p"}; }

 private:
  std::string text_ = "x{{> p}}";
};

TEST(Program, APartialThatCallsItselfForEverIsStopped) {
  const Recursion partials;
  const auto program = Program::compile("{{> p}}", {.partials = &partials});
  ASSERT_TRUE(program);
  Arena arena;
  Rendering rendering{.arena = &arena};
  std::string out;
  const Status done = program->render(rendering, out);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::kLimit);
}

TEST(Program, NestingIsRefusedWhenItIsCompiled) {
  std::string blocks, parentheses = "{{show ";
  for (int i = 0; i < 5000; ++i) {
    blocks += "{{#if x}}";
    parentheses += "(show ";
  }
  EXPECT_NE(render(blocks).find("too many blocks"), std::string::npos);
  EXPECT_NE(render(parentheses).find("too many parentheses"), std::string::npos);
}

// ---- chance
// ------------------------------------------------------------------------------------------------------

TEST(Program, ChanceGoesByTheCallItsTurnAndNothingElse) {
  const std::string alone = render("{{draw}}");
  EXPECT_EQ(render("{{ draw }}"), alone);
  EXPECT_EQ(render("{{show 1}}{{draw}}"), "show(1)" + alone);
  const std::string twice = render("{{draw}} {{draw}}");
  EXPECT_EQ(twice.substr(0, twice.find(' ')), alone);
  EXPECT_NE(twice.substr(twice.find(' ') + 1), alone);
  const std::string turns = render("{{#repeat 3}}{{draw}} {{/repeat}}");
  EXPECT_EQ(render("{{#repeat 5}}{{draw}} {{/repeat}}").substr(0, turns.size()), turns);
  EXPECT_NE(turns.substr(0, turns.find(' ')), turns.substr(turns.find(' ') + 1, turns.find(' ')));
}

// ---- programs
// ----------------------------------------------------------------------------------------------------

TEST(Program, ConstantsAndSingles) {
  const auto compile = [](std::string_view source) {
    return *Program::compile(source, {.helpers = kTables});
  };
  EXPECT_TRUE(compile("abc {{! comment }}").constant());
  EXPECT_EQ(compile("abc {{! comment }}").constant_text(), "abc ");
  EXPECT_TRUE(compile("{{sum 1 2}} x").constant());
  EXPECT_FALSE(compile("{{x}}").constant());
  EXPECT_TRUE(compile("{{x}}").single());
  EXPECT_FALSE(compile("{{x}} ").single());
  EXPECT_FALSE(compile("{{#if x}}{{/if}}").single());
  const Program folded = compile("{{sum 1 2}}");
  EXPECT_TRUE(folded.single());
  Arena arena;
  Rendering rendering{.arena = &arena};
  EXPECT_EQ(folded.evaluate(rendering)->to_double(), 3.0);
  EXPECT_EQ(Program::literal("{{x}}").constant_text(), "{{x}}");
  EXPECT_TRUE(Program().constant());
}

TEST(Program, ABareRowLeavesCallsWithArgumentsToOthers) {
  EXPECT_NE(render("{{bare}}"), "");
  EXPECT_EQ(render("{{bare 1}}"), "ERROR 1:3: Missing helper: \"bare\"");
  EXPECT_EQ(render("{{bare 1}}", "{}", kOurs), "ERROR 1:8: 'bare' takes no argument");
}

TEST(Program, AnyTextCompilesOrSaysWhere) {
  static constexpr const char* kPieces[] = {"{{",
                                            "}}",
                                            "{{{",
                                            "}}}",
                                            "{{#if x}}",
                                            "{{/if}}",
                                            "{{else}}",
                                            "{{~",
                                            "~}}",
                                            "(",
                                            ")",
                                            "a.b",
                                            "'",
                                            "\"",
                                            "[",
                                            "]",
                                            "|",
                                            "as |a|",
                                            "=",
                                            "@",
                                            "..",
                                            "/",
                                            "\\",
                                            " ",
                                            "\n",
                                            "{{!--",
                                            "--}}",
                                            "{{> p}}",
                                            "{{#*inline 'p'}}",
                                            "{{/inline}}",
                                            "{{{{raw}}}}",
                                            "{{{{/raw}}}}",
                                            "é"};
  for_each_seed(4'000, [](const Chance& chance) {
    std::string source;
    for (std::uint64_t i = chance.fork("size").below(12); i > 0; --i)
      source += kPieces[chance.fork(i).below(std::size(kPieces))];
    for (const Dialect* dialect : {&kHandlebars, &kOurs, &kWireMock, &kMockoon}) {
      const auto program = Program::compile(source, {.dialect = dialect, .helpers = kTables});
      if (program) continue;
      ASSERT_TRUE(program.error().where.offset) << source;
      EXPECT_LE(*program.error().where.offset, source.size()) << source;
      EXPECT_GT(program.error().where.line, 0) << source;
    }
  });
}

// ---- values
// ------------------------------------------------------------------------------------------------------

TEST(Value, JsonComesBackAsItWas) {
  for_each_seed(1'000, [](const Chance& chance) {
    const json::Value document = json::arbitrary_value(chance);
    Arena arena;
    std::string written;
    append_json(Value::json(document), kOurs, arena, written);
    EXPECT_EQ(written, json::write(document));
    EXPECT_EQ(to_json(Value::json(document), kOurs, arena), document);
  });
}

struct TruthRow {
  std::string_view json;
  bool truthy;
};
constexpr TruthRow kTruths[] = {{"null", false}, {"false", false}, {"0", false},   {"0.0", false},
                                {"\"\"", false}, {"[]", false},    {"true", true}, {"1", true},
                                {"\"0\"", true}, {"[0]", true},    {"{}", true}};
TEST(Value, Truth) {
  for (const TruthRow& row : kTruths) {
    const json::Value document = *json::parse(row.json);
    EXPECT_EQ(truthy(Value::json(document)), row.truthy) << row.json;
  }
  EXPECT_FALSE(truthy(Value()));
}

TEST(Value, ListsAndMapsOfTheArena) {
  EXPECT_EQ(render("{{list 1 'a' (pair 2 null)}}", "{}", kWireMock), "[1, a, {a=2, b=null}]");
  EXPECT_EQ(render("{{list 1 'a' (pair 2 null)}}", "{}", kOurs), R"([1,"a",{"a":2,"b":null}])");
  EXPECT_EQ(
      render("{{#each (list 1 2)}}{{this}};{{/each}}{{#each (pair 1 2)}}{{@key}}{{this}}{{/each}}"),
      "1;2;a1b2");
  EXPECT_EQ(render("{{#with (list 5 6)}}{{this.[1]}} {{length}}{{/with}}"), "6 2");
}

}  // namespace
}  // namespace mimus::handlebars
