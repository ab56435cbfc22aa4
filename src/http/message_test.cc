#include "message.h"

#include <gtest/gtest.h>

namespace mimus::http {
namespace {

constexpr HeaderField kFields[] = {
    {"Host", "example.org"},
    {"connection", "Keep-Alive, Upgrade"},
    {"CONNECTION", "x,, close ,y"},
    {"X-Empty", ""},
};

TEST(FindHeader, GivesTheFirstLineWhateverItsCase) {
  EXPECT_EQ(find_header(kFields, "HOST"), "example.org");
  EXPECT_EQ(find_header(kFields, "Connection"), "Keep-Alive, Upgrade");
  EXPECT_EQ(find_header(kFields, "x-empty"), "");
  EXPECT_EQ(find_header(kFields, "Hos"), std::nullopt);
}

struct TokenCase {
  std::string_view rule, token;
  bool held;
};
constexpr TokenCase kTokenCases[] = {
    {"the first of a list", "keep-alive", true}, {"the last of a list", "upgrade", true},
    {"blanks around it, second line", "close", true}, {"the end of the second line", "y", true},
    {"a part of a token is none", "keep", false},     {"tokens of other headers", "example.org", false},
};
TEST(HasToken, Rows) {
  for (const TokenCase& row : kTokenCases) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(has_token(kFields, "Connection", row.token), row.held);
  }
}

TEST(IsToken, Rows) {
  EXPECT_TRUE(is_token("GET"));
  EXPECT_TRUE(is_token("!#$%&'*+-.^_`|~09azAZ"));
  for (const std::string_view text : {"", "a b", "a:b", "a/b", "é", "a\r", "\"a\""}) {
    EXPECT_FALSE(is_token(text)) << text;
  }
  EXPECT_FALSE(is_token(std::string_view("a\0", 2)));
}

TEST(ReasonPhrase, IsTheRegisteredOneOrEmpty) {
  EXPECT_EQ(reason_phrase(100), "Continue");
  EXPECT_EQ(reason_phrase(200), "OK");
  EXPECT_EQ(reason_phrase(413), "Content Too Large");
  EXPECT_EQ(reason_phrase(422), "Unprocessable Content");
  EXPECT_EQ(reason_phrase(511), "Network Authentication Required");
  for (const int status : {-1, 0, 99, 299, 306, 599, 600, 999, 1000}) {
    EXPECT_EQ(reason_phrase(status), "") << status;
  }
}

TEST(ForbidsBody, OneHundredsAndTwoMore) {
  for (const int status : {100, 101, 199, 204, 304}) EXPECT_TRUE(forbids_body(status)) << status;
  for (const int status : {99, 200, 205, 303, 404}) EXPECT_FALSE(forbids_body(status)) << status;
}

TEST(Own, CopiesWhatTheRequestBorrows) {
  std::string memory = "POST /a?b=c HTTP";
  const std::string_view view = memory;
  const Request request{.method = view.substr(0, 4),
                        .target = view.substr(5, 6),
                        .authority = "example.org",
                        .path = view.substr(5, 2),
                        .query = view.substr(8, 3),
                        .fields = kFields,
                        .body = "{}",
                        .client_ip = "127.0.0.1"};
  const OwnedRequest owned = own(request);
  memory.assign(memory.size(), 'x');
  EXPECT_EQ(owned.method, "POST");
  EXPECT_EQ(owned.target, "/a?b=c");
  EXPECT_EQ(owned.scheme, "http");
  EXPECT_EQ(owned.authority, "example.org");
  EXPECT_EQ(owned.path, "/a");
  EXPECT_EQ(owned.query, "b=c");
  EXPECT_EQ(owned.body, "{}");
  EXPECT_EQ(owned.client_ip, "127.0.0.1");
  ASSERT_EQ(owned.fields.size(), std::size(kFields));
  EXPECT_EQ(owned.fields[2], (OwnedField{"CONNECTION", "x,, close ,y"}));
}

}  // namespace
}  // namespace mimus::http
