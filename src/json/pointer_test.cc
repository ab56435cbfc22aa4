#include "pointer.h"

#include <gtest/gtest.h>

#include "arbitrary.h"
#include "support/property.h"

namespace mimus::json {
namespace {

// RFC 6901 §5, its document with other names.
constexpr std::string_view kDocument =
    R"({"list":["x","y"],"":0,"p/q":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8,"~1":9})";

struct ResolveCase {
  std::string_view rule, pointer, value;  // "-": leads nowhere
};
constexpr ResolveCase kResolveCases[] = {
    {"the whole document", "", kDocument},
    {"a member", "/list", R"(["x","y"])"},
    {"an element", "/list/0", "\"x\""},
    {"the member with the empty name", "/", "0"},
    {"~1 is a slash", "/p~1q", "1"},
    {"a percent sign is itself", "/c%d", "2"},
    {"so is a circumflex", "/e^f", "3"},
    {"and a bar", "/g|h", "4"},
    {"and a backslash", "/i\\j", "5"},
    {"and a quote", "/k\"l", "6"},
    {"and a blank", "/ ", "7"},
    {"~0 is a tilde", "/m~0n", "8"},
    {"~01 is ~1 and not a slash, §4", "/~01", "9"},
    {"no index beyond the end", "/list/2", "-"},
    {"the place after the end has no value", "/list/-", "-"},
    {"no leading zeros, §4", "/list/00", "-"},
    {"no signs", "/list/+1", "-"},
    {"no index beyond 64 bits", "/list/18446744073709551616", "-"},
    {"a scalar has no children", "/list/0/x", "-"},
    {"a missing member", "/nothing", "-"},
};

TEST(Pointer, Resolves) {
  const Value document = *parse(kDocument);
  for (const ResolveCase& row : kResolveCases) {
    SCOPED_TRACE(row.rule);
    const auto pointer = Pointer::parse(row.pointer);
    ASSERT_TRUE(pointer);
    const Value* value = pointer->resolve(document);
    EXPECT_EQ(value == nullptr ? "-" : write(*value), row.value);
    EXPECT_EQ(find(document, row.pointer), value);
    EXPECT_EQ(pointer->text(), row.pointer);
  }
}

struct FragmentCase {
  std::string_view fragment, pointer;
};
// RFC 6901 §6
constexpr FragmentCase kFragmentCases[] = {
    {"", ""},           {"/list/0", "/list/0"}, {"/p~1q", "/p~1q"}, {"/c%25d", "/c%d"},
    {"/e%5Ef", "/e^f"}, {"/k%22l", "/k\"l"},    {"/%20", "/ "},     {"/%C3%A9", "/é"},
};

TEST(Pointer, Fragments) {
  for (const FragmentCase& row : kFragmentCases)
    EXPECT_EQ(Pointer::parse_fragment(row.fragment)->text(), row.pointer);
}

struct BadCase {
  std::string_view rule, pointer;
  std::size_t offset;
};
constexpr BadCase kBadCases[] = {
    {"it begins with a slash", "a/b", 0},
    {"a tilde is followed by 0 or 1", "/a/b~2", 4},
    {"a tilde at the end", "/a~", 2},
    {"a tilde before a slash", "/~/a", 1},
};

TEST(Pointer, RefusesWhatIsNone) {
  for (const BadCase& row : kBadCases) {
    SCOPED_TRACE(row.rule);
    const auto pointer = Pointer::parse(row.pointer);
    ASSERT_FALSE(pointer);
    EXPECT_EQ(pointer.error().where.offset, row.offset);
    EXPECT_EQ(find(*parse("{}"), row.pointer), nullptr);
  }
}

enum class Verb { kAdd, kSet, kRemove };
struct ChangeCase {
  std::string_view rule, document;
  Verb verb;
  std::string_view pointer, result;  // "-": fails and changes nothing
};
constexpr ChangeCase kChangeCases[] = {
    {"add puts a member at the end", R"({"a":1})", Verb::kAdd, "/b", R"({"a":1,"b":true})"},
    {"add replaces a member in its place", R"({"a":1,"b":2})", Verb::kAdd, "/a",
     R"({"a":true,"b":2})"},
    {"add inserts between elements", "[1,2]", Verb::kAdd, "/1", "[1,true,2]"},
    {"add at the length appends", "[1,2]", Verb::kAdd, "/2", "[1,2,true]"},
    {"- appends", "[1,2]", Verb::kAdd, "/-", "[1,2,true]"},
    {"add beyond the end", "[1]", Verb::kAdd, "/2", "-"},
    {"add to a missing parent", "{}", Verb::kAdd, "/a/b", "-"},
    {"add to a scalar", "[1]", Verb::kAdd, "/0/a", "-"},
    {"add replaces the whole document", "[1]", Verb::kAdd, "", "true"},
    {"set replaces an element", "[1,2]", Verb::kSet, "/0", "[true,2]"},
    {"set appends at the length", "[1]", Verb::kSet, "/1", "[1,true]"},
    {"set makes the objects on the way", R"({"a":{}})", Verb::kSet, "/a/b/c",
     R"({"a":{"b":{"c":true}}})"},
    {"set makes them in a new element too", R"([])", Verb::kSet, "/-/b", R"([{"b":true}])"},
    {"set beyond the end", "[1]", Verb::kSet, "/5/a", "-"},
    {"set goes through no scalar", R"({"a":1})", Verb::kSet, "/a/b/c", "-"},
    {"set replaces the whole document", "[1]", Verb::kSet, "", "true"},
    {"remove keeps the others' order", R"({"a":1,"b":2,"c":3})", Verb::kRemove, "/a",
     R"({"b":2,"c":3})"},
    {"remove closes the gap", "[1,2,3]", Verb::kRemove, "/1", "[1,3]"},
    {"remove what is not there", "[1]", Verb::kRemove, "/1", "-"},
    {"remove below a scalar", R"({"a":1})", Verb::kRemove, "/a/b", "-"},
    {"remove the whole document", "[1]", Verb::kRemove, "", "-"},
};

TEST(Pointer, Changes) {
  for (const ChangeCase& row : kChangeCases) {
    SCOPED_TRACE(row.rule);
    Value document = *parse(row.document);
    const Value before = document;
    const Pointer pointer = *Pointer::parse(row.pointer);
    const bool done = row.verb == Verb::kAdd   ? pointer.add(document, true).has_value()
                      : row.verb == Verb::kSet ? pointer.set(document, true).has_value()
                                               : pointer.remove(document).has_value();
    EXPECT_EQ(done ? write(document) : "-", row.result);
    EXPECT_TRUE(done || document == before);
  }
}

TEST(Pointer, ParsingItsTextIsIdentity) {
  for_each_seed(500, [](const Chance& chance) {
    Pointer pointer;
    for (std::uint64_t i = 0; i < chance.below(5); ++i)
      pointer = pointer.child(arbitrary_text(chance.fork(i)));
    EXPECT_EQ(*Pointer::parse(pointer.text()), pointer);
    EXPECT_TRUE(pointer.parent().is_prefix_of(pointer));
    EXPECT_TRUE(pointer.empty() || !pointer.is_prefix_of(pointer.parent()));
  });
}

TEST(Pointer, RemovedAndAddedAgainIsTheSameArray) {
  for_each_seed(200, [](const Chance& chance) {
    Value document = Array{arbitrary_value(chance.fork("a")), arbitrary_value(chance.fork("b")), 1};
    const Value before = document;
    const Pointer pointer = Pointer().child(std::to_string(chance.below(3)));
    Value removed = *pointer.remove(document);
    ASSERT_TRUE(pointer.add(document, std::move(removed)));
    EXPECT_EQ(document, before);
  });
}

}  // namespace
}  // namespace mimus::json
