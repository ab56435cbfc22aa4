#include <gtest/gtest.h>

#include "testing.h"

namespace mimus::native {
namespace {

using Lines = std::vector<std::string>;

struct LintCase {
  std::string_view rule, text;
  Lines lines;
};
const LintCase kCases[] = {
    {"different paths", "- path: /a\n- path: /b", {}},
    {"different methods", "- {path: /a, method: GET}\n- {path: /a, method: PUT}", {}},
    {"different conditions",
     "- {path: /a, when: {query: {q: x}}}\n- {path: /a, when: {query: {q: y}}}",
     {}},
    {"conditions before none", "- path: /a\n- {path: /a, when: {query: {q: y}}}", {}},
    {"the more specific path is asked first", "- path: /a/{b}\n- path: /a/b", {}},
    {"typed captures are more specific", "- path: /a/{b}\n- path: /a/{b:int}", {}},
    {"a duplicate",
     "- path: /a\n- path: /a",
     {"m.yaml:2:3: 'ANY /a' is never asked: the same route stands before it (m.yaml:1); remove "
      "one, or "
      "tell them apart with `when`"}},
    {"captures' names tell nothing apart",
     "- path: /a/{b}\n- path: /a/{c}",
     {"m.yaml:2:3: 'ANY /a/{c}' is never asked: the same route stands before it (m.yaml:1); remove "
      "one, "
      "or tell them apart with `when`"}},
    {"the order of conditions does not either",
     "- {path: /a, when: {query: {x: 1, y: 2}}}\n- {path: /a, when: {query: {y: 2, x: 1}}}",
     {"m.yaml:2:3: 'ANY /a' is never asked: the same route stands before it (m.yaml:1); remove "
      "one, or "
      "tell them apart with `when`"}},
    {"any method takes one",
     "- path: /a\n- {path: /a, method: GET}",
     {"m.yaml:2:3: 'GET /a' is never asked: 'ANY /a' takes all of its requests first (m.yaml:1); "
      "give it "
      "a lower `priority` number, or put it first"}},
    {"one method leaves the others", "- {path: /a, method: GET}\n- path: /a", {}},
    {"priority comes before everything",
     "- {path: /a, when: {query: {q: y}}}\n- {path: /a, priority: 1}",
     {"m.yaml:1:3: 'ANY /a' is never asked: 'ANY /a' takes all of its requests first (m.yaml:2); "
      "give it "
      "a lower `priority` number, or put it first"}},
    {"a broad route of a lower number",
     "- path: /a/b\n- {path: /a/**, priority: 1, name: all}",
     {"m.yaml:1:3: 'ANY /a/b' is never asked: 'all' takes all of its requests first (m.yaml:2); "
      "give it a "
      "lower `priority` number, or put it first"}},
    {"prefixes in the wrong order",
     R"([{"PATH": "/a", "VALUE": 1}, {"PATH": "/a/b", "VALUE": 2}])",
     {"m.yaml:1:30: 'ANY /a/b...' is never asked: 'ANY /a...' takes all of its requests first "
      "(m.yaml:1); "
      "give it a lower `priority` number, or put it first"}},
    {"prefixes in the right order",
     R"([{"PATH": "/a/b", "VALUE": 1}, {"PATH": "/a", "VALUE": 2}])",
     {}},
};

TEST(Lint, Rows) {
  for (const LintCase& row : kCases) {
    SCOPED_TRACE(row.rule);
    const Loaded loaded = load_here(std::string(row.text));
    ASSERT_TRUE(loaded.configuration);
    EXPECT_EQ(described(loaded.configuration->warnings), row.lines);
  }
}

// Ten thousand of each kind that could tempt lint to compare all with all: it would show.
TEST(Lint, ManyRoutesOnOnePathAndManyWildcards) {
  std::vector<stub::Stub> stubs;
  for (int i = 0; i < 10'000; ++i) {
    stub::Stub same;
    same.request.path = match::PathPattern::exact("/a");
    same.request.conditions = {{match::Place::kBody, "id", {{"equals", i}}}};
    stubs.push_back(std::move(same));
    stub::Stub wild;
    wild.request.path = *match::PathPattern::parse("/w" + std::to_string(i) + "/{x}");
    wild.priority = i;
    stubs.push_back(std::move(wild));
  }
  EXPECT_TRUE(lint(stubs).empty());
}

}  // namespace
}  // namespace mimus::native
