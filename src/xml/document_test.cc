#include "document.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "support/property.h"

namespace mimus::xml {
namespace {

struct LayoutCase {
  std::string_view rule, text, compact, pretty;
};
const LayoutCase kLayouts[] = {
    {"an indent of two blanks, empty elements closed", "<a><b>1</b><c></c></a>",
     "<a><b>1</b><c/></a>", "<a>\n  <b>1</b>\n  <c/>\n</a>\n"},
    {"compact drops blanks between tags", "<a> <b>1</b> </a>", "<a><b>1</b></a>",
     "<a>\n  <b>1</b>\n</a>\n"},
    {"no declaration, no document type", "<?xml version='1.0'?><!DOCTYPE a><a/>", "<a/>", "<a/>\n"},
    {"three levels", "<a><b><c>x</c></b></a>", "<a><b><c>x</c></b></a>",
     "<a>\n  <b>\n    <c>x</c>\n  </b>\n</a>\n"},
    {"mixed content stays on its line", "<p>one <b>two</b> three</p>",
     "<p>one <b>two</b> three</p>", "<p>one <b>two</b> three</p>\n"},
    {"prefixes and declarations", "<x:a xmlns:x='u' xmlns='d' x:k='v'/>",
     "<x:a xmlns:x=\"u\" xmlns=\"d\" x:k=\"v\"/>", "<x:a xmlns:x=\"u\" xmlns=\"d\" x:k=\"v\"/>\n"},
    {"unbound prefixes are part of the name", "<x:a y:k='v'/>", "<x:a y:k=\"v\"/>",
     "<x:a y:k=\"v\"/>\n"},
    {"escapes in text and in values", "<a k='&lt;&quot;&#10;'>&lt;&amp;&gt;\"</a>",
     "<a k=\"&lt;&quot;&#10;\">&lt;&amp;&gt;\"</a>",
     "<a k=\"&lt;&quot;&#10;\">&lt;&amp;&gt;\"</a>\n"},
    {"CDATA stays", "<a><![CDATA[<&]]></a>", "<a><![CDATA[<&]]></a>", "<a><![CDATA[<&]]></a>\n"},
    {"comments and instructions", "<!--c--><a><?t d?><!--e--></a>",
     "<!--c--><a><?t d?><!--e--></a>", "<!--c-->\n<a>\n  <?t d?>\n  <!--e-->\n</a>\n"},
    {"a declaration's encoding does not matter for UTF-8",
     "<?xml version='1.0' encoding='UTF-16'?><a>\xC3\xA9</a>", "<a>\xC3\xA9</a>",
     "<a>\xC3\xA9</a>\n"},
    {"other bytes by their declaration", "<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9</a>",
     "<a>\xC3\xA9</a>", "<a>\xC3\xA9</a>\n"},
};

TEST(Document, Layouts) {
  for (const LayoutCase& row : kLayouts) {
    SCOPED_TRACE(row.rule);
    const auto document = Document::parse(row.text);
    ASSERT_TRUE(document) << describe(document.error());
    EXPECT_EQ(document->write(Layout::kCompact), row.compact);
    EXPECT_EQ(document->write(Layout::kPretty), row.pretty);
  }
}

TEST(Document, PreservedKeepsText) {
  EXPECT_EQ(Document::parse("<a> <b> 1 </b>\n</a>")->write(Layout::kPreserved),
            "<a> <b> 1 </b>\n</a>");
}

struct BadCase {
  std::string_view rule, text;
  Code code;
  int line, column;
};
const BadCase kBad[] = {
    {"nothing", "", Code::kSyntax, 1, 1},
    {"no tag", "notxml", Code::kSyntax, 1, 1},
    {"a tag that does not end", "<a>\n  <b></a>", Code::kSyntax, 2, 10},
    {"columns count code points", "<a>\xC3\xA9\xC3\xA9&x;</a>", Code::kSyntax, 1, 9},
    {"two elements", "<a/><b/>", Code::kSyntax, 1, 5},
    {"a bad value", "<a k=v/>", Code::kSyntax, 1, 6},
    {"an unknown entity", "<a>&nbsp;</a>", Code::kSyntax, 1, 10},
    {"entity declarations", "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>", Code::kUnsupported, 1, 28},
    {"parameter entities", "<!DOCTYPE a [<!ENTITY % e 'x'>]><a/>", Code::kUnsupported, 1, 30},
    {"external entities", "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>",
     Code::kUnsupported, 1, 52},
    {"billion laughs",
     "<!DOCTYPE a [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;'>]><a>&c;</a>",
     Code::kUnsupported, 1, 29},
};

TEST(Document, BadTextSaysWhere) {
  for (const BadCase& row : kBad) {
    SCOPED_TRACE(row.rule);
    const auto document = Document::parse(row.text);
    ASSERT_FALSE(document);
    EXPECT_EQ(document.error().code, row.code) << describe(document.error());
    EXPECT_EQ(document.error().where.line, row.line) << describe(document.error());
    EXPECT_EQ(document.error().where.column, row.column) << describe(document.error());
    EXPECT_FALSE(document.error().message.empty());
  }
}

TEST(Document, ExternalSubsetIsNotFetched) {
  const auto document = Document::parse("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a>t</a>");
  ASSERT_TRUE(document);
  EXPECT_EQ(document->root().text(), "t");
}

TEST(Document, DepthIsLimited) {
  const auto nested = [](int depth) {
    std::string text;
    for (int i = 0; i < depth; ++i) text += "<a>";
    for (int i = 0; i < depth; ++i) text += "</a>";
    return text;
  };
  EXPECT_TRUE(Document::parse(nested(250)));
  const auto deep = Document::parse(nested(100'000));
  ASSERT_FALSE(deep);
  EXPECT_EQ(deep.error().code, Code::kLimit) << describe(deep.error());
}

TEST(Document, BoundPrefixesOnDemand) {
  EXPECT_TRUE(Document::parse("<x:a/>"));
  EXPECT_FALSE(Document::parse("<x:a/>", {.bound_prefixes = true}));
  EXPECT_TRUE(Document::parse("<x:a xmlns:x='u'/>", {.bound_prefixes = true}));
}

TEST(Document, NodesKnowThemselves) {
  const auto document = Document::parse("<x:a xmlns:x='urn:u' x:k='1' l='2'>\n t<b>u</b></x:a>");
  ASSERT_TRUE(document);
  EXPECT_TRUE(document->has_namespaces());
  const Node root = document->root();
  EXPECT_EQ(root.kind(), Node::Kind::kElement);
  EXPECT_EQ(root.name(), "x:a");
  EXPECT_EQ(root.local_name(), "a");
  EXPECT_EQ(root.namespace_uri(), "urn:u");
  EXPECT_EQ(root.text(), "\n tu");
  EXPECT_EQ(root.line(), 1);
  EXPECT_EQ(root.attributes(), (std::vector<Attribute>{{"x:k", "1"}, {"l", "2"}}));
  EXPECT_FALSE(Document::parse("<a b='c'/>")->has_namespaces());
  EXPECT_EQ(Document::parse("<x:a/>")->root().local_name(), "a");
}

TEST(Document, OutlivesItsName) {
  const Node root = Document::parse("<a>t</a>")->root();
  EXPECT_EQ(root.text(), "t");
}

TEST(Document, AnyThreadParses) {
  std::vector<std::thread> threads;
  std::atomic<int> good = 0;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&good] {
      for (int turn = 0; turn < 200; ++turn) {
        if (Document::parse("<a><b/></a>") && !Document::parse("<a>")) ++good;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(good, 800);
}

std::string arbitrary_element(const Chance& chance, int depth) {
  constexpr std::string_view kNames[] = {"a", "b", "x:c", "d-e", "\xC3\xA9"};
  constexpr std::string_view kTexts[] = {
      "", " ", "t", "1 &lt; 2", "\n", "\"'&gt;", "&#13;", "<![CDATA[ ]] ]]>", "<!-- c -->"};
  const std::string_view name = kNames[chance.fork("name").below(5)];
  std::string text = "<" + std::string(name);
  if (chance.fork("attribute").happens(0.5)) text += " k='v &quot;&#9;&lt;'";
  text += ">";
  const std::uint64_t children = depth > 4 ? 0 : chance.fork("children").below(4);
  for (std::uint64_t i = 0; i < children; ++i) {
    const Chance child = chance.fork(i);
    text += kTexts[child.fork("text").below(9)];
    text += arbitrary_element(child, depth + 1);
  }
  return text + std::string(kTexts[chance.fork("tail").below(9)]) + "</" + std::string(name) + ">";
}

TEST(Document, ReadingBackWhatWasWrittenIsIdentity) {
  for_each_seed(500, [](const Chance& chance) {
    const std::string text = arbitrary_element(chance, 0);
    const auto document = Document::parse(text);
    ASSERT_TRUE(document) << text << describe(document.error());
    for (const Layout layout : {Layout::kPreserved, Layout::kCompact, Layout::kPretty}) {
      const std::string written = document->write(layout);
      const auto again = Document::parse(written);
      ASSERT_TRUE(again) << written;
      EXPECT_EQ(again->write(layout), written) << text;
      EXPECT_EQ(again->write(Layout::kCompact), document->write(Layout::kCompact)) << text;
    }
    EXPECT_EQ(Document::parse(document->write(Layout::kPreserved))->root().text(),
              document->root().text());
  });
}

}  // namespace
}  // namespace mimus::xml
