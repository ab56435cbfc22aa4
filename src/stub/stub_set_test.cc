#include "stub_set.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "support/property.h"

namespace mimus::stub {
namespace {

using match::PathPattern;

StubId id_of(std::uint64_t number) { return {Uuid::random(Chance(number))}; }

StubPtr make_stub(match::RequestPattern pattern, Rank rank, std::uint64_t id) {
  auto compiled = match::CompiledPattern::compile(pattern);
  EXPECT_TRUE(compiled) << (compiled ? "" : describe(compiled.error()));
  Stub source;
  source.id = id_of(id);
  source.request = std::move(pattern);
  CompiledStub stub{.source = std::move(source), .rank = rank, .pattern = *std::move(compiled)};
  return std::make_shared<const CompiledStub>(std::move(stub));
}

StubPtr make_stub(std::string_view path, std::int64_t order, std::vector<std::string> methods = {}) {
  auto parsed = PathPattern::parse(path);
  EXPECT_TRUE(parsed) << path;
  const Rank rank{5, ~parsed->specificity(), order};
  return make_stub({*parsed, std::move(methods), {}}, rank, static_cast<std::uint64_t>(order));
}

// One request and its facts, for as long as the object lives.
struct Asked {
  explicit Asked(std::string_view path, std::string_view method = "GET") {
    request.method = method;
    request.path = path;
  }
  http::Request request;
  Arena arena;
  facts::RequestFacts facts{request, arena};
};

// The path of the stub that answers, with its captures: "/users/{id} id=7"; "" when none does.
std::string answer(const StubSet& set, std::string_view path, std::string_view method = "GET") {
  Asked asked(path, method);
  match::Captures captures;
  const CompiledStub* stub = set.best_match(asked.facts, captures);
  if (stub == nullptr) return "";
  std::string text(stub->pattern.pattern().path.text());
  for (const match::Capture& capture : captures.view()) {
    text += " " + std::string(capture.name) + "=" + std::string(capture.value);
  }
  return text;
}

StubSet set_of(std::initializer_list<std::string_view> paths) {
  std::vector<StubPtr> stubs;
  for (const std::string_view path : paths) {
    stubs.push_back(make_stub(path, static_cast<std::int64_t>(stubs.size())));
  }
  return StubSet::build(std::move(stubs));
}

struct AnswerCase {
  std::string_view rule, path, answer;
};
TEST(StubSet, TheMoreSpecificPatternAnswers) {
  const StubSet set = set_of({"/users/{id}", "/users/me", "/users/{id:int}", "/users/**", "regex:/us.*",
                              "/**", "/a-path-that-is-longer-than-a-bucket-has-room-for"});
  constexpr AnswerCase kCases[] = {
      {"exact first", "/users/me", "/users/me"},
      {"a type over none", "/users/7", "/users/{id:int} id=7"},
      {"a template", "/users/x", "/users/{id} id=x"},
      {"a rest", "/users/x/y", "/users/**"},
      {"a slash at the end", "/users/", "/users/**"},
      {"any rest", "/other", "/**"},
      {"templates and rests before a regex", "/usual", "/**"},
      {"percent-encoding is normalised", "/users/m%65", "/users/me"},
      {"a long path", "/a-path-that-is-longer-than-a-bucket-has-room-for",
       "/a-path-that-is-longer-than-a-bucket-has-room-for"},
  };
  for (const AnswerCase& row : kCases) EXPECT_EQ(answer(set, row.path), row.answer) << row.rule;
}

TEST(StubSet, AnEmptySetAnswersNothing) {
  EXPECT_EQ(answer(StubSet(), "/x"), "");
  EXPECT_EQ(StubSet().size(), 0u);
  EXPECT_TRUE(StubSet().all().empty());
}

TEST(StubSet, MethodsAndPriorityDecideOnOnePath) {
  const StubSet set = StubSet::build({make_stub("/x", 1, {"GET"}), make_stub("/x", 2, {"POST"}),
                                      make_stub({*PathPattern::parse("/**"), {"PUT"}, {}}, {1, 0, 3}, 3)});
  Asked put("/x", "PUT");
  match::Captures captures;
  EXPECT_EQ(set.best_match(put.facts, captures)->rank.order, 3);
  Asked post("/x", "POST");
  EXPECT_EQ(set.best_match(post.facts, captures)->rank.order, 2);
  Asked other("/x", "DELETE");
  EXPECT_EQ(set.best_match(other.facts, captures), nullptr);
}

TEST(StubSet, TheSameIdReplaces) {
  const StubPtr first = make_stub({*PathPattern::parse("/a"), {}, {}}, {5, 0, 1}, 7);
  const StubPtr second = make_stub({*PathPattern::parse("/b/{x}"), {}, {}}, {5, 0, 2}, 7);
  for (const StubSet& set : {StubSet().with(first).with(second), StubSet::build({first, second})}) {
    EXPECT_EQ(set.size(), 1u);
    EXPECT_EQ(answer(set, "/a"), "");
    EXPECT_EQ(answer(set, "/b/1"), "/b/{x} x=1");
    EXPECT_EQ(set.find(id_of(7)), second.get());
  }
}

// ---- the index against a plain scan ------------------------------------------------------------

constexpr std::string_view kWords[] = {"a", "b", "users", "7", "12", "img-7", "img-8.png", "", "x.y"};
constexpr std::string_view kPieces[] = {"a", "users", "7", "img-7", "", "{p}", "{p:int}", "*", "img-{p}",
                                        "{p}.png", "img-*.png", "**", "{p:[a-z]+}"};
constexpr std::string_view kExpressions[] = {
    "/users/\\d+", "/users/[a-z]+", "/a/.*", ".*/img-\\d+(\\.png)?", "/[a-z]+/7", "/.*users.*", "/(a|b)/.*",
    "[^x]*", "/.*img-8.*", ".*", "/\\w+/\\w+", "/a/b/.+png", ".*/users/7", "/.{3}"};

std::string arbitrary_path(const Chance& chance, std::span<const std::string_view> pieces) {
  std::string path;
  const std::uint64_t count = 1 + chance.fork("count").below(3);
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::string_view piece = pieces[chance.fork(i).below(pieces.size())];
    path += '/';
    path += piece;
    if (const auto at = path.rfind("{p"); at != path.npos && piece.find("{p") != piece.npos) {
      path.insert(at + 2, std::to_string(i));  // no name twice
    }
  }
  return path;
}

// A number in some expressions makes their literal text differ from stub to stub.
std::string arbitrary_expression(const Chance& chance) {
  std::string expression(kExpressions[chance.fork("which").below(std::size(kExpressions))]);
  if (chance.fork("number").happens(0.3)) expression += "/" + std::to_string(chance.fork("n").below(20));
  return expression;
}

PathPattern arbitrary_pattern(const Chance& chance) {
  switch (chance.fork("kind").below(8)) {
    case 0:
    case 1: return PathPattern::exact(arbitrary_path(chance, kWords));
    case 2: return *PathPattern::regex(arbitrary_expression(chance));
    case 3: return PathPattern::prefix(arbitrary_path(chance, kWords));
    case 4: return chance.fork("any").happens(0.3) ? PathPattern() : PathPattern::prefix("/");
    default: {
      auto pattern = PathPattern::parse(arbitrary_path(chance, kPieces));
      EXPECT_TRUE(pattern) << (pattern ? "" : describe(pattern.error()));
      return *pattern;
    }
  }
}

StubPtr arbitrary_stub(const Chance& chance, std::uint64_t id, std::int64_t order) {
  match::RequestPattern pattern;
  pattern.path = arbitrary_pattern(chance.fork("path"));
  if (chance.fork("method").happens(0.3)) pattern.methods = {"POST"};
  if (chance.fork("condition").happens(0.2)) {
    pattern.conditions = {{match::Place::kQuery, "q", {{"equals", "1"}}}};
  }
  const Rank rank{static_cast<int>(1 + chance.fork("priority").below(3)),
                  chance.fork("ranked").happens(0.5) ? ~pattern.path.specificity() : 0, order};
  return make_stub(std::move(pattern), rank, id);
}

using Model = std::map<StubId, StubPtr>;

std::vector<StubPtr> in_rank_order(const Model& model) {
  std::vector<StubPtr> stubs;
  for (const auto& [id, stub] : model) stubs.push_back(stub);
  std::sort(stubs.begin(), stubs.end(), [](const auto& a, const auto& b) { return a->rank < b->rank; });
  return stubs;
}

std::vector<std::string> owned(const match::Captures& captures) {
  std::vector<std::string> texts;
  for (const auto& [name, value] : captures.view()) texts.push_back(std::string(name) + "=" + std::string(value));
  return texts;
}

// All answers of the set to one request are those of a scan over all stubs in rank order.
void expect_like_a_scan(const StubSet& set, const std::vector<StubPtr>& stubs, const Chance& chance,
                        const std::string& kept) {
  http::Request request;
  request.path = kept;
  request.method = chance.fork("post").happens(0.3) ? "POST" : "GET";
  request.query = chance.fork("query").happens(0.3) ? "q=1" : "";
  Arena arena;
  facts::RequestFacts facts(request, arena);

  std::vector<const CompiledStub*> on_path;
  const CompiledStub* best = nullptr;
  match::Captures wanted;
  for (const StubPtr& stub : stubs) {
    match::Captures captures;
    if (!stub->pattern.pattern().path.match(kept, captures)) continue;
    on_path.push_back(stub.get());
    if (best != nullptr || !stub->pattern.matches(facts, captures)) continue;
    best = stub.get();
    wanted = captures;
  }
  match::Captures captures;
  const CompiledStub* found = set.best_match(facts, captures);
  ASSERT_EQ(found, best) << kept << ": " << (found ? found->pattern.pattern().path.text() : "none") << ", not "
                         << (best ? best->pattern.pattern().path.text() : "none");
  EXPECT_EQ(best == nullptr ? std::vector<std::string>() : owned(captures), owned(wanted));
  std::vector<const CompiledStub*> visited;
  set.for_each_on_path(facts, [&](const CompiledStub& stub, const match::Captures&) {
    visited.push_back(&stub);
    return true;
  });
  EXPECT_EQ(visited, on_path) << kept;
}

void expect_like_a_scan(const StubSet& set, const Model& model, const Chance& chance, int requests) {
  const std::vector<StubPtr> stubs = in_rank_order(model);
  EXPECT_EQ(set.size(), stubs.size());
  EXPECT_EQ(set.all(), stubs);
  for (int i = 0; i < requests && !::testing::Test::HasFailure(); ++i) {
    const Chance one = chance.fork(static_cast<std::uint64_t>(i));
    expect_like_a_scan(set, stubs, one, arbitrary_path(one.fork("path"), kWords));
  }
}

TEST(StubSet, BuiltAnswersLikeAScan) {
  for_each_seed(800, [](const Chance& chance) {
    Model model;
    const std::uint64_t count = chance.fork("count").below(60);
    for (std::uint64_t i = 0; i < count; ++i) {
      model[id_of(i)] = arbitrary_stub(chance.fork(i), i, static_cast<std::int64_t>(i));
    }
    std::vector<StubPtr> stubs;
    for (const auto& [id, stub] : model) stubs.push_back(stub);
    expect_like_a_scan(StubSet::build(stubs), model, chance.fork("ask"), 15);
  });
}

TEST(StubSet, ChangedAnswersLikeAScanAndOldVersionsStay) {
  for_each_seed(250, [](const Chance& chance) {
    StubSet set;
    Model model;
    std::vector<std::pair<StubSet, Model>> old;
    for (std::uint64_t i = 0; i < 100; ++i) {
      const Chance step = chance.fork(i);
      if (step.fork("keep").happens(0.05)) old.emplace_back(set, model);
      const std::uint64_t id = step.fork("id").below(50);
      if (step.fork("remove").happens(0.35)) {
        set = set.without(id_of(id));
        model.erase(id_of(id));
      } else {
        const StubPtr stub = arbitrary_stub(step, id, static_cast<std::int64_t>(i));
        set = set.with(stub);
        model[id_of(id)] = stub;
      }
    }
    old.emplace_back(set, model);
    for (const auto& [version, expected] : old) expect_like_a_scan(version, expected, chance.fork("ask"), 8);
  });
}

// `most` segments, each a word or a variable, and perhaps a rest: in all more shapes than the index keeps apart.
std::string arbitrary_template(const Chance& chance, std::uint64_t most) {
  std::string path;
  const std::uint64_t count = chance.fork("count").below(most + 1);
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::string number = std::to_string(i);
    const bool variable = chance.fork(i).happens(0.5);
    path += variable ? "/{p" + number + "}" : "/" + std::string(1, "ab"[chance.fork("letter").fork(i).below(2)]);
  }
  if (path.empty() || chance.fork("rest").happens(0.3)) path += "/**";
  if (chance.fork("after").happens(0.1)) path += path.ends_with("**") ? "/b" : "/";
  return path;
}

