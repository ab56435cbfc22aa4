#include "patch.h"

#include <gtest/gtest.h>

#include "arbitrary.h"
#include "diff.h"
#include "equal.h"
#include "support/property.h"

namespace mimus::json {
namespace {

struct PatchCase {
  std::string_view rule, document, patch, result;
};
// RFC 6902, appendix A, with other names.
constexpr PatchCase kPatchCases[] = {
    {"A.1 adding a member", R"({"k":"v"})", R"([{"op":"add","path":"/m","value":"w"}])",
     R"({"k":"v","m":"w"})"},
    {"A.2 adding an element", R"({"k":[1,3]})", R"([{"op":"add","path":"/k/1","value":2}])",
     R"({"k":[1,2,3]})"},
    {"A.3 removing a member", R"({"k":1,"m":2})", R"([{"op":"remove","path":"/m"}])", R"({"k":1})"},
    {"A.4 removing an element", R"({"k":[1,2,3]})", R"([{"op":"remove","path":"/k/1"}])",
     R"({"k":[1,3]})"},
    {"A.5 replacing a value", R"({"k":1,"m":2})", R"([{"op":"replace","path":"/k","value":3}])",
     R"({"k":3,"m":2})"},
    {"A.6 moving a value", R"({"k":{"x":1,"y":2},"m":{"z":3}})",
     R"([{"op":"move","from":"/k/y","path":"/m/y"}])", R"({"k":{"x":1},"m":{"z":3,"y":2}})"},
    {"A.7 moving an element", R"({"k":[1,4,2,3]})",
     R"([{"op":"move","from":"/k/1","path":"/k/3"}])", R"({"k":[1,2,3,4]})"},
    {"A.8 a test that holds", R"({"k":"v","m":["a",2]})",
     R"([{"op":"test","path":"/k","value":"v"},{"op":"test","path":"/m/1","value":2}])",
     R"({"k":"v","m":["a",2]})"},
    {"A.10 adding a nested object", R"({"k":1})", R"([{"op":"add","path":"/m","value":{"n":{}}}])",
     R"({"k":1,"m":{"n":{}}})"},
    {"A.11 members that mean nothing are ignored", R"({"k":1})",
     R"([{"op":"add","path":"/m","value":2,"xyz":3}])", R"({"k":1,"m":2})"},
    {"A.14 ~ is escaped", R"({"/":9,"~1":10})", R"([{"op":"test","path":"/~01","value":10}])",
     R"({"/":9,"~1":10})"},
    {"A.16 an array as a value", R"({"k":[1]})", R"([{"op":"add","path":"/k/-","value":[2,3]}])",
     R"({"k":[1,[2,3]]})"},
    {"copying a value", R"({"k":[1]})", R"([{"op":"copy","from":"/k","path":"/m"}])",
     R"({"k":[1],"m":[1]})"},
    {"copying into itself", R"({"k":{"a":1}})", R"([{"op":"copy","from":"/k","path":"/k/b"}])",
     R"({"k":{"a":1,"b":{"a":1}}})"},
    {"moving onto itself", R"({"k":1})", R"([{"op":"move","from":"/k","path":"/k"}])",
     R"({"k":1})"},
    {"numbers are tested by value, §4.6", R"({"k":1})",
     R"([{"op":"test","path":"/k","value":1.0}])", R"({"k":1})"},
    {"replacing the document", R"({"k":1})", R"([{"op":"replace","path":"","value":[]}])", "[]"},
    {"no operation", "1", "[]", "1"},
};

TEST(Patch, Rfc6902) {
  for (const PatchCase& row : kPatchCases) {
    SCOPED_TRACE(row.rule);
    const auto patch = Patch::parse(*parse(row.patch));
    ASSERT_TRUE(patch) << describe(patch.error());
    Value document = *parse(row.document);
    const auto done = patch->apply(document);
    ASSERT_TRUE(done) << describe(done.error());
    EXPECT_EQ(write(document), row.result);
  }
}

struct FaultCase {
  std::string_view rule, document, patch, message, pointer;
};
constexpr FaultCase kFaultCases[] = {
    {"A.9 a test that does not hold", R"({"k":"v"})", R"([{"op":"test","path":"/k","value":"w"}])",
     "operation 1 (test): '/k' has another value", "/0"},
    {"A.12 a parent that is not there", R"({"k":1})", R"([{"op":"add","path":"/m/n","value":2}])",
     "operation 1 (add): there is no '/m' to add to", "/0"},
    {"A.15 texts are no numbers", R"({"k":"10"})", R"([{"op":"test","path":"/k","value":10}])",
     "operation 1 (test): '/k' has another value", "/0"},
    {"nothing happens when a later operation fails", R"({"k":1})",
     R"([{"op":"remove","path":"/k"},{"op":"remove","path":"/k"}])",
     "operation 2 (remove): there is no '/k'", "/1"},
    {"replacing what is not there", "{}", R"([{"op":"replace","path":"/k","value":1}])",
     "operation 1 (replace): there is no '/k'", "/0"},
    {"moving into itself, §4.4", R"({"k":{}})", R"([{"op":"move","from":"/k","path":"/k/m"}])",
     "operation 1 (move): a value cannot move into itself", "/0"},
    {"copying from nowhere", "{}", R"([{"op":"copy","from":"/k","path":"/m"}])",
     "operation 1 (copy): there is no '/k'", "/0"},
    {"an index beyond the end", "[1]", R"([{"op":"add","path":"/2","value":1}])",
     "operation 1 (add): '2' is no index into an array of 1", "/0"},
    {"a patch is an array", "1", "{}", "a JSON patch is an array of operations", ""},
    {"an operation is an object", "1", "[1]", "operation 1: an operation is an object", "/0"},
    {"an unknown operation", "1", R"([{"op":"spam","path":""}])",
     "operation 1: 'op' is missing or unknown", "/0/op"},
    {"no operation named", "1", R"([{"path":""}])", "operation 1: 'op' is missing or unknown",
     "/0"},
    {"no path", "1", R"([{"op":"remove"}])", "operation 1: 'path' is missing", "/0"},
    {"a path that is no pointer", "1", R"([{"op":"remove","path":"k"}])",
     "operation 1: a JSON pointer is empty or begins with '/'", "/0/path"},
    {"no from", "1", R"([{"op":"move","path":"/k"}])", "operation 1: 'from' is missing", "/0"},
    {"no value", "1", R"([{"op":"add","path":"/k"}])", "operation 1: 'value' is missing", "/0"},
};

TEST(Patch, FaultsNameTheOperation) {
  for (const FaultCase& row : kFaultCases) {
    SCOPED_TRACE(row.rule);
    Value document = *parse(row.document);
    const auto patch = Patch::parse(*parse(row.patch));
    const Status done = patch ? patch->apply(document) : Status(patch.error());
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().message, row.message);
    EXPECT_EQ(done.error().where.pointer, row.pointer);
    EXPECT_EQ(write(document), row.document);
  }
}

TEST(Patch, ThePatchBetweenTwoValuesMakesOneOfTheOther) {
  for_each_seed(2'000, [](const Chance& chance) {
    Value from = arbitrary_value(chance.fork("from"));
    const Value to = chance.happens(0.2) ? from : arbitrary_value(chance.fork("to"));
    const Patch patch = patch_between(from, to);
    const auto read_again = Patch::parse(*parse(write(patch.document())));
    ASSERT_TRUE(read_again);
    ASSERT_TRUE(read_again->apply(from));
    EXPECT_TRUE(equivalent(from, to)) << write(from) << '\n' << write(to);
  });
}

}  // namespace
}  // namespace mimus::json
