#include "filter_from_query.h"

#include <gtest/gtest.h>

#include <vector>

namespace mimus::journal {
namespace {

constexpr WallTime kNow{std::chrono::seconds(1'000'000)};

struct GoodCase {
  std::string_view rule;
  std::vector<QueryParameter> query;
  LogQuery read;
};

TEST(FilterFromQuery, Rows) {
  const auto ago = [](auto age) { return Filter{.since = kNow - age}; };
  const GoodCase cases[] = {
      {"nothing asked: the newest hundred as json", {}, {{}, 100, LogQuery::Format::kJson}},
      {"a method in any case", {{"method", "pOsT"}}, {{.method = "POST"}}},
      {"a path", {{"path", "/users/7"}}, {{.path = "/users/7"}}},
      {"a prefix", {{"path", "/users/*"}}, {{.path = "/users/*"}}},
      {"a decoded path is encoded again", {{"path", "/j\xc3\xb6rg x"}}, {{.path = "/j%C3%B6rg%20x"}}},
      {"an encoded path stays", {{"path", "/a%2fb"}}, {{.path = "/a%2fb"}}},
      {"a status", {{"status", "404"}}, {{.status = 404}}},
      {"a class", {{"status", "4xx"}}, {{.status_class = 4}}},
      {"a class in upper case", {{"status", "5XX"}}, {{.status_class = 5}}},
      {"matched", {{"matched", "true"}}, {{.matched = true}}},
      {"unmatched", {{"matched", "false"}}, {{.matched = false}}},
      {"milliseconds", {{"since", "500ms"}}, {ago(std::chrono::milliseconds(500))}},
      {"seconds", {{"since", "30s"}}, {ago(std::chrono::seconds(30))}},
      {"minutes", {{"since", "5m"}}, {ago(std::chrono::minutes(5))}},
      {"hours", {{"since", "2h"}}, {ago(std::chrono::hours(2))}},
      {"days", {{"since", "1d"}}, {ago(std::chrono::hours(24))}},
      {"an age beyond all time", {{"since", "4294967295d"}}, {{.since = WallTime::min()}}},
      {"an instant", {{"since", "1970-01-02T00:00:00Z"}}, {{.since = WallTime(std::chrono::hours(24))}}},
      {"an offset whose plus became a blank", {{"since", "1970-01-02T02:00:00 02:00"}},
       {{.since = WallTime(std::chrono::hours(24))}}},
      {"a limit", {{"limit", "5"}}, {{}, 5}},
      {"ndjson", {{"format", "ndjson"}}, {{}, 100, LogQuery::Format::kNdjson}},
      {"json", {{"format", "json"}}, {{}, 100, LogQuery::Format::kJson}},
      {"all of it", {{"method", "GET"}, {"status", "2xx"}, {"matched", "true"}, {"limit", "1"}},
       {{.method = "GET", .status_class = 2, .matched = true}, 1}},
  };
  for (const GoodCase& row : cases) {
    SCOPED_TRACE(row.rule);
    const auto read = filter_from_query(row.query, kNow);
    ASSERT_TRUE(read) << describe(read.error());
    EXPECT_EQ(read->filter, row.read.filter);
    EXPECT_EQ(read->limit, row.read.limit);
    EXPECT_EQ(read->format, row.read.format);
  }
}

struct BadCase {
  QueryParameter parameter;
  std::string_view error;
};
constexpr BadCase kBadCases[] = {
    {{"method", "G T"}, "parameter 'method' has the bad value 'G T'; expected a method such as GET"},
    {{"method", ""}, "parameter 'method' has the bad value ''; expected a method such as GET"},
    {{"path", "users"},
     "parameter 'path' has the bad value 'users'; "
     "expected a path that starts with '/', such as /users/7, or a prefix such as /users/*"},
    {{"status", "40"}, "parameter 'status' has the bad value '40'; expected a status such as 404, or a class such as 4xx"},
    {{"status", "0xx"}, "parameter 'status' has the bad value '0xx'; expected a status such as 404, or a class such as 4xx"},
    {{"status", "-12"}, "parameter 'status' has the bad value '-12'; expected a status such as 404, or a class such as 4xx"},
    {{"matched", "yes"}, "parameter 'matched' has the bad value 'yes'; expected true or false"},
    {{"since", "yesterday"},
     "parameter 'since' has the bad value 'yesterday'; "
     "expected a time such as 2026-11-20T09:50:57Z, or an age such as 30s, 5m or 2h"},
    {{"since", "-5m"},
     "parameter 'since' has the bad value '-5m'; "
     "expected a time such as 2026-11-20T09:50:57Z, or an age such as 30s, 5m or 2h"},
    {{"limit", "0"}, "parameter 'limit' has the bad value '0'; expected a number from 1 to 4294967295"},
    {{"limit", "ten"}, "parameter 'limit' has the bad value 'ten'; expected a number from 1 to 4294967295"},
    {{"format", "xml"}, "parameter 'format' has the bad value 'xml'; expected json or ndjson"},
    {{"methd", "GET"}, "unknown parameter 'methd'; did you mean 'method'?"},
};

TEST(FilterFromQuery, ErrorsNameTheParameterTheValueAndWhatWouldBeRight) {
  for (const BadCase& row : kBadCases) {
    SCOPED_TRACE(row.error);
    const auto read = filter_from_query({&row.parameter, 1}, kNow);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, Code::kInvalid);
    EXPECT_EQ(describe(read.error()), row.error);
  }
}

TEST(FilterFromQuery, AParameterGivenTwiceIsAnError) {
  const QueryParameter twice[] = {{"status", "404"}, {"status", "5xx"}};
  const auto read = filter_from_query(twice, kNow);
  ASSERT_FALSE(read);
  EXPECT_EQ(describe(read.error()), "parameter 'status' is given twice; give it once");
}

}  // namespace
}  // namespace mimus::journal
