// Stubs on one path that differ in a value: the index must choose as a scan over all of them would.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "stub_set.h"
#include "support/property.h"

namespace mimus::stub {
namespace {

using match::Condition;
using match::Place;
using match::RequestPattern;

StubId id_of(std::uint64_t number) { return {Uuid::random(Chance(number))}; }

StubPtr make_stub(RequestPattern pattern, Rank rank, std::uint64_t id) {
  auto compiled = match::CompiledPattern::compile(pattern);
  EXPECT_TRUE(compiled) << (compiled ? "" : describe(compiled.error()));
  Stub source;
  source.id = id_of(id);
  source.request = std::move(pattern);
  CompiledStub stub{.source = std::move(source), .rank = rank, .pattern = *std::move(compiled)};
  return std::make_shared<const CompiledStub>(std::move(stub));
}

// A request that owns its text.
struct Asked {
  std::string method = "GET", path = "/x", query, id, cookie, body;
  std::vector<http::HeaderField> fields;
  http::Request request;
  Arena arena;
  facts::RequestFacts* facts = nullptr;

  ~Asked() { delete facts; }
  facts::RequestFacts& ask() {
    if (!id.empty()) fields.push_back({"X-Id", id});
    if (!cookie.empty()) fields.push_back({"Cookie", cookie});
    request.method = method;
    request.path = path;
    request.query = query;
    request.fields = fields;
    request.body = body;
    facts = new facts::RequestFacts(request, arena);
    return *facts;
  }
};

std::string number(const Chance& chance) { return std::to_string(chance.below(6)); }

json::Value at_path(std::string path, std::string value) {
  return json::Object{{"expression", path}, {"equalTo", value}};
}

// One of the ways to want a value, or a condition that no index knows.
Condition arbitrary_condition(const Chance& chance, match::Manner manner) {
  const std::string n = number(chance.fork("value"));
  const bool native = manner == match::Manner::kNative;
  const char* const equal = native ? "equals" : "equalTo";
  switch (chance.fork("kind").below(native ? 7 : 8)) {
    case 0: return {Place::kHeader, chance.fork("case").happens(0.5) ? "X-Id" : "x-id", {{equal, json::Value(n)}}};
    case 1: return {Place::kQuery, "q", {{equal, json::Value(n)}}};
    case 2: return {Place::kCookie, "c", {{equal, json::Value(n)}}};
    case 3: return {Place::kUrl, "", {{equal, json::Value("/x?q=" + n)}}};
    case 4: return {Place::kHeader, "X-Id", {{"matches", json::Value("[" + n + "]")}}};
    case 5: return {Place::kHeader, "X-Id", {{"not", json::Value(json::Object{{equal, n}})}}};
    case 6:
      if (native) return {Place::kBody, "id", {{"equals", json::Value(std::stoi(n))}}};
      return {Place::kBody, "", {{"matchesJsonPath", at_path("$.id", n)}}};
    default: return {Place::kBody, "", {{"matchesJsonPath", at_path("$.list[0]", n)}}};
  }
}

match::PathPattern arbitrary_path(const Chance& chance, bool raw) {
  switch (chance.fork("path").below(5)) {
    case 0: return raw ? *match::PathPattern::raw_template("/{a}") : *match::PathPattern::parse("/{a}");
    case 1: return match::PathPattern();
    case 2: return raw ? match::PathPattern::raw_exact("/%78") : match::PathPattern::prefix("/");
    default: return raw ? match::PathPattern::raw_exact("/x") : match::PathPattern::exact("/x");
  }
}

StubPtr arbitrary_stub(const Chance& chance, std::uint64_t id, std::int64_t order) {
  RequestPattern pattern;
  const bool wiremock = chance.fork("wiremock").happens(0.6);
  pattern.manner = wiremock ? match::Manner::kWireMock : match::Manner::kNative;
  pattern.path = arbitrary_path(chance, wiremock);
  if (chance.fork("method").happens(0.2)) pattern.methods = {"POST"};
  const std::uint64_t count = chance.fork("count").below(3);
  for (std::uint64_t i = 0; i < count; ++i) {
    pattern.conditions.push_back(arbitrary_condition(chance.fork("condition").fork(i), pattern.manner));
  }
  return make_stub(std::move(pattern), {static_cast<int>(4 + chance.fork("priority").below(2)), 0, order}, id);
}

void arbitrary_request(const Chance& chance, Asked& asked) {
  if (chance.fork("post").happens(0.3)) asked.method = "POST";
  const char* const paths[] = {"/x", "/x", "/%78", "/y", "/%79"};
  asked.path = paths[chance.fork("path").below(5)];
  if (chance.fork("query").happens(0.6)) asked.query = "q=" + number(chance.fork("q"));
  if (chance.fork("second").happens(0.2)) asked.query += "&q=" + number(chance.fork("q2"));
  if (chance.fork("header").happens(0.6)) asked.id = number(chance.fork("h"));
  if (chance.fork("cookie").happens(0.4)) asked.cookie = "c=" + number(chance.fork("c"));
  if (chance.fork("body").happens(0.6)) {
    const std::string n = number(chance.fork("b"));
    const char* const quote = chance.fork("quote").happens(0.5) ? "\"" : "";
    const std::string scalar = quote + n + quote;
    const std::string id = chance.fork("array").happens(0.2) ? "[9," + scalar + "]" : scalar;
    asked.body = "{\"id\":" + id + ",\"list\":[" + scalar + ",7]}";
  }
}

using Model = std::map<StubId, StubPtr>;

void expect_like_a_scan(const StubSet& set, const Model& model, const Chance& chance) {
  std::vector<StubPtr> stubs;
  for (const auto& [id, stub] : model) stubs.push_back(stub);
  std::sort(stubs.begin(), stubs.end(), [](const auto& a, const auto& b) { return a->rank < b->rank; });
  ASSERT_EQ(set.all(), stubs);
  for (std::uint64_t i = 0; i < 12; ++i) {
    Asked asked;
    arbitrary_request(chance.fork(i), asked);
    facts::RequestFacts& facts = asked.ask();
    const CompiledStub* best = nullptr;
    std::vector<const CompiledStub*> on_path;
    for (const StubPtr& stub : stubs) {
      match::Captures captures;
      const match::PathPattern& path = stub->pattern.pattern().path;
      if (!path.match(path.raw() ? facts.request().path : facts.normal_path(), captures)) continue;
      on_path.push_back(stub.get());
      if (best == nullptr && stub->pattern.matches(facts, captures)) best = stub.get();
    }
    match::Captures captures;
    ASSERT_EQ(set.best_match(facts, captures), best) << asked.path << "?" << asked.query << " " << asked.body;
    std::vector<const CompiledStub*> visited;
    set.for_each_on_path(facts, [&](const CompiledStub& stub, const match::Captures&) {
      visited.push_back(&stub);
      return true;
    });
    ASSERT_EQ(visited, on_path);
  }
}

TEST(StubSetSplit, BuiltAnswersLikeAScan) {
  for_each_seed(200, [](const Chance& chance) {
    Model model;
    std::vector<StubPtr> stubs;
    const std::uint64_t count = chance.fork("count").below(120);
    for (std::uint64_t i = 0; i < count; ++i) {
      model[id_of(i)] = arbitrary_stub(chance.fork(i), i, static_cast<std::int64_t>(i));
      stubs.push_back(model[id_of(i)]);
    }
    expect_like_a_scan(StubSet::build(stubs), model, chance.fork("ask"));
  });
}

TEST(StubSetSplit, ChangedAnswersLikeAScanAndOldVersionsStay) {
  for_each_seed(60, [](const Chance& chance) {
    StubSet set;
    Model model;
    std::vector<std::pair<StubSet, Model>> old;
    for (std::uint64_t i = 0; i < 200; ++i) {
      const Chance step = chance.fork(i);
      if (step.fork("keep").happens(0.02)) old.emplace_back(set, model);
      const std::uint64_t id = step.fork("id").below(80);
      if (step.fork("remove").happens(0.3)) {
        set = set.without(id_of(id));
        model.erase(id_of(id));
      } else {
        model[id_of(id)] = arbitrary_stub(step, id, static_cast<std::int64_t>(i));
        set = set.with(model[id_of(id)]);
      }
    }
    old.emplace_back(set, model);
    for (const auto& [version, expected] : old) expect_like_a_scan(version, expected, chance.fork("ask"));
    for (std::uint64_t id = 0; id < 80; ++id) set = set.without(id_of(id));
    expect_like_a_scan(set, {}, chance.fork("empty"));
  });
}

}  // namespace
}  // namespace mimus::stub
