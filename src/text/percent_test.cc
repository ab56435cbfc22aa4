#include "percent.h"

#include <gtest/gtest.h>

#include "support/property.h"

namespace mimus::text {
namespace {

struct DecodeCase {
  std::string_view rule, text, percent, form;
};
constexpr DecodeCase kDecodeCases[] = {
    {"nothing to do", "plain", "plain", "plain"},
    {"either case of digit", "%4A%4a", "JJ", "JJ"},
    {"plus is a blank in forms only", "a+b%2B", "a+b+", "a b+"},
    {"a lone percent stays", "100%", "100%", "100%"},
    {"too few digits stay", "%4", "%4", "%4"},
    {"no digits stay", "%zz%41", "%zzA", "%zzA"},
    {"decoded once", "%2541", "%41", "%41"},
    {"any octet", "%ff", "\xff", "\xff"},
};
TEST(Percent, Decoding) {
  for (const DecodeCase& row : kDecodeCases) {
    SCOPED_TRACE(row.rule);
    Arena arena;
    EXPECT_EQ(percent_decode(row.text), row.percent);
    EXPECT_EQ(form_decode(row.text), row.form);
    EXPECT_EQ(percent_decode(row.text, arena), row.percent);
    EXPECT_EQ(form_decode(row.text, arena), row.form);
  }
}

struct NormalCase {
  std::string_view rule, path, normal;
};
constexpr NormalCase kNormalCases[] = {
    {"octets are decoded", "/j%c3%b6rg", "/jörg"},
    {"a slash stays escaped, in upper case", "/a%2fb", "/a%2Fb"},
    {"a percent sign stays escaped", "/%2541", "/%2541"},
    {"NUL stays escaped", "/a%00", "/a%00"},
    {"a lone percent sign is one", "/100%", "/100%25"},
    {"no new escape comes into being", "/%%34%31", "/%2541"},
    {"dots and empty segments stay", "//a/%2e%2e/./b", "//a/.././b"},
    {"plus is a plus in a path", "/a+b", "/a+b"},
};
TEST(NormalizePath, Rows) {
  for (const NormalCase& row : kNormalCases) {
    SCOPED_TRACE(row.rule);
    Arena arena;
    EXPECT_EQ(normalize_path(row.path), row.normal);
    EXPECT_EQ(normalize_path(row.path, arena), row.normal);
  }
}

TEST(NormalizePath, GivesBackTheSameViewWhenThereIsNothingToDo) {
  Arena arena;
  const std::string path = "/users/7";
  EXPECT_EQ(normalize_path(path, arena).data(), path.data());
  EXPECT_EQ(percent_decode(path, arena).data(), path.data());
  EXPECT_EQ(form_decode(path, arena).data(), path.data());
  EXPECT_EQ(arena.footprint(), 0u);
}

// Mostly escapes, so that they meet.
std::string arbitrary_path(const Chance& chance) {
  constexpr std::string_view kAlphabet = "%%%%0123456789aAfF2/5+";
  std::string path;
  for (std::uint64_t i = 0, size = chance.fork("size").below(16); i < size; ++i) {
    path += kAlphabet[chance.fork(i).below(kAlphabet.size())];
  }
  return path;
}

TEST(NormalizePath, IsIdempotent) {
  for_each_seed(5'000, [](const Chance& chance) {
    const std::string once = normalize_path(arbitrary_path(chance));
    EXPECT_EQ(normalize_path(once), once);
  });
}

TEST(Percent, DecodingWhatWasEncodedIsIdentity) {
  EXPECT_EQ(percent_encode("a/b ~-._Z9ö"), "a%2Fb%20~-._Z9%C3%B6");
  for_each_seed(500, [](const Chance& chance) {
    std::string bytes(chance.fork("size").below(20), '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      bytes[i] = static_cast<char>(chance.fork(i).bits());
    }
    EXPECT_EQ(percent_decode(percent_encode(bytes)), bytes);
    EXPECT_EQ(form_decode(percent_encode(bytes)), bytes);
  });
}

}  // namespace
}  // namespace mimus::text
