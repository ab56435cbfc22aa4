#include "store.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <thread>

#include "for_tests.h"
#include "support/property.h"

namespace mimus::collections {
namespace {

constexpr std::string_view kGenerated =
    R"j({"name": "items", "index": ["n", "word"], "count": 40, "schema": {"id": "int", "n": "number.int({\"max\": 6})", "word": "word.noun"}})j";
constexpr std::string_view kUuids =
    R"({"name": "items", "count": 30, "schema": {"id": "uuid", "word": "word.noun"}})";

// What a collection has to be: rows in the order of their coming.
struct Model {
  std::vector<json::Value> rows;
  std::size_t find(std::string_view id) const {
    std::size_t at = 0;
    while (at < rows.size() && id_text(rows[at].at("id")) != id) ++at;
    return at;
  }
};

json::Value all_of(Store& store) { return parsed(ask(store, "GET /items?limit=1000").body); }

Model model_of(Store& store) {
  Model model;
  const json::Value all = all_of(store);
  for (const json::Value& row : all.get_array()) model.rows.push_back(row);
  return model;
}

void change_one(Store& store, Model& model, const Chance& chance) {
  const std::string id = std::to_string(1 + chance.fork("id").below(50));
  const auto n = static_cast<std::int64_t>(chance.fork("n").below(7));
  const std::size_t at = model.find(id);
  const bool there = at < model.rows.size();
  switch (chance.fork("what").below(4)) {
    case 0: {
      const Answer said = ask(store, "POST /items", R"({"n": )" + std::to_string(n) + "}");
      ASSERT_EQ(said.status, 201);
      model.rows.push_back(parsed(said.body));
      break;
    }
    case 1: {
      const Answer said = ask(store, "PUT /items/" + id, R"({"n": )" + std::to_string(n) + "}");
      ASSERT_EQ(said.status, there ? 200 : 201);
      const json::Value row = json::Object{{"id", *json::parse(id)}, {"n", n}};
      if (there) {
        model.rows[at] = row;
      } else {
        model.rows.push_back(row);
      }
      break;
    }
    case 2: {
      const Answer said = ask(store, "PATCH /items/" + id, R"({"n": )" + std::to_string(n) + "}");
      ASSERT_EQ(said.status, there ? 200 : 404);
      if (there) model.rows[at].get_object()["n"] = n;
      break;
    }
    default: {
      ASSERT_EQ(ask(store, "DELETE /items/" + id).status, there ? 204 : 404);
      if (there) model.rows.erase(model.rows.begin() + static_cast<std::ptrdiff_t>(at));
    }
  }
}

// Every way of asking finds what the model has.
void expect_same(Store& store, const Model& model, const Chance& chance) {
  json::Array expected(model.rows.begin(), model.rows.end());
  EXPECT_EQ(all_of(store), json::Value(expected));
  std::vector<json::Value> sorted = model.rows;
  std::stable_sort(sorted.begin(), sorted.end(), [](const json::Value& a, const json::Value& b) {
    return Scalar::of(member_at(a, "n")) < Scalar::of(member_at(b, "n"));
  });
  const auto joined = [](const std::vector<json::Value>& rows) {
    std::string out;
    for (const json::Value& row : rows) out.append(out.empty() ? "" : ",").append(id_text(row.at("id")));
    return out;
  };
  EXPECT_EQ(column(ask(store, "GET /items?sort=n&limit=1000")), joined(sorted));
  EXPECT_EQ(column(ask(store, "GET /items?sort=n,id&limit=1000")).size(), joined(sorted).size());
  std::reverse(sorted.begin(), sorted.end());
  EXPECT_EQ(column(ask(store, "GET /items?sort=-n&limit=1000")), joined(sorted));
  const std::uint64_t bound = chance.fork("bound").below(7);
  std::vector<json::Value> above, equal;
  for (const json::Value& row : model.rows) {
    const json::Value* n = member_at(row, "n");
    if (n != nullptr && n->is_number() && n->to_number<double>() >= static_cast<double>(bound)) above.push_back(row);
    if (n != nullptr && n->is_number() && n->to_number<double>() == static_cast<double>(bound)) equal.push_back(row);
  }
  EXPECT_EQ(column(ask(store, "GET /items?n_gte=" + std::to_string(bound) + "&limit=1000")), joined(above));
  EXPECT_EQ(column(ask(store, "GET /items?n=" + std::to_string(bound) + "&limit=1000")), joined(equal));
  std::reverse(above.begin(), above.end());
  std::stable_sort(above.begin(), above.end(), [](const json::Value& a, const json::Value& b) {
    return Scalar::of(member_at(b, "n")) < Scalar::of(member_at(a, "n"));
  });
  const std::size_t from = std::min<std::size_t>(above.size(), 3), to = std::min<std::size_t>(above.size(), 6);
  EXPECT_EQ(column(ask(store, "GET /items?sort=-n&offset=3&limit=3&n_gte=" + std::to_string(bound))),
            joined({above.begin() + static_cast<std::ptrdiff_t>(from), above.begin() + static_cast<std::ptrdiff_t>(to)}));
}

TEST(Store, AnyOperationsLeaveWhatASimpleModelHas) {
  for_each_seed(12, [](const Chance& chance) {
    Store store;
    define(store, {std::string(kGenerated)}, chance.bits());
    Model model = model_of(store);
    ASSERT_EQ(model.rows.size(), 40u);
    std::unique_ptr<Store> fork;
    Model forked;
    for (std::uint64_t step = 0; step < 60; ++step) {
      change_one(store, model, chance.fork(step));
      if (step == 20) {
        fork = store.fork();
        forked = model;
      }
      if (step > 20 && step % 2 == 0) change_one(*fork, forked, chance.fork("fork").fork(step));
    }
    expect_same(store, model, chance);
    expect_same(*fork, forked, chance);  // neither saw the other's changes
    Store other;
    define(other, {std::string(kGenerated)}, chance.bits());
    const Status loaded = other.from_json(parsed(json::write(store.to_json())));
    ASSERT_TRUE(loaded) << describe(loaded.error());
    expect_same(other, model, chance);
  });
}

TEST(Store, GeneratedIdsLeadBackToTheirRows) {
  Store store;
  define(store, {std::string(kUuids)});
  const Model model = model_of(store);
  ASSERT_EQ(model.rows.size(), 30u);
  for (const json::Value& row : model.rows) {
    const std::string id(row.at("id").get_string());
    EXPECT_EQ(ask(store, "GET /items/" + id).body, json::write(row));
  }
  EXPECT_EQ(ask(store, "GET /items/0b6a1f9e-6d5c-4f0a-9d7e-111111111111").status, 404);
  const Chance chance(9);
  for (std::uint64_t position = 0; position < 1000; ++position)
    EXPECT_EQ(position_of_uuid(chance, generated_uuid(chance, position)), position);
}

TEST(Store, ASnapshotBringsEverythingBack) {
  Store store;
  define(store, {std::string(kGenerated)});
  const Store::Moment before = store.snapshot();
  const json::Value rows = all_of(store);
  ask(store, "DELETE /items/3");
  ask(store, "PATCH /items/4", R"({"n": 100})");
  EXPECT_NE(all_of(store), rows);
  store.restore(before);
  EXPECT_EQ(all_of(store), rows);
  ask(store, "DELETE /items/3");
  store.reset();
  EXPECT_EQ(all_of(store), rows);
}

TEST(Store, AReloadKeepsTheRowsOfADefinitionThatIsTheSame) {
  const std::string users = R"({"name": "users", "rows": [{"id": 1}]})";
  Store store;
  define(store, {users, R"({"name": "a", "rows": []})"});
  ask(store, "POST /users", "{}");
  ask(store, "POST /a", "{}");
  define(store, {users, R"({"name": "a", "rows": [{"id": 7}]})"});
  EXPECT_EQ(column(ask(store, "GET /users")), "1,2");
  EXPECT_EQ(column(ask(store, "GET /a")), "7");
  define(store, {std::string(kGenerated)}, 1);
  const json::Value rows = all_of(store);
  store.reseed(Chance(2));
  EXPECT_NE(all_of(store), rows);
  store.reseed(Chance(1));
  EXPECT_EQ(all_of(store), rows);
}

struct BadSet {
  std::string_view rule;
  std::vector<std::string> definitions;
  std::string_view message;
};
TEST(Store, WhatDoesNotFitTogetherIsRefused) {
  const auto belongs = [](std::string name, std::string member, std::string to) {
    return R"({"name": ")" + name + R"(", "rows": [], "belongs_to": {")" + member + R"(": {"to": ")" + to + R"(", "on_delete": "cascade"}}})";
  };
  const BadSet rows[] = {
      {"two of one name", {R"({"name": "a"})", R"({"name": "a"})"}, "two collections are called 'a'"},
      {"a relation to nobody", {R"({"name": "users"})", belongs("posts", "userId", "user")}, "which is no collection; did you mean 'users'?"},
      {"a circle", {belongs("a", "bId", "b"), belongs("b", "cId", "c"), belongs("c", "aId", "a")},
       "collections belong to each other in a circle: a → b → c → a"},
  };
  for (const BadSet& row : rows) {
    SCOPED_TRACE(row.rule);
    Store store;
    define(store, {R"({"name": "before", "rows": [{"id": 1}]})"});
    std::vector<DefinitionPtr> definitions;
    for (const std::string& text : row.definitions) definitions.push_back(*complete(described(text)));
    const Status done = store.define(std::move(definitions), Chance(1));
    ASSERT_FALSE(done);
    EXPECT_NE(describe(done.error()).find(row.message), std::string::npos) << describe(done.error());
    EXPECT_EQ(column(ask(store, "GET /before")), "1");
  }
  Store tree;
  define(tree, {belongs("staff", "bossId", "staff")});
  EXPECT_EQ(ask(tree, "POST /staff", "{}").status, 201);
  EXPECT_EQ(ask(tree, "POST /staff", R"({"bossId": 1})").status, 201);
  EXPECT_EQ(ask(tree, "DELETE /staff/1").status, 204);
  EXPECT_EQ(column(ask(tree, "GET /staff")), "");
}

TEST(Store, AnImportOfSomethingElseIsRefusedWhole) {
  Store store;
  define(store, {R"({"name": "users", "rows": [{"id": 1}]})"});
  ask(store, "POST /users", "{}");
  for (const std::string_view document :
       {R"({"users": {"initial": 2}})", R"({"user": {"initial": 1}})", R"([])", R"({"users": {"initial": 1, "rows": [[1, {"id": 1}]]}})",
        R"({"users": {"initial": 1, "rows": [[1, {}]]}})", R"({"users": {"initial": 1, "deleted": [5]}})"}) {
    EXPECT_FALSE(store.from_json(parsed(document))) << document;
    EXPECT_EQ(column(ask(store, "GET /users")), "1,2");
  }
}

TEST(Store, ManyRowsWantAnIndex) {
  Store store;
  define(store, {R"({"name": "items", "scan": 1000, "count": 5000, "index": ["n"], "schema": {"id": "int", "n": "number.int", "m": "number.int"}})"});
  const Answer scan = ask(store, "GET /items?sort=m");
  EXPECT_EQ(scan.status, 400);
  EXPECT_NE(scan.body.find("index: [m]"), std::string::npos) << scan.body;
  Answer sorted = ask(store, "GET /items?sort=n");
  while (sorted.status == 503) {  // a thread of its own builds the index
    EXPECT_EQ(field(sorted, "Retry-After"), "1");
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    sorted = ask(store, "GET /items?sort=n");
  }
  EXPECT_EQ(sorted.status, 200);
  EXPECT_EQ(field(sorted, "X-Total-Count"), "5000");
  EXPECT_EQ(column(ask(store, "GET /items?page=2500&limit=2")), "4999,5000");
}

// Each writer adds one to the same row, as often as its If-Match holds: no addition is lost.
TEST(Store, NoUpdateIsLostAmongConcurrentWriters) {
  Store store;
  define(store, {R"({"name": "users", "require_match": true, "rows": [{"id": 1, "n": 0}]})"});
  constexpr int kThreads = 4, kEach = 60;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&store] {
      for (int done = 0; done < kEach;) {
        const Answer now = ask(store, "GET /users/1");
        const std::string etag = field(now, "ETag");
        const std::int64_t n = json::parse(now.body)->at("n").as_int64();
        const std::string body = R"({"n": )" + std::to_string(n + 1) + "}";
        const int status = ask(store, "PATCH /users/1", body, {{"If-Match", etag}}).status;
        ASSERT_TRUE(status == 200 || status == 412) << status;
        done += status == 200;
      }
    });
  }
  std::thread reader([&store] {
    std::int64_t last = 0;
    while (last < kThreads * kEach) {
      const std::int64_t n = json::parse(ask(store, "GET /users/1").body)->at("n").as_int64();
      ASSERT_GE(n, last);
      last = n;
    }
  });
  for (std::thread& each : threads) each.join();
  reader.join();
  EXPECT_EQ(parsed(ask(store, "GET /users/1").body).at("n").as_int64(), kThreads * kEach);
}

TEST(Store, ConcurrentCreationsAllGetIdsOfTheirOwn) {
  Store store;
  define(store, {std::string(kGenerated)});
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&store] {
      for (int i = 0; i < 50; ++i) ASSERT_EQ(ask(store, "POST /items", R"({"n": 1})").status, 201);
    });
  }
  for (std::thread& each : threads) each.join();
  std::map<std::string, int> ids;
  const json::Value all = all_of(store);
  for (const json::Value& row : all.get_array()) ++ids[id_text(row.at("id"))];
  EXPECT_EQ(ids.size(), 240u);
}

}  // namespace
}  // namespace mimus::collections
