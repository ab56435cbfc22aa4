#include "xpath.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

namespace mimus::xml {
namespace {

// All results joined by '|': elements compact, other nodes bare.
std::string evaluate(std::string_view text, std::string_view expression, XPathOptions options) {
  const auto document = Document::parse(text);
  if (!document) return "XML: " + describe(document.error());
  const auto path = XPath::compile(expression, std::move(options));
  if (!path) return "error " + describe(path.error());
  const auto value = path->evaluate(*document);
  if (!value) return "error " + describe(value.error());
  if (!std::holds_alternative<std::vector<Node>>(*value)) return to_text(*value);
  std::string all;
  for (const Node& node : std::get<std::vector<Node>>(*value))
    all += node.write(Layout::kCompact) + "|";
  return all;
}

constexpr std::string_view kTwo = "<a><b id=\"7\">t</b><b id=\"8\">u</b></a>";
constexpr std::string_view kSoap =
    "<s:Envelope xmlns:s='urn:s'><s:Body><m:x xmlns:m='u' m:k='1'>V</m:x><x "
    "xmlns='d'>W</x></s:Body></s:Envelope>";

struct Case {
  std::string_view rule, xml, expression, result;
};
const Case kPlain[] = {
    {"text nodes", kTwo, "/a/b/text()", "t|u|"},
    {"a position", kTwo, "/a/b[2]", "<b id=\"8\">u</b>|"},
    {"attributes", kTwo, "/a/b/@id", "7|8|"},
    {"nothing", kTwo, "/zz", ""},
    {"a number", kTwo, "count(/a/b)", "2"},
    {"numbers print without needless digits", kTwo, "1 div 4", "0.25"},
    {"not a number", kTwo, "number('x')", "NaN"},
    {"a text", kTwo, "string(/a/b)", "t"},
    {"a truth value", kTwo, "/a/b = 'u'", "true"},
    {"a predicate on text", kTwo, "//b[text()='u']/@id", "8|"},
    {"a predicate with a function", kTwo, "/a[count(b) = 2]/b[last()]", "<b id=\"8\">u</b>|"},
    {"* multiplies behind an operand", kTwo, "count(/a/*) * 2", "4"},
    {"names that are operators", "<div><mod>1</mod></div>", "/div/mod div 2", "0.5"},
    {"document order", kTwo, "/a/b[2] | /a/b[1]", "<b id=\"7\">t</b>|<b id=\"8\">u</b>|"},
    {"axes", kTwo, "//b[2]/preceding-sibling::b/@id", "7|"},
    {"nothing for namespace nodes", kSoap, "//*/namespace::*", ""},
    {"strict names see no namespace", kSoap, "//x", ""},
};

TEST(XPath, Rows) {
  for (const Case& row : kPlain) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(evaluate(row.xml, row.expression, {}), row.result) << row.expression;
  }
}

const Case kAnyNamespace[] = {
    {"a prefixed path by local names", kSoap, "/Envelope/Body/x/text()", "V|W|"},
    {"positions count what matches", kSoap, "/Envelope/Body/x[2]/text()", "W|"},
    {"attributes too", kSoap, "//x/@k", "1|"},
    {"explicit axes", kSoap, "/descendant::x[attribute::k]/text()", "V|"},
    {"inside predicates and functions", kSoap, "count(//Body[x='W']/x)", "2"},
    {"a star stays a star", kSoap, "count(/*/*/*)", "2"},
    {"prefixes that are not bound in the document", "<p:a><q:b>1</q:b></p:a>", "/a/b/text()", "1|"},
    {"operators are no names", "<x:div xmlns:x='u'>4</x:div>", "div div 2", "2"},
    {"texts in quotes are left alone", kSoap, "//x[. = 'V' or . = \"a/b\"]/text()", "V|"},
    {"documents without namespaces", kTwo, "/a/b[2]/@id", "8|"},
    {"names with dots and dashes", "<n:a-b.c xmlns:n='u'>1</n:a-b.c>", "/a-b.c/text()", "1|"},
};

TEST(XPath, AnyNamespaceGoesByLocalNames) {
  for (const Case& row : kAnyNamespace) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(evaluate(row.xml, row.expression, {.any_namespace = true}), row.result)
        << row.expression;
  }
}

