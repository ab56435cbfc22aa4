#include "state_condition.h"

#include <gtest/gtest.h>

namespace mimus::stub {
namespace {

// A world that remembers a little, at a request that says a little.
class Little final : public facts::Surroundings {
 public:
  WallTime now() const override { return {}; }
  Chance chance(std::uint64_t key) const override { return Chance(key); }
  std::uint64_t served(std::uint64_t) const override { return 0; }
  std::string_view scenario_state(std::string_view name,
                                  const facts::Caller& caller) const override {
    if (name == "mine") return caller.captured.find("id").value_or("Started");
    return name == "checkout" ? "Paid" : "Started";
  }
  const json::Value* state(const facts::StatePath& path, Arena& arena) const override {
    const json::Value* value = values_.get_object().if_contains(path.name());
    return value == nullptr ? nullptr : path.find_in(*value, arena);
  }

 private:
  const json::Value values_ = *json::parse(
      R"({"cart":{"items":[1,2,3],"owner":"Ada"},"n":3,"half":0.5,"zero":0,"none":null,"text":"10","on":true,
                       "empty":[],"word":""})");
};

bool holds(const StateCondition& condition) {
  const http::HeaderField fields[] = {{"X-User", "Ada"}, {"X-Count", "3"}, {"Cookie", "sid=s1"}};
  http::Request request;
  request.method = "POST";
  request.target = "/a?page=2";
  request.path = "/a";
  request.query = "page=2";
  request.fields = fields;
  request.body = R"({"item":{"price":9}})";
  const Little little;
  Arena arena;
  facts::RequestFacts facts(request, arena, &little);
  match::Captures captures;
  captures.items[captures.count++] = {"id", "Open"};
  return condition.holds(facts, captures);
}

struct HoldCase {
  std::string_view text;
  bool holds;
};
constexpr HoldCase kHoldCases[] = {
    // what is there and what is not
    {"state.n", true},
    {"state.zero", false},
    {"state.none", false},
    {"state.nothing", false},
    {"state.on", true},
    {"state.empty", false},
    {"state.word", false},
    {"not state.nothing", true},
    {"not not state.n", true},
    {"state.nothing == null", true},
    {"state.none == null", true},
    {"state.zero == null", false},
    {"true", true},
    {"null", false},
    // numbers
    {"state.n == 3", true},
    {"state.n == 3.0", true},
    {"state.n != 3", false},
    {"state.n > 2", true},
    {"state.n > 3", false},
    {"state.n >= 3", true},
    {"state.n < 3", false},
    {"state.n <= 3", true},
    {"state.half < 1", true},
    {"3 == state.n", true},
    {"state.n > -1", true},
    {"state.cart.items.size == 3", true},
    {"state.cart.items[0] == 1", true},
    {"state.cart.items[-1] == 3", true},
    {"state.n == state.cart.items.size", true},
    // texts
    {"state.cart.owner == 'Ada'", true},
    {"state.cart.owner == \"Ada\"", true},
    {"state.cart.owner == 'ada'", false},
    {"state.cart.owner < 'B'", true},
    {"state.text == 10", false},
    {"state.text < 9", false},
    {"state.text == '10'", true},
    {"state.nothing < 1", false},
    {"not (state.nothing >= 1)", true},
    {"state.on > 0", false},
    {"state.on == true", true},
    // the request: texts that may be numbers
    {"state.cart.owner == header.X-User", true},
    {"header.X-Count == 3", true},
    {"state.n == header.X-Count", true},
    {"query.page > 1", true},
    {"query['page'] == '2'", true},
    {"query.none == null", true},
    {"cookie.sid == 's1'", true},
    {"body.item.price > 5", true},
    {"body.item.price > 9", false},
    {"body['item'].price == 9", true},
    {"body", true},
    {"header.X-Count > '25'", true},  // two texts, byte by byte
    // scenarios
    {"scenario.checkout == 'Paid'", true},
    {"scenario.checkout == 'Open'", false},
    {"scenario['checkout'] != 'Open'", true},
    {"scenario.other == 'Started'", true},
    {"scenario.mine == 'Open'", true},
    // together
    {"state.n and state.zero", false},
    {"state.n or state.zero", true},
    {"state.zero or state.n and state.zero", false},
    {"(state.n or state.zero) and state.n", true},
    {"not state.zero and state.n", true},
    {"not (state.zero or state.n)", false},
    {"  state.n==3  ", true},
};
TEST(StateCondition, Holds) {
  for (const HoldCase& row : kHoldCases) {
    SCOPED_TRACE(row.text);
    const auto condition = StateCondition::parse(row.text);
    ASSERT_TRUE(condition) << describe(condition.error());
    EXPECT_EQ(holds(*condition), row.holds);
    const auto again = StateCondition::parse(condition->text());
    ASSERT_TRUE(again) << condition->text();
    EXPECT_EQ(holds(*again), row.holds);
  }
}

struct FaultCase {
  std::string_view text;
  std::size_t offset;
  std::string_view message;
};
constexpr FaultCase kFaultCases[] = {
    {"", 0, "a value is missing"},
    {"state", 5, "a name is missing"},
    {"state.", 6, "a name is missing"},
    {"state.a >", 9, "a value is missing"},
    {"state.a = 3", 8, "'=' is no comparison"},
    {"state.a 3", 8, "'and', 'or' or the end belongs here"},
    {"(state.a", 8, "')' is missing"},
    {"state.a and", 11, "a value is missing"},
    {"stat.a", 0, "'stat' is no value"},
    {"state.a == Paid", 11, "'Paid' is no value"},
    {"state.a == 'Paid", 11, "the text does not end"},
    {"state.a == 3x", 11, "'3x' is no number"},
    {"state.a[", 7, "']' is missing"},
    {"state.a[b]", 8, "an index or a quoted name belongs in brackets"},
    {"state.a && state.b", 8, "'and', 'or' or the end belongs here"},
};
TEST(StateCondition, SaysWhereItIsNone) {
  for (const FaultCase& row : kFaultCases) {
    SCOPED_TRACE(row.text);
    const auto condition = StateCondition::parse(row.text);
    ASSERT_FALSE(condition);
    EXPECT_EQ(condition.error().message, row.message);
    EXPECT_EQ(condition.error().where.offset, row.offset);
  }
  EXPECT_FALSE(StateCondition::parse(std::string(100'000, '(')));
  std::string nots;
  for (int i = 0; i < 100'000; ++i) nots += "not ";
  EXPECT_FALSE(StateCondition::parse(nots));
}

TEST(StateCondition, MatchersOnAPlace) {
  const auto with = [](std::string_view path, match::Test test) {
    const match::Test tests[] = {std::move(test)};
    return *StateCondition::matching(*facts::StatePath::parse(path), tests);
  };
  EXPECT_TRUE(holds(with("cart.items.size", {"gt", 2})));
  EXPECT_FALSE(holds(with("cart.items.size", {"gt", 3})));
  EXPECT_TRUE(holds(with("cart.owner", {"contains", "d"})));
  EXPECT_TRUE(holds(with("nothing", {"absent", true})));
  EXPECT_FALSE(holds(with("n", {"absent", true})));
  const StateCondition both = StateCondition::all_of(
      {with("n", {"equals", 3}), *StateCondition::parse("state.on or state.zero")});
  EXPECT_TRUE(holds(both));
  EXPECT_EQ(both.text(), "state.n equals 3 and (state.on or state.zero)");
}

TEST(StateCondition, NamesItsScenarios) {
  const auto named =
      StateCondition::parse("scenario.a == 'x' and not ('y' == scenario.b or scenario.c != 'z')")
          ->scenarios();
  ASSERT_EQ(named.size(), 3u);
  EXPECT_EQ(named[0].scenario + named[0].state, "ax");
  EXPECT_EQ(named[1].scenario + named[1].state, "by");
  EXPECT_EQ(named[2].scenario + named[2].state, "c");
}

}  // namespace
}  // namespace mimus::stub
