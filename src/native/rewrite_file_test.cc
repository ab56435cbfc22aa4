// A person's file, changed as little as can be.
#include <gtest/gtest.h>

#include "testing.h"
#include "write.h"

namespace mimus::native {
namespace {

constexpr const char* kFile = "mimus.yaml";

std::vector<stub::Stub> stubs_of(const std::string& text) {
  Loaded loaded = load_text(text, kFile, "/nonexistent");
  for (const Error& error : loaded.errors) ADD_FAILURE() << describe(error) << "\n" << text;
  return loaded.configuration ? std::move(loaded.configuration->stubs) : std::vector<stub::Stub>{};
}

// `change` is put into the stubs of `text`: -i drops the i-th (from 1), +{route} adds one, i={route} has it instead.
std::vector<stub::Stub> changed(std::vector<stub::Stub> stubs, std::string_view change) {
  if (change.starts_with('+')) {
    stubs.push_back(only_stub("routes: [" + std::string(change.substr(1)) + "]"));
    stubs.back().origin = {};
  } else if (change.starts_with('-')) {
    stubs.erase(stubs.begin() + (change[1] - '1'));
  } else if (!change.empty()) {
    stub::Stub& old = stubs[static_cast<std::size_t>(change[0] - '1')];
    const stub::Origin origin = old.origin;
    old = only_stub("routes: [" + std::string(change.substr(2)) + "]");
    old.origin = origin;
  }
  return stubs;
}

struct Row {
  std::string_view rule, before, change, after;  // "": it has to be written as a whole
};
constexpr Row kRows[] = {
    {"nothing changes", "# mine\nroutes:\n  - path: /a   # why\n", "", "# mine\nroutes:\n  - path: /a   # why\n"},
    {"one is added", "routes:\n  - {path: /a, text: 'x'}  # as it is\n", "+{path: /b, text: why}", "routes:\n  - {path: /a, text: 'x'}  # as it is\n\n  - path: /b\n    text: why\n"},
    {"one is changed, its comment stays", "routes:\n- path: /a\n\n# of b\n- text: x\n  path: /b\n\n# of c\n- path: /c\n# the end\n", "2={path: /b, text: why}",
     "routes:\n- path: /a\n\n# of b\n- path: /b\n  text: why\n\n# of c\n- path: /c\n# the end\n"},
    {"one is dropped, with its comment", "routes:\n  - path: /a\n  # of b\n  - path: /b\n    text: |\n      x\n\n  # of c\n  - path: /c\n", "-2",
     "routes:\n  - path: /a\n\n  # of c\n  - path: /c\n"},
    {"the last one is dropped", "routes:\n  - path: /a\n  - path: /b\n\n# bye\n", "-2", "routes:\n  - path: /a\n\n# bye\n"},
    {"what follows the routes stays behind them", "routes:\n  - path: /a\ncors: false\n", "+{path: /b, cors: false}", "routes:\n  - path: /a\n\n  - path: /b\ncors: false\n"},
    {"what the file says of all is said of none", "cors: false\nroutes:\n  - path: /a\n", "+{path: /b}", "cors: false\nroutes:\n  - path: /a\n\n  - path: /b\n    cors: true\n"},
    {"a list without a key", "# mine\n- path: /a\n- path: /b\n", "+{path: /c}", "# mine\n- path: /a\n- path: /b\n\n- path: /c\n"},
    {"without a line end", "routes:\n  - path: /a", "+{path: /b}", "routes:\n  - path: /a\n\n  - path: /b\n"},
    {"a proxy stays as it is written", "routes:\n  - path: /a\n    proxy: {url: 'http://x.example'}  # the real one\n", "+{path: /b}",
     "routes:\n  - path: /a\n    proxy: {url: 'http://x.example'}  # the real one\n\n  - path: /b\n"},
    {"JSON", R"({"routes": [{"path": "/a"}]})", "+{path: /b}", ""},
    {"a list on one line", "routes: [{path: /a}, {path: /b}]\n", "+{path: /c}", ""},
    {"seed 2's form", "- PATH: /a\n  VALUE: {b: 1}\n", "+{path: /b}", ""},
    {"what all share would be another thing for the new one", "latency_ms: 50\nroutes:\n  - path: /a\n", "+{path: /b}", ""},
    {"a collection that would be made of something else", "routes:\n  - path: /a\n    response: &r {n: 1}\n  - path: /b\n    response: &r {n: 2}\n  - resource: /c\n    data: [*r]\n",
     "2={path: /b, response: {n: 3}}", ""},
    {"the route that another one refers to", "routes:\n  - &a\n    path: /a\n    text: x\n  - <<: *a\n    path: /b\n", "-1", ""},
};
TEST(RewriteFile, Rows) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.rule);
    const std::string text(row.before);
    const std::vector<stub::Stub> before = stubs_of(text);
    const auto made = rewrite_file(text, before, changed(before, row.change), kFile, "/nonexistent");
    EXPECT_EQ(made ? made->text : "", row.after);
  }
}

}  // namespace
}  // namespace mimus::native