TEST(StubSet, MoreShapesThanTheIndexKeepsApartAnswerLikeAScan) {
  for_each_seed(15, [](const Chance& chance) {
    StubSet set;
    Model model;
    const auto add = [&](std::uint64_t id, std::int64_t order) {
      const Chance step = chance.fork("add").fork(static_cast<std::uint64_t>(order));
      auto path = PathPattern::parse(arbitrary_template(step, 6));
      ASSERT_TRUE(path) << describe(path.error());
      const Rank rank{5, step.fork("ranked").happens(0.5) ? ~path->specificity() : 0, order};
      model[id_of(id)] = make_stub({*path, {}, {}}, rank, id);
      set = set.with(model[id_of(id)]);
    };
    const auto ask = [&](const StubSet& asked, std::string_view when) {
      const std::vector<StubPtr> stubs = in_rank_order(model);
      for (std::uint64_t i = 0; i < 40 && !::testing::Test::HasFailure(); ++i) {
        std::string path;
        const Chance one = chance.fork(when).fork(i);
        for (std::uint64_t n = one.fork("count").below(9); path.empty() || n > 0; n -= n > 0) {
          path += "/" + std::string(1, "abc"[one.fork(n).below(3)]);
        }
        if (one.fork("slash").happens(0.2)) path += '/';
        expect_like_a_scan(asked, stubs, one, path);
      }
    };
    for (std::uint64_t i = 0; i < 300; ++i) add(i, static_cast<std::int64_t>(i));
    ask(set, "full");
    std::vector<StubPtr> stubs;
    for (const auto& [id, stub] : model) stubs.push_back(stub);
    ask(StubSet::build(stubs), "built");
    for (std::uint64_t i = 0; i < 300; ++i) {
      if (chance.fork("remove").fork(i).happens(0.3)) continue;
      set = set.without(id_of(i));
      model.erase(id_of(i));
    }
    for (std::uint64_t i = 0; i < 40; ++i) add(i, static_cast<std::int64_t>(300 + i));  // some now find room
    ask(set, "changed");
    for (std::uint64_t i = 0; i < 300; ++i) set = set.without(id_of(i));
    model.clear();
    ask(set, "empty");
  });
}

