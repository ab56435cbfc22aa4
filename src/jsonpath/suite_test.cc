#include <gtest/gtest.h>

#include <algorithm>

#include "path.h"
#include "support/shared_data.h"

// The JSONPath Compliance Test Suite, https://github.com/jsonpath-standard/jsonpath-compliance-test-suite.
namespace mimus::jsonpath {
namespace {

json::Array values_of(const Selection& found) {
  json::Array out;
  for (const json::Value* value : found.values()) out.push_back(*value);
  return out;
}

json::Array paths_of(const Places& nodes) {
  json::Array out;
  for (const Node& node : nodes) out.push_back(json::Value(json::String(node.path())));
  return out;
}

// `result` is the one answer, `results` are those allowed.
bool is_allowed(const json::Array& answer, const json::Object& test, std::string_view one, std::string_view several) {
  if (const json::Value* only = test.if_contains(one)) return *only == json::Value(answer);
  const json::Value* allowed = test.if_contains(several);
  return allowed == nullptr || std::any_of(allowed->get_array().begin(), allowed->get_array().end(),
                                           [&](const json::Value& it) { return it == json::Value(answer); });
}

TEST(Suite, Conforms) {
  MIMUS_SHARED_FILE(text, "conformance/jsonpath-cts/cts.json");
  const json::Value suite = *json::parse(text);
  std::size_t valid = 0;
  std::size_t invalid = 0;
  Selection found;
  for (const json::Value& one : suite.at("tests").as_array()) {
    const json::Object& test = one.as_object();
    const std::string selector(test.at("selector").as_string());
    SCOPED_TRACE(std::string(test.at("name").as_string()) + ": " + selector);
    const auto path = Path::compile(selector);
    if (test.if_contains("invalid_selector") != nullptr) {
      ++invalid;
      EXPECT_FALSE(path);
      if (!path) {
        EXPECT_EQ(path.error().code, Code::kSyntax);
        EXPECT_LE(path.error().where.offset.value(), selector.size());
      }
      continue;
    }
    ++valid;
    if (!path) {
      ADD_FAILURE() << describe(path.error());
      continue;
    }
    const json::Value& document = test.at("document");
    ASSERT_TRUE(path->select(document, found));
    EXPECT_TRUE(is_allowed(values_of(found), test, "result", "results")) << json::write(json::Value(values_of(found)));
    const auto nodes = path->locate(document);
    ASSERT_TRUE(nodes);
    EXPECT_TRUE(is_allowed(paths_of(*nodes), test, "result_paths", "results_paths"))
        << json::write(json::Value(paths_of(*nodes)));
    EXPECT_EQ(*path->exists(document), !found.empty());
  }
  EXPECT_EQ(valid, 456u);
  EXPECT_EQ(invalid, 247u);
}

}  // namespace
}  // namespace mimus::jsonpath
