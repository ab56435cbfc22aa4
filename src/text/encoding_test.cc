#include "encoding.h"

#include <gtest/gtest.h>

#include "support/property.h"

namespace mimus::text {
namespace {

std::string arbitrary_bytes(const Chance& chance, std::uint64_t longest = 40) {
  std::string bytes(chance.fork("size").below(longest + 1), '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(chance.fork(i).bits());
  return bytes;
}

struct Base64Case {
  std::string_view bytes, text;
};
constexpr Base64Case kBase64Cases[] = {  // RFC 4648 §10
    {"", ""},           {"f", "Zg=="},         {"fo", "Zm8="},         {"foo", "Zm9v"},
    {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}, {"\xfb\xff", "+/8="},
};
TEST(Base64, Rows) {
  for (const Base64Case& row : kBase64Cases) {
    EXPECT_EQ(base64_encode(row.bytes), row.text);
    EXPECT_EQ(base64_decode(row.text), row.bytes);
  }
}

struct Base64ReadCase {
  std::string_view rule, text;
  std::optional<std::string_view> bytes;
};
constexpr Base64ReadCase kBase64ReadCases[] = {
    {"padding may be missing", "Zg", "f"},
    {"padding may be missing", "Zm8", "fo"},
    {"the URL-safe alphabet is understood", "-_8=", "\xfb\xff"},
    {"half the padding is refused", "Zg=", std::nullopt},
    {"too much padding is refused", "Zm9v=", std::nullopt},
    {"padding alone is refused", "====", std::nullopt},
    {"a single digit holds no byte", "Z", std::nullopt},
    {"padding inside is refused", "Zg==Zg==", std::nullopt},
    {"blanks are refused", "Zm 9v", std::nullopt},
    {"a line end is refused", "Zm9v\n", std::nullopt},
    {"bytes beyond ASCII are refused", "Zm9\xc3", std::nullopt},
};
TEST(Base64, Reading) {
  for (const Base64ReadCase& row : kBase64ReadCases) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(base64_decode(row.text), row.bytes);
  }
}

TEST(Base64, DecodingWhatWasEncodedIsIdentity) {
  for_each_seed(500, [](const Chance& chance) {
    const std::string bytes = arbitrary_bytes(chance);
    EXPECT_EQ(base64_decode(base64_encode(bytes)), bytes);
  });
}

TEST(Hex, IsLowerCaseAndTwoDigitsAByte) {
  EXPECT_EQ(hex_encode(std::string_view("\x00\x0f\xa5\xff", 4)), "000fa5ff");
}

struct Utf8Case {
  std::string_view rule, text, repaired;  // the same text when it is valid
};
constexpr Utf8Case kUtf8Cases[] = {
    {"ASCII", "plain text of some length", "plain text of some length"},
    {"two to four bytes", "é€😀", "é€😀"},
    {"the last code point", "\xf4\x8f\xbf\xbf", "\xf4\x8f\xbf\xbf"},
    {"beyond the last code point", "\xf4\x90\x80\x80", "����"},
    {"a surrogate", "\xed\xa0\x80", "���"},
    {"overlong two bytes", "\xc0\xaf", "��"},
    {"overlong three bytes", "\xe0\x80\xaf", "���"},
    {"a lone continuation", "a\x80z", "a�z"},
    {"cut short at the end", "eight by\xe2\x82", "eight by�"},
    {"a maximal subpart is one replacement", "\xf0\x9f\x98z", "�z"},
    {"Unicode 15.0 table 3-8", "\xf4\x91\x92\x93\xff\x41\x80\xbf\x42", "�����A��B"},
};
TEST(Utf8, Rows) {
  for (const Utf8Case& row : kUtf8Cases) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(is_valid_utf8(row.text), row.text == row.repaired);
    EXPECT_EQ(to_valid_utf8(row.text), row.repaired);
  }
}

TEST(Utf8, RepairedTextIsValidAndValidTextStays) {
  for_each_seed(2'000, [](const Chance& chance) {
    const std::string bytes = arbitrary_bytes(chance);
    const std::string repaired = to_valid_utf8(bytes);
    EXPECT_TRUE(is_valid_utf8(repaired));
    EXPECT_EQ(is_valid_utf8(bytes), repaired == bytes);
  });
}

TEST(Case, EqualityIsThatOfTheLoweredTexts) {
  EXPECT_TRUE(equal_ignoring_case("Content-Type", "cONTENT-tYPE"));
  EXPECT_FALSE(equal_ignoring_case("Content-Type", "Content-Typ"));
  EXPECT_FALSE(equal_ignoring_case("[[[[[[[[", "{{{{{{{{"));  // 0x20 apart, and no letters
  for_each_seed(2'000, [](const Chance& chance) {
    const std::string a = arbitrary_bytes(chance, 20);
    std::string b = a;
    for (std::size_t i = 0; i < b.size(); ++i) {
      if (chance.fork("flip").fork(i).happens(0.5)) b[i] = static_cast<char>(b[i] ^ 0x20);
    }
    EXPECT_EQ(equal_ignoring_case(a, b), to_lower_ascii(a) == to_lower_ascii(b));
  });
}

TEST(Trim, TakesBlanksFromBothEnds) {
  EXPECT_EQ(trim(" \t\r\na b\n "), "a b");
  EXPECT_EQ(trim(" \t"), "");
}

}  // namespace
}  // namespace mimus::text