TEST(StubSet, TemplatesOfEveryShapeFindTheirPaths) {
  std::string deep, too_deep;  // as many segments as a shape has, and more
  for (int i = 0; i < 31; ++i) deep += "/s";
  too_deep = deep + "/s/s/{last}";
  deep += "/{last}";
  const StubSet set = set_of({"/a/{x}", "/{x}/b", "/a/{x}/**", "/a/b/**", "/{x}/c/**/d", "/**", deep, too_deep, "/a/{x}/"});
  const AnswerCase kCases[] = {
      {"a literal, a variable", "/a/1", "/a/{x} x=1"},
      {"a variable, a literal", "/z/b", "/{x}/b x=z"},
      {"a rest that is empty, the more specific", "/a/b", "/a/b/**"},
      {"several rests: the more specific", "/a/b/c", "/a/b/**"},
      {"a rest behind a variable", "/a/x/c", "/a/{x}/** x=x"},
      {"a rest inside", "/z/c/1/2/d", "/{x}/c/**/d x=z"},
      {"a slash at the end is a segment", "/a/1/", "/a/{x}/ x=1"},
      {"a rest of no segments", "/", "/**"},
      {"more segments than others have", "/q/q/q/q/q/q", "/**"},
  };
  for (const AnswerCase& row : kCases) EXPECT_EQ(answer(set, row.path), row.answer) << row.rule;
  const auto asked = [](std::string path) { return path.replace(path.find("{last}"), 6, "7"); };
  EXPECT_EQ(answer(set, asked(deep)), deep + " last=7");
  EXPECT_EQ(answer(set, asked(too_deep)), too_deep + " last=7");
  EXPECT_EQ(answer(set, asked(too_deep) + "/more"), "/**");
}

