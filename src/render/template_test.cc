#include "template.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "example_request.h"
#include "support/shared_data.h"

namespace mimus::render {
namespace {

struct TextCase {
  std::string_view rule, source, rendered;
};
constexpr TextCase kTextCases[] = {
    {"text without expressions stays", "Hello }} {x} {", "Hello }} {x} {"},
    {"nothing stays nothing", "", ""},
    {"a part of the path", "id={{path.id}}", "id=42"},
    {"text keeps a number as it was written", "{{path.zip}} {{path.version}}", "00501 1.10"},
    {"blanks inside the braces", "<{{  path.id\t}}>", "<42>"},
    {"expressions side by side", "{{path.id}}{{path.id}}", "4242"},
    {"a query parameter, decoded, the first of its name", "{{query.page}} {{query.tag}}", "2 a b"},
    {"what stands in several places is the same in each",
     "{{query.tag}}, {{query.tag}}, {{query.tag}}; {{path.zip}}{{path.zip}}; {{body.ok}}{{body.ok}}"
     "{{query.no}}{{query.no}}; {{#with body.a}}{{b.[0]}}{{query.tag}}{{/with}}{{query.tag}}",
     "a b, a b, a b; 0050100501; truetrue; 10a ba b"},
    {"a name with blanks stands in brackets", "{{query.[odd name]}}", "x"},
    {"a header in any case, the first of its name", "{{header.x-request-ID}} {{header.accept}}",
     "r-1 text/html"},
    {"a header name in brackets", "{{header.[X-Request-Id]}}", "r-1"},
    {"a cookie, without its quotes", "{{cookie.session}} {{cookie.theme}}", "abc dark"},
    {"what is absent renders as nothing",
     "<{{path.x}}{{query.x}}{{header.x}}{{cookie.x}}{{form.x}}{{body.x}}>", "<>"},
    {"a string of the body without its quotes", "{{body.name}}", "Ada \"Countess\""},
    {"numbers of the body as JSON writes them", "{{body.id}} {{body.price}}", "7 275.0"},
    {"other values of the body as compact JSON",
     "{{body.ok}} {{body.none}} {{body.list}} {{body.a}}",
     R"(true null [1,"two"] {"b":[10,{"c":"deep"}]})"},
    {"members and elements", "{{body.a.b[0]}} {{body.a.b[1].c}} {{body.list.1}}", "10 deep two"},
    {"a member with blanks, and one that is all digits",
     "{{body.[odd name]}} {{body.0}} {{body[0]}}", "1 zero zero"},
    {"past the end of a list is absent", "<{{body.list[2]}}{{body.id.x}}{{body.list.x}}>", "<>"},
    {"method and url", "{{method}} {{url}}",
     "PUT /users/42?page=2&tag=a%20b&tag=c&odd%20name=x&quote=%22%0A&bad=%FF"},
    {"how often the route has answered", "{{count}}", "7"},
    {"the time, ISO 8601", "{{now}}", "2026-11-20T09:50:57.123Z"},
    {"the date alone", "{{date}}", "2026-11-20"},
    {"Unix time", "{{timestamp}} {{timestamp ms}}", "1795168257 1795168257123"},
    {"a range of one number", "{{random 5 5}} {{random -3 -3}}", "5 -3"},
    {"as many decimals as the bound with more",
     "{{random 0.5 0.50}} {{random -2.05 -2.05}} {{random 1 1.0}}", "0.50 -2.05 1.0"},
    {"a backslash keeps the braces", R"(\{{path.id}} {{path.id}})", "{{path.id}} 42"},
    {"braces may be kept without being closed", R"(a \{{ b)", "a {{ b"},
    {"two backslashes are one before an expression", R"(C:\\{{path.id}})", R"(C:\42)"},
    {"backslashes elsewhere are text", R"(\n \\ {{path.id}}\)", R"(\n \\ 42\)"},
    {"an expression inside JSON text", R"({"a":{"id":{{path.id}}}})", R"({"a":{"id":42}})"},
};

TEST(Template, Rows) {
  const ExampleRequest request;
  for (const TextCase& row : kTextCases) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(request.text(row.source), row.rendered);
  }
}

struct ErrorCase {
  std::string_view source, error;
};
constexpr ErrorCase kErrorCases[] = {
    {"Hi {{pth.id}}",
     "byte 5: unknown expression 'pth'; did you mean 'path'?; \\{{ writes the braces themselves"},
    {"{{ uudi }}",
     "byte 3: unknown expression 'uudi'; did you mean 'uuid'?; \\{{ writes the braces themselves"},
    {"a {{path.id", "byte 2: '{{' is not closed; add }}, or write \\{{ for the braces themselves"},
    {"a {{ }}",
     "byte 5: an expression is missing between {{ and }}; for example {{uuid}}; "
     "\\{{ writes the braces themselves"},
    {"{{query.}}", "byte 8: a name cannot begin with '}'; put odd names in brackets: [a name]"},
    {"{{query.a b}}",
     "byte 10: unknown expression 'b'; expected one of path, query, header, cookie, form, body, "
     "parts, "
     "method, url, count, state, scenario, world, request; \\{{ writes the braces themselves"},
    {"{{body.}}", "byte 7: a name cannot begin with '}'; put odd names in brackets: [a name]"},
    {"{{body.a..b}}", "byte 9: a name cannot begin with '.'; put odd names in brackets: [a name]"},
    {"{{body.a[0}}", "byte 8: ']' is missing"},
    {"{{body.a[0]b}}", "byte 11: expected '.' or '['"},
    {"{{#if body}}x", "byte 0: the block 'if' is not closed; add {{/if}}"},
    {"{{#if body}}x{{/each}}", "byte 16: if doesn't match each"},
    {"{{if body}}", "byte 2: 'if' is a block; write {{#if …}}…{{/if}}"},
    {"{{random 1}}", "byte 2: 'random' wants two numbers; for example {{random 1 6}}"},
    {"{{random 1 'six'}}",
     "byte 11: 'six' is not a number of at most 15 digits; for example {{random 1 6}}"},
    {"{{random 6 1}}",
     "byte 9: the first number is larger than the second; for example {{random 1 6}}"},
    {"{{random 123456789012345 0.00001}}",
     "byte 9: these two numbers together have too many digits; for example {{random 1 6}}"},
    {"{{timestamp ms ms}}",
     "byte 15: 'timestamp' takes one argument at most; for example {{timestamp ms}}"},
};

TEST(Template, SaysWhichByteIsWrong) {
  for (const ErrorCase& row : kErrorCases) EXPECT_EQ(ExampleRequest().text(row.source), row.error);
}

TEST(Template, ConstantTextIsWhatItRenders) {
  const Template braces = *Template::compile(R"(a \{{b}})");
  EXPECT_TRUE(braces.constant());
  EXPECT_EQ(braces.constant_text(), "a {{b}}");
  EXPECT_EQ(Template::literal("{{uuid}}").constant_text(), "{{uuid}}");
  EXPECT_FALSE(Template::compile("{{uuid}}")->constant());
  EXPECT_TRUE(Template().constant());
  EXPECT_EQ(ExampleRequest().render(Template()), "");
}

TEST(Template, AFormIsDecoded) {
  ExampleRequest request;
  request.fields = {{"Content-Type", "application/x-www-form-urlencoded"}};
  request.body = "email=ada%40example.org&name=Ada+L";
  EXPECT_EQ(request.text("{{form.email}} {{form.name}} {{body}}"),
            "ada@example.org Ada L email=ada%40example.org&name=Ada+L");
}

TEST(Template, ABodyThatIsNotJsonHasNoMembers) {
  ExampleRequest request;
  request.body = "{not json";
  EXPECT_EQ(request.text("<{{body.a}}> {{body}}"), "<> {not json");
}

TEST(Template, ChanceGoesByTheTextOfAnExpressionNotByItsPlace) {
  const ExampleRequest request;
  const std::string alone = request.text("{{uuid}}");
  EXPECT_EQ(request.text("{{uuid}}"), alone);
  EXPECT_EQ(request.text("{{random 1 1000000}} {{ uuid }}")
                .substr(request.text("{{random 1 1000000}} ").size()),
            alone);
  const std::string twice = request.text("{{uuid}}{{uuid}}");
  EXPECT_EQ(twice.substr(0, 36), alone);
  EXPECT_NE(twice.substr(36), alone);
  ExampleRequest other;
  other.seed = 2;
  EXPECT_NE(other.text("{{uuid}}"), alone);
}

TEST(Template, RandomStaysBetweenItsBoundsAndReachesBoth) {
  std::set<std::string> seen;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    ExampleRequest request;
    request.seed = seed;
    seen.insert(request.text("{{random -1 1}} {{random 0.1 0.2}}"));
  }
  EXPECT_EQ(seen, (std::set<std::string>{"-1 0.1", "-1 0.2", "0 0.1", "0 0.2", "1 0.1", "1 0.2"}));
}

