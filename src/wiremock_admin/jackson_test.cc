#include "jackson.h"

#include <gtest/gtest.h>

#include "json/arbitrary.h"
#include "support/property.h"

namespace mimus::wiremock_admin {
namespace {

struct Row {
  std::string_view rule, document, written;
};
constexpr Row kRows[] = {
    {"members on lines of their own", R"({"a":1,"b":"x"})", "{\n  \"a\" : 1,\n  \"b\" : \"x\"\n}"},
    {"elements on one line", "[1,2,[3]]", "[ 1, 2, [ 3 ] ]"},
    {"objects in arrays", R"({"a":[{"b":1},{"c":2}]})",
     "{\n  \"a\" : [ {\n    \"b\" : 1\n  }, {\n    \"c\" : 2\n  } ]\n}"},
    {"empty ones", R"({"a":[],"b":{}})", "{\n  \"a\" : [ ],\n  \"b\" : { }\n}"},
    {"scalars", "null", "null"},
    {"quotes and line ends", R"({"a\"":"b\n"})", "{\n  \"a\\\"\" : \"b\\n\"\n}"},
};

TEST(Jackson, Rows) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(write_as_jackson(*json::parse(row.document)), row.written);
  }
}

TEST(Jackson, ReadsBack) {
  for_each_seed(300, [](const Chance& chance) {
    const json::Value value = json::arbitrary_value(chance);
    EXPECT_EQ(*json::parse(write_as_jackson(value)), value);
  });
}

}  // namespace
}  // namespace mimus::wiremock_admin