TEST(StubSet, CrowdsOfRegexesWithoutTextAnswerLikeAScan) {
  for_each_seed(3, [](const Chance& chance) {
    StubSet set;
    Model model;
    for (std::uint64_t i = 0; i < 150; ++i) {  // past the tail, and past a merge of groups
      match::RequestPattern pattern;
      pattern.path = *PathPattern::regex("/[a-z]{" + std::to_string(i % 40 + 1) + "}/?\\d*");
      if (i % 3 == 0) pattern.methods = {"POST"};
      model[id_of(i)] = make_stub(std::move(pattern), {5, 0, static_cast<std::int64_t>(i * 7 % 150)}, i);
      set = set.with(model[id_of(i)]);
    }
    expect_like_a_scan(set, model, chance.fork("full"), 20);
    for (std::uint64_t i = 0; i < 150; ++i) {
      if (chance.fork("remove").fork(i).happens(0.25)) continue;
      set = set.without(id_of(i));
      model.erase(id_of(i));
    }
    expect_like_a_scan(set, model, chance.fork("thin"), 20);
  });
}

TEST(StubSet, LiteralTextOfEveryKindFindsItsRegex) {
  std::vector<StubPtr> stubs;
  for (std::int64_t i = 0; i < 400; ++i) {
    const std::string n = std::to_string(i);
    stubs.push_back(make_stub("regex:/p/" + n + "/[a-z]+", 4 * i));
    stubs.push_back(make_stub("regex:/[a-z]/\\d+/s" + n, 4 * i + 1));
    stubs.push_back(make_stub("regex:/i/\\d+/in-the-middle-" + n + "-/\\d+", 4 * i + 2));
    stubs.push_back(make_stub("/**/deep/" + n, 4 * i + 3));
  }
  const StubSet set = StubSet::build(std::move(stubs));
  EXPECT_EQ(answer(set, "/p/17/abc"), "regex:/p/17/[a-z]+");
  EXPECT_EQ(answer(set, "/q/5/s399"), "regex:/[a-z]/\\d+/s399");
  EXPECT_EQ(answer(set, "/i/5/in-the-middle-200-/6"), "regex:/i/\\d+/in-the-middle-200-/\\d+");
  EXPECT_EQ(answer(set, "/x/y/deep/321"), "/**/deep/321");
  EXPECT_EQ(answer(set, "/p/400/abc"), "");
}