TEST(Template, HeaderValuesCannotEndTheirLine) {
  std::string out = "X: ";
  append_header_value(std::string_view("a\r\nSet-Cookie: b\0c\n", 19), out);
  EXPECT_EQ(out, "X: aSet-Cookie: bc");
}

TEST(Template, AStatusIsANumberFrom200To599) {
  EXPECT_EQ(read_status("201"), 201);
  EXPECT_EQ(read_status(" 599\n"), 599);
  for (const std::string_view none : {"", "199", "600", "20", "2000", "2 01", "201x", "-201", "fine"}) {
    EXPECT_EQ(read_status(none), std::nullopt) << none;
  }
}

TEST(ExpressionTable, EveryExampleCompiles) {
  for (const ExpressionRow& row : expression_table()) {
    SCOPED_TRACE(row.name);
    EXPECT_TRUE(Template::compile(row.usage));
    EXPECT_TRUE(row.usage.starts_with("{{" + std::string(row.name)));
  }
}

TEST(ExpressionTable, TheReferencePageHasEveryRow) {
  const std::string page = read_file(std::filesystem::path(MIMUS_SOURCE_DIR) / "docs/templates.md");
  for (const ExpressionRow& row : expression_table()) {
    const std::string line =
        "| `" + std::string(row.usage) + "` | " + std::string(row.summary) + " |\n";
    EXPECT_NE(page.find(line), std::string::npos) << line;
  }
}

}  // namespace
}  // namespace mimus::render