TEST(XPath, BoundPrefixes) {
  const XPathOptions options{.namespaces = {{"n", "u"}}, .any_namespace = true};
  EXPECT_EQ(evaluate(kSoap, "//n:x/text()", options), "V|");
  EXPECT_EQ(evaluate(kSoap, "//Body/n:x/text()", options), "V|");
  EXPECT_EQ(evaluate(kSoap, "//n:*/text()", options), "V|");
  EXPECT_EQ(evaluate("<a><thing/></a>", "//n:thing", options), "");
}

struct BadCase {
  std::string_view rule, expression;
  std::size_t offset;
};
const BadCase kBad[] = {
    {"empty", "", 0},
    {"only blanks", "  ", 0},
    {"an open bracket", "/a[", 3},
    {"an open quote", "/a['x", 3},
    {"an unknown function", "/a[matches(., 'x')]", 3},
    {"a variable", "/a[$x]", 3},
    {"an unbound prefix", "/a/p:b", 3},
    {"a missing operator", "/a b", 3},
    {"a stray sign", "/a#", 2},
    {"an empty step", "/a//", 4},
    {"an unknown axis", "/up::a", 4},
};

TEST(XPath, BadExpressionsSayWhere) {
  for (const BadCase& row : kBad) {
    SCOPED_TRACE(row.rule);
    const auto path = XPath::compile(row.expression);
    ASSERT_FALSE(path);
    EXPECT_EQ(path.error().code, Code::kSyntax);
    ASSERT_TRUE(path.error().where.offset);
    EXPECT_EQ(*path.error().where.offset, row.offset) << path.error().message;
  }
}

TEST(XPath, LongAndDeepExpressionsAreRefused) {
  std::string deep = "1", wide = "1", many = "a";
  for (int i = 0; i < 100; ++i) deep = "(" + deep + ")";
  for (int i = 0; i < 3000; ++i) wide += "+1", many += "/a";
  for (const std::string& expression : {deep, wide, many}) {
    const auto path = XPath::compile(expression);
    ASSERT_FALSE(path);
    EXPECT_EQ(path.error().code, Code::kLimit);
  }
  std::string largest = "a";
  for (int i = 0; i < 990; ++i) largest += "/a";
  EXPECT_EQ(evaluate("<a/>", largest, {}), "");
}

// Each of these would take minutes or years.
constexpr std::string_view kHostile[] = {
    "count(//*/following::*/preceding::*/following::*/preceding::*)",
    "//*[//*[//*[//*[. = 'x']]]]",
    "//*[contains(string(/), 'zz')]",
    "//*[. = /]",
    "//*[translate(/, 'abc', 'xyz') = concat(/, /, /, /)]",
    "//*[//* = //*/@k]",
    "(//*|//*|//*)/ancestor::*/descendant::*/ancestor::*/descendant::*",
};

TEST(XPath, HostileExpressionsRunIntoTheLimit) {
  std::string text = "<a>";
  for (int i = 0; i < 5'000; ++i)
    text += "<b k='v" + std::to_string(i) + "'>text" + std::to_string(i) + "</b>";
  text += "</a>";
  const auto document = Document::parse(text);
  ASSERT_TRUE(document);
  for (const std::string_view expression : kHostile) {
    SCOPED_TRACE(expression);
    const auto begin = std::chrono::steady_clock::now();
    const auto value = XPath::compile(expression, {.steps = 500'000})->evaluate(*document);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    EXPECT_LT(took.count(), 10.0);  // with sanitizers on a busy machine
    if (!value) {
      EXPECT_EQ(value.error().code, Code::kLimit) << describe(value.error());
    }
  }
}

TEST(XPath, OneExpressionInManyThreads) {
  const auto path = XPath::compile("//*[contains(., 't')]/@id", {.any_namespace = true});
  const auto document = Document::parse("<x:a xmlns:x='u'><b id='7'>t</b></x:a>");
  ASSERT_TRUE(path && document);
  std::atomic<int> right = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int turn = 0; turn < 300; ++turn) {
        const auto value = path->evaluate(*document);
        if (value && to_text(*value) == "7") ++right;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, 1200);
}

TEST(XPath, StartsAtANode) {
  const auto document = Document::parse(kTwo);
  const auto path = XPath::compile("@id");
  const auto items = XPath::compile("/a/b")->evaluate(*document);
  std::string all;
  for (const Node& node : std::get<std::vector<Node>>(*items))
    all += to_text(*path->evaluate(node)) + ",";
  EXPECT_EQ(all, "7,8,");
  EXPECT_EQ(std::get<std::vector<Node>>(*items)[1].path(), "/a/b[2]");
}

}  // namespace
}  // namespace mimus::xml
