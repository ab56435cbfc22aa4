#include "merge_patch.h"

#include <gtest/gtest.h>

#include "arbitrary.h"
#include "support/property.h"

namespace mimus::json {
namespace {

struct MergeCase {
  std::string_view rule, target, patch, result;
};
constexpr MergeCase kMergeCases[] = {
    {"a member is replaced", R"({"k":"old"})", R"({"k":"new"})", R"({"k":"new"})"},
    {"a member is added at the end", R"({"k":1})", R"({"m":2})", R"({"k":1,"m":2})"},
    {"null removes the only member", R"({"k":1})", R"({"k":null})", "{}"},
    {"null removes one of several, the rest keeps its order", R"({"k":1,"m":2,"n":3})",
     R"({"k":null})", R"({"m":2,"n":3})"},
    {"null for a member that is not there", R"({"k":1})", R"({"m":null})", R"({"k":1})"},
    {"an array becomes a text", R"({"k":[1]})", R"({"k":"x"})", R"({"k":"x"})"},
    {"a text becomes an array", R"({"k":"x"})", R"({"k":[1]})", R"({"k":[1]})"},
    {"objects are merged", R"({"o":{"x":1,"y":2}})", R"({"o":{"x":9,"y":null}})",
     R"({"o":{"x":9}})"},
    {"arrays are replaced, whatever is in them", R"({"k":[{"x":1}]})", R"({"k":[2]})",
     R"({"k":[2]})"},
    {"an array patch replaces an object", R"({"k":1})", "[3]", "[3]"},
    {"null as the whole patch", R"({"k":1})", "null", "null"},
    {"nulls in the target stay", R"({"e":null})", R"({"k":1})", R"({"e":null,"k":1})"},
    {"an object patch makes an object of anything", "[1,2]", R"({"k":1,"n":null})", R"({"k":1})"},
    {"nulls in a new object are left out", "{}", R"({"k":{"m":{"n":null}}})", R"({"k":{"m":{}}})"},
};

TEST(MergePatch, Rfc7396) {
  for (const MergeCase& row : kMergeCases) {
    SCOPED_TRACE(row.rule);
    Value target = *parse(row.target);
    merge_patch(target, *parse(row.patch));
    EXPECT_EQ(write(target), row.result);
  }
}

TEST(MergePatch, ApplyingItTwiceChangesNothingMore) {
  for_each_seed(500, [](const Chance& chance) {
    Value target = arbitrary_value(chance.fork("target"));
    const Value patch = arbitrary_value(chance.fork("patch"));
    merge_patch(target, patch);
    const Value once = target;
    merge_patch(target, patch);
    EXPECT_EQ(target, once);
  });
}

}  // namespace
}  // namespace mimus::json
