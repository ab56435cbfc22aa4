#include "crud.h"

#include <gtest/gtest.h>

#include "list_query.h"
#include "support/property.h"

namespace mimus::mockoon {
namespace {

constexpr std::string_view kRows =
    R"([{"id":1,"n":"b","g":{"k":"A"}},{"id":2,"n":"A","g":{"k":"B"}},{"id":10,"n":"c","g":{"k":"B"}}])";

Memory::Value bucket_of(std::string_view text) {
  return text.empty() ? nullptr : std::make_shared<const json::Value>(*json::parse(text));
}

const ValuePath kId = ValuePath::compile("id"), kDataId = ValuePath::compile("data.id");

std::string written(const Memory::Value& value) {
  return value == nullptr ? "undefined" : json::write(*value);
}

struct CrudCase {
  std::string_view rule, bucket;
  CrudCall call;
  std::string_view id, body;
  int status;  // 0: the response's own
  std::string_view answer, after;
};
constexpr CrudCase kCrudCases[] = {
    {"an item by its id", R"([{"id":1},{"id":"x"}])", CrudCall::kGet, "x", "", 0, R"({"id":"x"})", R"([{"id":1},{"id":"x"}])"},
    {"numbers are found by their text", R"([{"id":1}])", CrudCall::kGet, "1", "", 0, R"({"id":1})", R"([{"id":1}])"},
    {"no such item", R"([{"id":1}])", CrudCall::kGet, "2", "", 404, "{}", R"([{"id":1}])"},
    {"scalars are found by their place", "[5,6]", CrudCall::kGet, "1", "", 0, "6", "[5,6]"},
    {"what is no list is its own item", R"({"a":1})", CrudCall::kGet, "7", "", 0, R"({"a":1})", R"({"a":1})"},
    {"a new item counts on", R"([{"id":3},{"id":1}])", CrudCall::kCreate, "", R"({"n":1})", 201, R"({"n":1,"id":4})",
     R"([{"id":3},{"id":1},{"n":1,"id":4}])"},
    {"a new item keeps its id", R"([{"id":3}])", CrudCall::kCreate, "", R"({"id":9})", 201, R"({"id":9})", R"([{"id":3},{"id":9}])"},
    {"without numbers the id is made", "[]", CrudCall::kCreate, "", R"({"n":1})", 201, R"({"n":1,"id":"fresh"})", R"([{"n":1,"id":"fresh"}])"},
    {"a scalar needs no id", "[1]", CrudCall::kCreate, "", "2", 201, "2", "[1,2]"},
    {"creating in what is no list replaces it", R"({"a":1})", CrudCall::kCreate, "", R"({"b":2})", 201, R"({"b":2})", R"({"b":2})"},
    {"creating in nothing, too", "", CrudCall::kCreate, "", R"({"b":2})", 201, R"({"b":2})", R"({"b":2})"},
    {"all are replaced", "[1]", CrudCall::kReplaceAll, "", "[2,3]", 200, "[2,3]", "[2,3]"},
    {"one is replaced and keeps its id", R"([{"id":1,"a":1}])", CrudCall::kReplace, "1", R"({"b":2})", 200, R"({"b":2,"id":1})", R"([{"b":2,"id":1}])"},
    {"or gets another", R"([{"id":1}])", CrudCall::kReplace, "1", R"({"id":5})", 200, R"({"id":5})", R"([{"id":5}])"},
    {"none is replaced", R"([{"id":1}])", CrudCall::kReplace, "2", R"({"b":2})", 404, "{}", R"([{"id":1}])"},
    {"one is merged", R"([{"id":1,"a":1,"o":{"x":1}}])", CrudCall::kMerge, "1", R"({"o":{"y":2}})", 200, R"({"id":1,"a":1,"o":{"y":2}})",
     R"([{"id":1,"a":1,"o":{"y":2}}])"},
    {"merging keeps what the body cannot say", R"([{"id":1,"a":1}])", CrudCall::kMerge, "1", R"("text")", 200, R"({"id":1,"a":1})", R"([{"id":1,"a":1}])"},
    {"replacing by a text keeps the id", R"([{"id":1,"a":1}])", CrudCall::kReplace, "1", R"("text")", 200, R"({"id":1})", R"([{"id":1}])"},
    {"a scalar becomes what is sent", "[5,6]", CrudCall::kReplace, "1", R"({"a":1})", 200, R"({"a":1})", R"([5,{"a":1}])"},
    {"a place that is no number is the first", "[5,6]", CrudCall::kGet, "x", "", 0, "5", "[5,6]"},
    {"a null is no id", R"([{"id":null}])", CrudCall::kGet, "null", "", 404, "{}", R"([{"id":null}])"},
    {"a list of lists has no items", "[[1]]", CrudCall::kGet, "0", "", 404, "{}", "[[1]]"},
    {"an object keeps its members beside a list's", R"({"a":1})", CrudCall::kMergeAll, "", "[2]", 200, R"({"a":1,"0":2})", R"({"a":1,"0":2})"},
    {"an object keeps its members when a text comes", R"({"a":1})", CrudCall::kMergeAll, "", R"("t")", 200, R"({"a":1})", R"({"a":1})"},
    {"lists are joined", "[1]", CrudCall::kMergeAll, "", "[2]", 200, "[1,2]", "[1,2]"},
    {"objects are merged", R"({"a":1})", CrudCall::kMergeAll, "", R"({"b":2})", 200, R"({"a":1,"b":2})", R"({"a":1,"b":2})"},
    {"one is removed", R"([{"id":1},{"id":2}])", CrudCall::kDelete, "1", "", 200, "{}", R"([{"id":2}])"},
    {"none is removed", R"([{"id":1}])", CrudCall::kDelete, "2", "", 404, "{}", R"([{"id":1}])"},
    {"all are removed", "[1]", CrudCall::kDeleteAll, "", "", 200, "{}", "undefined"},
    {"of nothing there is nothing", "", CrudCall::kList, "", "", 0, "", "undefined"},
};

TEST(Crud, Rows) {
  for (const CrudCase& row : kCrudCases) {
    SCOPED_TRACE(row.rule);
    Arena arena;
    const std::optional<json::Value> body = row.body.empty() ? std::nullopt : std::optional(*json::parse(row.body));
    const ListQuery query;
    CrudAsk ask;
    ask.call = row.call;
    ask.key = &kId;
    ask.id = row.id;
    ask.body = body ? &*body : nullptr;
    ask.query = &query;
    ask.fresh_id = [] { return json::Value("fresh"); };
    Memory::Value value = bucket_of(row.bucket);
    const CrudAnswer answer = crud(value, ask, arena);
    EXPECT_EQ(answer.status.value_or(0), row.status);
    EXPECT_EQ(answer.text(arena), row.answer);
    EXPECT_EQ(written(value), row.after);
  }
}

TEST(Crud, AnIdMayStandDeeper) {
  Arena arena;
  Memory::Value value = bucket_of(R"([{"data":{"id":1}}])");
  const json::Value body = *json::parse(R"({"data":{"n":2}})");
  CrudAsk ask;
  ask.call = CrudCall::kCreate;
  ask.key = &kDataId;
  ask.body = &body;
  (void)crud(value, ask, arena);
  EXPECT_EQ(written(value), R"([{"data":{"id":1}},{"data":{"n":2,"id":2}}])");
}

struct DeepCase {
  std::string_view rule;
  CrudCall call;
  std::string_view body, after;
};
constexpr DeepCase kDeepCases[] = {
    {"an id that is left out is put back", CrudCall::kReplace, R"({"data":{"n":2}})", R"([{"data":{"n":2,"id":1}}])"},
    {"with what is around it", CrudCall::kReplace, R"({"n":2})", R"([{"n":2,"data":{"id":1}}])"},
    {"where a text stands it stays away", CrudCall::kReplace, R"({"data":"text"})", R"([{"data":"text"}])"},
    {"a merge is of the first level", CrudCall::kMerge, R"({"n":2})", R"([{"data":{"id":1},"n":2}])"},
};

TEST(Crud, DeeperIdsSurviveAChange) {
  for (const DeepCase& row : kDeepCases) {
    SCOPED_TRACE(row.rule);
    Arena arena;
    Memory::Value value = bucket_of(R"([{"data":{"id":1}}])");
    const json::Value body = *json::parse(row.body);
    CrudAsk ask;
    ask.call = row.call;
    ask.id = "1";
    ask.key = &kDataId;
    ask.body = &body;
    (void)crud(value, ask, arena);
    EXPECT_EQ(written(value), row.after);
  }
}

struct ListCase {
  std::string_view rule;
  std::vector<facts::NameValue> query;
  std::string_view ids;  // of the rows
  std::size_t filtered;
};

TEST(ListQuery, Rows) {
  const ListCase rows[] = {
      {"all", {}, "1 2 10", 3},
      {"text anywhere, in any case", {{"search", "a"}}, "1 2", 2},
      {"also in numbers", {{"search", "10"}}, "10", 1},
      {"equal", {{"g.k_eq", "B"}}, "2 10", 2},
      {"not equal", {{"g.k_ne", "B"}}, "1", 1},
      {"numbers are equal by value", {{"id_eq", "10.0"}}, "10", 1},
      {"numbers are compared as such", {{"id_gt", "2"}}, "10", 1},
      {"up to and with", {{"id_lte", "2"}}, "1 2", 2},
      {"texts are compared as such", {{"n_gte", "b"}}, "1 10", 2},
      {"an expression in any case", {{"n_like", "^[ab]"}}, "1 2", 2},
      {"the beginning", {{"g.k_start", "a"}}, "1", 1},
      {"the end", {{"n_end", "C"}}, "10", 1},
      {"a broken expression finds nothing", {{"n_like", "("}}, "", 0},
      {"all filters hold", {{"g.k_eq", "B"}, {"id_lt", "5"}}, "2", 1},
      {"an absent member equals nothing", {{"x_eq", ""}}, "", 0},
      {"and is unequal to everything", {{"x_ne", "1"}}, "1 2 10", 3},
      {"texts are sorted in small letters", {{"sort", "n"}}, "2 1 10", 3},
      {"the other way round", {{"sort", "id"}, {"order", "desc"}}, "10 2 1", 3},
      {"a page", {{"page", "2"}, {"limit", "2"}}, "10", 3},
      {"ten a page", {{"page", "1"}}, "1 2 10", 3},
      {"a page beyond the end", {{"page", "9"}, {"limit", "2"}}, "", 3},
      {"a page that is no number", {{"page", "x"}, {"limit", "1"}}, "1", 3},
      {"a page beyond all numbers", {{"page", "18446744073709551615"}, {"limit", "18446744073709551615"}}, "", 3},
      {"sorted, then cut", {{"sort", "id"}, {"order", "desc"}, {"limit", "1"}}, "10", 3},
  };
  const json::Value all = *json::parse(kRows);
  for (const ListCase& row : rows) {
    SCOPED_TRACE(row.rule);
    Arena arena;
    const Listed listed = list(all.get_array(), ListQuery::read(row.query), arena);
    std::string ids;
    for (const json::Value* one : listed.rows) ids += (ids.empty() ? "" : " ") + json::write(one->at("id"));
    EXPECT_EQ(ids, row.ids);
    EXPECT_EQ(listed.filtered, row.filtered);
    EXPECT_EQ(listed.total, 3u);
  }
}

// Pages laid side by side are the list.
TEST(ListQuery, PagesMakeUpTheList) {
  for_each_seed(200, [](const Chance& chance) {
    json::Array all;
    const std::uint64_t size = chance.fork("size").below(40);
    for (std::uint64_t i = 0; i < size; ++i) {
      const Chance here = chance.fork(i);
      json::Value value;
      switch (here.fork("kind").below(4)) {
        case 0: value = here.fork("n").between(-5, 5); break;
        case 1: value = std::string(1, static_cast<char>('A' + here.fork("t").below(40))); break;
        case 2: value = nullptr; break;
        default: value = here.fork("b").happens(0.5); break;
      }
      all.push_back(json::Object{{"id", i}, {"v", value}});
    }
    ListQuery query;
    query.sort = "v";
    query.descending = chance.fork("order").happens(0.5);
    Arena arena;
    const auto whole = list(all, query, arena).rows;
    EXPECT_EQ(whole.size(), all.size());
    query.limit = 1 + chance.fork("limit").below(7);
    std::vector<const json::Value*> joined;
    for (std::size_t page = 1; page <= size / *query.limit + 1; ++page) {
      query.page = page;
      for (const json::Value* row : list(all, query, arena).rows) joined.push_back(row);
    }
    EXPECT_EQ(joined, whole);
  });
}

}  // namespace
}  // namespace mimus::mockoon
