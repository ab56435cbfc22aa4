#include <gtest/gtest.h>

#include "helper_for_tests.h"

namespace mimus::handlebars {
namespace {

int g_prepared = 0;  // how often, in this process

Result<std::shared_ptr<const void>> prepare(Call& call) {
  if (call.arg(0).is_absent()) return std::shared_ptr<const void>();
  if (call.text(0) == "bad") return call.fail("nothing is called bad", "did you mean 'good'?");
  ++g_prepared;
  return std::shared_ptr<const void>(std::make_shared<std::string>(call.text(0)));
}

// [x] prepared, (x) not.
Result<Value> mark(Call& call) {
  if (const std::string* prepared = call.prepared<std::string>()) {
    return call.made("[" + *prepared + "]");
  }
  if (call.text(0) == "bad") return call.fail("bad when rendered");
  return call.made("(" + std::string(call.text(0)) + ")");
}

constexpr HelperRow kRows[] = {
    {"mark", &mark, "{{mark 'x'}}", "", HelperRow::Use::kEither, false, &prepare}};
constexpr HelperTable kTables[] = {kRows};

TEST(Prepare, ConstantArgumentsArePreparedWhenTheTemplateIsCompiled) {
  const HelperTest test{.helpers = kTables};
  EXPECT_EQ(test.render("{{mark 'a'}}{{mark x}}{{#mark 'b'}}{{/mark}}", R"({"x": "c"})"),
            "[a](c)[b]");
}

TEST(Prepare, OncePerCallNotPerTurn) {
  const HelperTest test{.helpers = kTables};
  g_prepared = 0;
  EXPECT_EQ(test.render("{{#each x}}{{mark 'a'}}{{/each}}", R"({"x": [1,2,3]})"), "[a][a][a]");
  EXPECT_EQ(g_prepared, 1);
}

TEST(Prepare, AFailureIsTheTemplatesWhereHelpersMustBeKnown) {
  const HelperTest ours{.helpers = kTables, .dialect = &kOurs};
  EXPECT_EQ(ours.render("ab {{mark 'bad'}}"), "ERROR 1:6: nothing is called bad");
  const HelperTest theirs{.helpers = kTables, .dialect = &kMockoon};
  EXPECT_EQ(theirs.render("ab {{mark 'bad'}}"), "ERROR 1:6: bad when rendered");
}

}  // namespace
}  // namespace mimus::handlebars
