#include "equal.h"

#include <gtest/gtest.h>

namespace mimus::xml {
namespace {

struct Case {
  std::string_view rule, expected, actual;
  bool equal;
};

void check(const Case& row, const EqualOptions& options) {
  SCOPED_TRACE(row.rule);
  const auto equality = Equality::compile(row.expected, options);
  ASSERT_TRUE(equality) << describe(equality.error());
  EXPECT_EQ(equality->matches(row.actual), row.equal);
  const auto differences = equality->differences(row.actual);
  if (!differences) {
    EXPECT_FALSE(row.equal) << describe(differences.error());
    return;
  }
  EXPECT_EQ(differences->empty(), row.equal);
}

constexpr std::string_view kBase = "<r><a k='1' j='2'>t</a><b/></r>";
const Case kPlain[] = {
    {"blanks between elements, order of attributes", kBase,
     "<r>\n  <a j=\"2\" k=\"1\">t</a>\n <b></b></r>", true},
    {"siblings of different names in any order", kBase, "<r><b/><a j=\"2\" k=\"1\">t</a></r>",
     true},
    {"comments", kBase, "<r><!-- c --><a j=\"2\" k=\"1\">t</a><b/></r>", true},
    {"blanks around a text", kBase, "<r><a j=\"2\" k=\"1\"> t </a><b/></r>", true},
    {"another text", kBase, "<r><a j=\"2\" k=\"1\">u</a><b/></r>", false},
    {"another value", kBase, "<r><a j=\"2\" k=\"3\">t</a><b/></r>", false},
    {"one child more", kBase, "<r><a j=\"2\" k=\"1\">t</a><b/><c/></r>", false},
    {"one child less", kBase, "<r><a j=\"2\" k=\"1\">t</a></r>", false},
    {"one attribute more", kBase, "<r><a j=\"2\" k=\"1\" l='3'>t</a><b/></r>", false},
    {"one attribute less", kBase, "<r><a j=\"2\">t</a><b/></r>", false},
    {"a declaration", kBase,
     "<?xml version=\"1.0\" encoding=\"UTF-8\"?><r><a j=\"2\" k=\"1\">t</a><b/></r>", true},
    {"no XML", kBase, "no xml", false},
    {"nothing", kBase, "", false},
    {"blanks inside a text count", "<a>x y</a>", "<a>x  y</a>", false},
    {"CDATA is no plain text", "<a>x</a>", "<a><![CDATA[x]]></a>", false},
    {"an instruction more", "<a/>", "<a><?p d?></a>", false},
    {"an instruction before the element", "<a/>", "<?p d?><a/>", false},
    {"the same instruction", "<?p d?><a/>", "<?p  d?><a/>", true},
    {"the order of one name counts", "<m><v>1</v><v>2</v></m>", "<m><v>2</v><v>1</v></m>", false},
    {"a text cut by a comment", "<a>xy</a>", "<a>x<!-- c -->y</a>", true},
    {"prefixes are ignored", "<p:r xmlns:p='urn:one'><p:c>1</p:c></p:r>",
     "<q:r xmlns:q=\"urn:one\"><q:c>1</q:c></q:r>", true},
    {"another URI", "<p:r xmlns:p='urn:one'><p:c>1</p:c></p:r>",
     "<p:r xmlns:p=\"urn:two\"><p:c>1</p:c></p:r>", false},
    {"a default namespace", "<p:r xmlns:p='urn:one'><p:c>1</p:c></p:r>",
     "<r xmlns=\"urn:one\"><c>1</c></r>", true},
    {"unbound prefixes are no XML", "<a/>", "<p:a/>", false},
    {"unused declarations", "<a/>", "<a xmlns:p='u'/>", true},
    {"the schema's place counts",
     "<a xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:schemaLocation='u v'/>", "<a/>",
     false},
    {"no placeholders unless asked", "<a>${xmlunit.ignore}</a>", "<a>x</a>", false},
};

TEST(Equality, Rows) {
  for (const Case& row : kPlain) check(row, {});
}

const Case kAnyOrder[] = {
    {"siblings of one name", "<m><v>1</v><v>2</v></m>", "<m><v>2</v><v>1</v></m>", true},
    {"each one once", "<m><v>1</v><v>2</v></m>", "<m><v>2</v><v>2</v></m>", false},
    {"deeper down", "<m><v><w>1</w><w>2</w></v><v><w>3</w></v></m>",
     "<m><v><w>3</w></v><v><w>2</w><w>1</w></v></m>", true},
    {"a placeholder takes what is left", "<m><v>${xmlunit.ignore}</v><v>1</v></m>",
     "<m><v>1</v><v>2</v></m>", true},
    {"two placeholders and an exchange",
     "<m><v>${xmlunit.ignore}</v><v>${xmlunit.isNumber}</v><v>1</v></m>",
     "<m><v>1</v><v>2</v><v>x</v></m>", true},
};

TEST(Equality, AnyOrderOfSameNames) {
  for (const Case& row : kAnyOrder)
    check(row, {.ignore_order_of_same_node = true, .placeholders = true});
}

constexpr std::string_view kHolders =
    "<m><id>${xmlunit.ignore}</id><n>${xmlunit.isNumber}</n><r>${xmlunit.matchesRegex([a-c]+)}</"
    "r></m>";
const Case kPlaceholders[] = {
    {"each of them", kHolders, "<m><id>77</id><n>3.5</n><r>abc</r></m>", true},
    {"no number", kHolders, "<m><id>77</id><n>x</n><r>abc</r></m>", false},
    {"a regular expression is found, not covered", kHolders, "<m><id>77</id><n>1</n><r>abd</r></m>",
     true},
    {"or is not", kHolders, "<m><id>77</id><n>1</n><r>xyz</r></m>", false},
    {"ignore takes an empty element", kHolders, "<m><id/><n>1</n><r>a</r></m>", true},
    {"a number needs a text", kHolders, "<m><id/><n/><r>a</r></m>", false},
    {"ignore takes CDATA", "<a>${xmlunit.ignore}</a>", "<a><![CDATA[x]]></a>", true},
    {"attribute values", "<a k='${xmlunit.isNumber}'/>", "<a k='-1e3'/>", true},
    {"attribute values that do not fit", "<a k='${xmlunit.isNumber}'/>", "<a k='1e'/>", false},
    {"an ignored attribute may be missing", "<a k='${xmlunit.ignore}'/>", "<a/>", true},
    {"another may not", "<a k='${xmlunit.isNumber}'/>", "<a/>", false},
    {"blanks around", "<a> ${ xmlunit.ignore } </a>", "<a>x</a>", true},
    {"text around makes it literal", "<a>x ${xmlunit.ignore}</a>", "<a>x y</a>", false},
    {"an unknown word is literal", "<a>${xmlunit.what}</a>", "<a>${xmlunit.what}</a>", true},
    {"a date and time", "<a>${xmlunit.isDateTime}</a>", "<a>2020-01-02T03:04:05Z</a>", true},
    {"no date", "<a>${xmlunit.isDateTime}</a>", "<a>x</a>", false},
    {"a date in a format", "<a>${xmlunit.isDateTime(dd/MM)}</a>", "<a>dd/MM!</a>", true},
    {"not in that format", "<a>${xmlunit.isDateTime(dd/MM)}</a>", "<a>2020-01-02T03:04:05Z</a>",
     false},
};

TEST(Equality, Placeholders) {
  EqualOptions options{.placeholders = true};
  options.is_date_time = [](std::string_view text, std::string_view format) {
    return text == std::string(format) + "!";
  };
  for (const Case& row : kPlaceholders) check(row, options);
}

TEST(Equality, OtherDelimiters) {
  const EqualOptions options{
      .placeholders = true, .placeholder_open = R"(\[\[)", .placeholder_close = "]]"};
  check({"brackets", "<m><id>[[xmlunit.ignore]]</id></m>", "<m><id>q</id></m>", true}, options);
}

TEST(Equality, ExemptedComparisons) {
  const EqualOptions options{.exempted = {Comparison::kNamespaceUri, Comparison::kAttrValue}};
  check({"both differ", "<m xmlns='urn:a'><v x='1'>t</v></m>",
         "<m xmlns='urn:b'><v x='9'>t</v></m>", true},
        options);
  check({"a text still counts", "<m xmlns='urn:a'><v x='1'>t</v></m>",
         "<m xmlns='urn:b'><v x='9'>u</v></m>", false},
        options);
  check({"more children", "<m><v/></m>", "<m><v/><w/></m>", true},
        {.exempted = {Comparison::kChildNodelistLength, Comparison::kChildLookup}});
  check({"other names", "<m><v/></m>", "<m><w/></m>", true},
        {.exempted = {Comparison::kElementTagName}});
}

const Case kLegacy[] = {
    {"URIs do not count", "<p:r xmlns:p='one'/>", "<q:r xmlns:q='two'/>", true},
    {"prefixes need no binding", "<p:r/>", "<r/>", true},
    {"local names count", "<p:r/>", "<p:s/>", false},
};
const Case kNone[] = {
    {"names as written", "<p:r xmlns:p='one'/>", "<q:r xmlns:q='one'/>", false},
    {"declarations are attributes", "<p:r xmlns:p='one'/>", "<p:r xmlns:p='two'/>", false},
    {"the same text", "<p:r xmlns:p='one'/>", "<p:r xmlns:p='one'></p:r>", true},
    {"unbound prefixes", "<p:r/>", "<p:r/>", true},
};

TEST(Equality, NamespaceAwareness) {
  for (const Case& row : kLegacy) check(row, {.namespaces = NamespaceAwareness::kLegacy});
  for (const Case& row : kNone) check(row, {.namespaces = NamespaceAwareness::kNone});
}

TEST(Equality, DifferencesHaveAddresses) {
  const auto equality = Equality::compile("<m><v>1</v><v x='1'>2</v><w/></m>", {});
  ASSERT_TRUE(equality);
  const auto differences = equality->differences("<m><v>1</v><v x='2' y='3'>3</v></m>");
  ASSERT_TRUE(differences);
  EXPECT_EQ(*differences, (std::vector<Difference>{
                              {Comparison::kChildNodelistLength, "/m[1]", "3", "2"},
                              {Comparison::kElementNumAttributes, "/m[1]/v[2]", "1", "2"},
                              {Comparison::kAttrValue, "/m[1]/v[2]/@x", "1", "2"},
                              {Comparison::kAttrNameLookup, "/m[1]/v[2]/@y", "", "y"},
                              {Comparison::kTextValue, "/m[1]/v[2]/text()[1]", "2", "3"},
                              {Comparison::kChildLookup, "/m[1]/w[1]", "w", ""},
                          }));
}

TEST(Equality, BadOperands) {
  EXPECT_FALSE(Equality::compile("<a>", {}));
  EXPECT_FALSE(Equality::compile("<a>${xmlunit.matchesRegex(()}</a>", {.placeholders = true}));
  EXPECT_FALSE(Equality::compile("<a/>", {.placeholders = true, .placeholder_open = "("}));
}

TEST(Equality, NamesOfComparisons) {
  EXPECT_EQ(comparison_named("ATTR_VALUE"), Comparison::kAttrValue);
  EXPECT_EQ(name_of(Comparison::kAttrValue), "ATTR_VALUE");
  EXPECT_FALSE(comparison_named("NAMESPACE_PREFIX"));
  EXPECT_TRUE(is_comparison_name("NAMESPACE_PREFIX"));
  EXPECT_FALSE(is_comparison_name("ATTR"));
}

TEST(Equality, ManyEqualNamesCostBoundedTime) {
  std::string expected = "<m>", actual = "<m>";
  for (int i = 0; i < 3000; ++i) {
    expected += "<v>" + std::to_string(i) + "</v>";
    actual += "<v>" + std::to_string(2999 - i) + "x</v>";
  }
  const auto equality = Equality::compile(expected + "</m>", {.ignore_order_of_same_node = true});
  ASSERT_TRUE(equality);
  EXPECT_FALSE(equality->matches(actual + "</m>"));
  const auto differences = equality->differences(actual + "</m>");
  ASSERT_FALSE(differences);
  EXPECT_EQ(differences.error().code, Code::kLimit);
}

}  // namespace
}  // namespace mimus::xml
