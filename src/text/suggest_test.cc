#include "suggest.h"

#include <gtest/gtest.h>

#include "support/property.h"

namespace mimus::text {
namespace {

struct DistanceCase {
  std::string_view rule, a, b;
  std::size_t distance;
};
constexpr DistanceCase kDistanceCases[] = {
    {"equal", "path", "path", 0},         {"all of it", "", "abc", 3},
    {"insert", "respose", "response", 1}, {"delete", "paths", "path", 1},
    {"replace", "pach", "path", 1},       {"swap neighbours", "ptah", "path", 1},
    {"a swapped pair is not edited again", "ca", "abc", 3},
};
TEST(EditDistance, Rows) {
  for (const DistanceCase& row : kDistanceCases) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(edit_distance(row.a, row.b), row.distance);
  }
}

TEST(EditDistance, IsSymmetricAndBoundedByTheLongerText) {
  for_each_seed(500, [](const Chance& chance) {
    const auto word = [&](std::string_view name) {
      std::string text;
      for (std::uint64_t i = 0, n = chance.fork(name).below(8); i < n; ++i) {
        text += static_cast<char>('a' + chance.fork(name).fork(i).below(3));
      }
      return text;
    };
    const std::string a = word("a");
    const std::string b = word("b");
    EXPECT_EQ(edit_distance(a, b), edit_distance(b, a));
    EXPECT_LE(edit_distance(a, b), std::max(a.size(), b.size()));
    EXPECT_EQ(edit_distance(a, b) == 0, a == b);
  });
}

struct SuggestCase {
  std::string_view rule, word, sentence;
};
constexpr std::string_view kKeys[] = {"path", "method", "response", "headers"};
constexpr SuggestCase kSuggestCases[] = {
    {"near", "respose", "did you mean 'response'?"},
    {"case is ignored", "PATH", "did you mean 'path'?"},
    {"the nearest of several", "heders", "did you mean 'headers'?"},
    {"far from all", "colour", "expected one of path, method, response, headers"},
    {"nothing is near to nothing", "", "expected one of path, method, response, headers"},
};
TEST(DidYouMean, Rows) {
  for (const SuggestCase& row : kSuggestCases) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(did_you_mean(row.word, kKeys), row.sentence);
  }
  EXPECT_EQ(nearest(std::string(1'000'000, 'p'), kKeys), "");
}

}  // namespace
}  // namespace mimus::text
