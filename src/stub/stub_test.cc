#include "stub.h"

#include <gtest/gtest.h>

#include <set>

namespace mimus::stub {
namespace {

using match::Condition;
using match::PathPattern;
using match::Place;
using match::RequestPattern;

RequestPattern example() {
  return {PathPattern::exact("/users"),
          {"GET", "HEAD"},
          {Condition{Place::kQuery, "page", {{"equals", "1"}, {"absent", false}}},
           Condition{Place::kHeader, "Accept", {{"contains", "json"}}}}};
}

TEST(DeriveId, IsAUuid) {
  const Uuid id = derive_id(RequestPattern{}, 5, 0).value;
  EXPECT_EQ(id, derive_id(RequestPattern{}, 5, 0).value);
  EXPECT_EQ(id.text()[14], '8') << "RFC 9562 version 8";
  EXPECT_EQ(id.bytes[8] & 0xc0, 0x80) << "RFC 9562 variant";
}

TEST(DeriveId, DoesNotSeeTheOrderInWhichAPatternIsWritten) {
  RequestPattern other = example();
  std::swap(other.methods[0], other.methods[1]);
  std::swap(other.conditions[0], other.conditions[1]);
  std::swap(other.conditions[1].tests[0], other.conditions[1].tests[1]);
  EXPECT_EQ(derive_id(other, 5, 0), derive_id(example(), 5, 0));
}

TEST(DeriveId, SeesEverythingElse) {
  std::set<StubId> ids;
  const auto add = [&](const char* what, void (*change)(RequestPattern&)) {
    RequestPattern pattern = example();
    change(pattern);
    EXPECT_TRUE(ids.insert(derive_id(pattern, 5, 0)).second) << what;
  };
  add("nothing", [](RequestPattern&) {});
  add("another path", [](RequestPattern& p) { p.path = PathPattern::exact("/user"); });
  add("another kind of path", [](RequestPattern& p) { p.path = PathPattern::prefix("/users"); });
  add("fewer methods", [](RequestPattern& p) { p.methods.pop_back(); });
  add("one method with the name of two", [](RequestPattern& p) { p.methods = {"GETHEAD"}; });
  add("another place", [](RequestPattern& p) { p.conditions[0].place = Place::kForm; });
  add("another name", [](RequestPattern& p) { p.conditions[0].name = "pag"; });
  add("another test", [](RequestPattern& p) { p.conditions[0].tests[0].key = "contains"; });
  add("another operand", [](RequestPattern& p) { p.conditions[0].tests[0].operand = 1; });
  add("a condition less", [](RequestPattern& p) { p.conditions.pop_back(); });
  EXPECT_TRUE(ids.insert(derive_id(example(), 4, 0)).second) << "another priority";
  EXPECT_TRUE(ids.insert(derive_id(example(), 5, 1)).second) << "another ordinal";
}

}  // namespace
}  // namespace mimus::stub