// ---- near misses -------------------------------------------------------------------------------

TEST(StubSet, TheNearestComeFirst) {
  std::vector<StubPtr> stubs;
  for (std::int64_t i = 0; i < 2000; ++i) stubs.push_back(make_stub("/filler/" + std::to_string(i * 7919), i));
  stubs.push_back(make_stub("/users/list", 3000));
  stubs.push_back(make_stub("/users/{id}/orders", 3001));
  stubs.push_back(make_stub("/users/lisp", 3002, {"POST"}));
  const StubSet set = StubSet::build(std::move(stubs));

  Asked typo("/usres/list");
  const std::vector<NearMiss> misses = set.nearest(typo.facts, 3);
  ASSERT_EQ(misses.size(), 3u);
  EXPECT_EQ(misses[0].stub->pattern.pattern().path.text(), "/users/list");
  ASSERT_EQ(misses[0].why.mismatches.size(), 1u);
  EXPECT_EQ(misses[0].why.mismatches[0].what, "path");
  EXPECT_LE(misses[0].why.distance, misses[1].why.distance);
  EXPECT_LE(misses[1].why.distance, misses[2].why.distance);

  Asked wrong_method("/users/lisp");
  EXPECT_EQ(set.nearest(wrong_method.facts, 1)[0].stub->pattern.pattern().path.text(), "/users/lisp");
  EXPECT_TRUE(StubSet().nearest(typo.facts, 5).empty());
}

}  // namespace
}  // namespace mimus::stub
