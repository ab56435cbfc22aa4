// Reading: filters, pages, SQL that only reads, exports, damaged files.
#include "store.h"

#include <fstream>
#include <sstream>

#include "export.h"
#include "http/content_coding.h"
#include "recording_for_tests.h"

namespace mimus::history {
namespace {

using namespace std::chrono_literals;

WallTime at(std::chrono::seconds second) { return WallTime(1'800'000'000s + second); }

// Ids 1 to 6.
std::vector<Said> six() {
  std::vector<Said> all(6);
  for (std::size_t i = 0; i < all.size(); ++i) all[i].received = at(std::chrono::seconds(i));
  all[0].path = "/users/1";
  all[1].path = "/users/2";
  all[1].query = "q=1";
  all[1].method = "POST";
  all[1].body = "{\"name\": \"Ada Byron\"}";
  all[2].status = 404;
  all[2].matched = false;
  all[2].response_body = "no STUB here";
  all[3].status = 500;
  all[3].label = "GET /b";
  all[4].status = 0;
  all[4].fault = "empty_response";
  all[5].path = "/100%";
  return all;
}

struct FilterRow {
  std::string_view rule;
  std::vector<Parameter> parameters;
  std::vector<std::int64_t> ids;
};
const FilterRow kFilters[] = {
    {"newest first", {}, {6, 5, 4, 3, 2, 1}},
    {"oldest first", {{"order", "oldest"}}, {1, 2, 3, 4, 5, 6}},
    {"a method in any case", {{"method", "post"}}, {2}},
    {"a path", {{"path", "/users/1"}}, {1}},
    {"a prefix", {{"path", "/users/*"}}, {2, 1}},
    {"SQL's own wildcards are none", {{"path", "/100%"}}, {6}},
    {"a status", {{"status", "404"}}, {3}},
    {"a class", {{"status", "5xx"}}, {4}},
    {"matched", {{"matched", "true"}}, {6, 5, 4, 2, 1}},
    {"unmatched", {{"matched", "false"}}, {3}},
    {"since", {{"since", "2027-01-15T08:00:04Z"}}, {6, 5}},
    {"until, which is not in it", {{"until", "2027-01-15T08:00:02Z"}}, {2, 1}},
    {"both", {{"since", "2027-01-15T08:00:01Z"}, {"until", "2027-01-15T08:00:03Z"}}, {3, 2}},
    {"an age", {{"since", "2s"}}, {6, 5, 4}},
    {"a stub's label", {{"stub", "GET /b"}}, {4}},
    {"no such stub", {{"stub", "no STUB"}}, {}},
    {"text of a request", {{"text", "ada byron"}}, {2}},
    {"text of a response", {{"text", "no stub"}}, {3}},
    {"a world", {{"world", "default"}, {"limit", "1"}}, {6}},
    {"another", {{"world", "x"}}, {}},
    {"the next page", {{"before", "4"}, {"limit", "2"}}, {3, 2}},
    {"what came after", {{"after", "4"}, {"order", "oldest"}}, {5, 6}},
};
TEST_F(HistoryTest, Filters) {
  record(six());
  auto store = open();
  for (const FilterRow& row : kFilters) {
    SCOPED_TRACE(row.rule);
    const auto query = query_from(row.parameters, at(5s));
    ASSERT_TRUE(query) << describe(query.error());
    const auto found = store->list(*query);
    ASSERT_TRUE(found) << describe(found.error());
    std::vector<std::int64_t> ids;
    for (const Record& record : *found) ids.push_back(record.id);
    EXPECT_EQ(ids, row.ids);
  }
}

TEST_F(HistoryTest, AStubById) {
  record(six());
  const std::string id = list()[2].exchange.stub_id.text();
  Query query;
  query.stub = id;
  ASSERT_EQ(list(query).size(), 1u);
  EXPECT_EQ(list(query)[0].id, 4);
}

struct BadQuery {
  std::vector<Parameter> parameters;
  std::string_view says;
};
const BadQuery kBadQueries[] = {
    {{{"colour", "red"}}, "unknown parameter 'colour'"}, {{{"methode", "GET"}}, "did you mean 'method'?"},
    {{{"order", "up"}}, "newest or oldest"},             {{{"after", "-1"}}, "an id"},
    {{{"until", "soon"}}, "'until'"},                    {{{"text", ""}}, "'text'"},
    {{{"world", "a"}, {"world", "b"}}, "twice"},         {{{"status", "9"}}, "4xx"},
    {{{"limit", "0"}}, "'limit'"},
};
TEST(Query, BadOnesAreNamed) {
  for (const BadQuery& row : kBadQueries) {
    const auto query = query_from(row.parameters, at(0s));
    ASSERT_FALSE(query) << row.says;
    EXPECT_NE(describe(query.error()).find(row.says), std::string::npos) << describe(query.error());
  }
}

TEST_F(HistoryTest, VisitsAllInPages) {
  std::vector<Said> many(1000);
  many[500].body = std::string(6 << 20, 'x');  // more than a page's bytes
  record(many);
  auto store = open();
  for (const bool oldest : {false, true}) {
    Query query;
    query.oldest_first = oldest;
    query.limit = SIZE_MAX;
    std::int64_t expected = oldest ? 1 : 1000;
    std::size_t count = 0;
    const Status done = store->visit(query, [&](const Record& record) {
      EXPECT_EQ(record.id, expected);
      expected += oldest ? 1 : -1;
      if (record.id == 300) {
        EXPECT_TRUE(*store->find(501)) << "it may be asked meanwhile";
      }
      return ++count < 900;
    });
    EXPECT_TRUE(done);
    EXPECT_EQ(count, 900u);
  }
}

TEST_F(HistoryTest, OneById) {
  record(six());
  auto store = open();
  EXPECT_EQ((*store->find(2))->exchange.request.query, "q=1");
  EXPECT_FALSE(*store->find(7));
  EXPECT_FALSE(*store->find(-3));
  EXPECT_EQ(*store->last_id(), 6);
}

TEST_F(HistoryTest, Sql) {
  record(six());
  auto store = open();
  const auto table = store->sql("SELECT status, count(*) AS n FROM history GROUP BY status ORDER BY n DESC, status -- all", 10);
  ASSERT_TRUE(table) << describe(table.error());
  EXPECT_EQ(table->columns, (std::vector<std::string>{"status", "n"}));
  ASSERT_EQ(table->rows.size(), 4u);
  EXPECT_EQ(table->rows[0], (std::vector<json::Value>{200, 3}));
  EXPECT_EQ(table->rows[1], (std::vector<json::Value>{nullptr, 1})) << "no response";
  const auto one = store->sql("SELECT time, url, request_body, request_headers, route, fault, world, typeof(stub_id) FROM history WHERE id = 2;", 10);
  ASSERT_TRUE(one) << describe(one.error());
  EXPECT_EQ(one->rows[0], (std::vector<json::Value>{"2027-01-15T08:00:01.000Z", "/users/2?q=1", "{\"name\": \"Ada Byron\"}",
                                                    "Host: localhost:8080\r\n", "GET /a", nullptr, "default", "text"}));
  EXPECT_TRUE(store->sql("SELECT id FROM history", 4)->cut);
  EXPECT_FALSE(store->sql("SELECT id FROM history", 6)->cut);
  EXPECT_EQ(store->sql("SELECT x'00ff'", 1)->rows[0][0], "AP8=");
}

struct SqlRow {
  std::string_view select, says;
};
const SqlRow kBadSql[] = {
    {"DELETE FROM exchanges", "only read"},
    {"UPDATE exchanges SET id = 1", "only read"},
    {"INSERT INTO worlds VALUES (9, 'x')", "only read"},
    {"DROP TABLE exchanges", "only read"},
    {"CREATE TEMP TABLE t(x)", "only read"},
    {"ATTACH 'other.db' AS o", "only read"},
    {"PRAGMA journal_mode=DELETE", "only read"},
    {"PRAGMA table_info(exchanges)", "only read"},
    {"BEGIN", "only read"},
    {"VACUUM INTO 'copy.db'", "only read"},
    {"SELECT load_extension('x')", "not authorized"},
    {"SELECT 1; DELETE FROM exchanges", "one SELECT"},
    {"SELECT 1; SELECT 2", "one SELECT"},
    {"SELEC 1", "syntax error"},
    {"SELECT nope FROM history", "no such column"},
    {"", "no statement"},
    {" -- nothing", "no statement"},
    {"SELECT zeroblob(500000000)", "too large"},
};
TEST_F(HistoryTest, SqlOnlyReads) {
  record(six());
  auto store = open();
  for (const SqlRow& row : kBadSql) {
    SCOPED_TRACE(row.select);
    const auto table = store->sql(row.select, 10);
    ASSERT_FALSE(table);
    EXPECT_NE(describe(table.error()).find(row.says), std::string::npos) << describe(table.error());
  }
  EXPECT_EQ(list().size(), 6u);
  EXPECT_FALSE(std::filesystem::exists("other.db"));
}

TEST_F(HistoryTest, AQueryThatTakesTooLongEnds) {
  record(six());
  auto store = Store::open(file(), 50ms);
  ASSERT_TRUE(store);
  const auto table = (*store)->sql("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n", 10);
  ASSERT_FALSE(table);
  EXPECT_EQ(table.error().code, Code::kLimit) << describe(table.error());
  EXPECT_TRUE((*store)->sql("SELECT 1", 1)) << "and the next is answered";
}

TEST_F(HistoryTest, StatsOfAnEmptyOne) {
  record({});
  const auto stats = open()->stats();
  ASSERT_TRUE(stats);
  EXPECT_EQ(stats->exchanges, 0u);
  EXPECT_FALSE(stats->oldest);
  EXPECT_EQ(list().size(), 0u);
}

TEST_F(HistoryTest, AsAnExchange) {
  Said said;
  said.query = "q=1";
  said.fields.push_back({"Content-Encoding", "br"});
  said.body = "plain by now";
  said.response_head = "HTTP/1.1 200 Fine\r\nContent-Encoding: gzip\r\nX: 1\r\n";
  said.response_body = http::encode_content(http::Coding::kGzip, "hello");
  Said odd = said;
  odd.response_body = "this is no gzip";
  Said gone;
  gone.status = 0;
  gone.fault = "connection_reset";
  gone.authority = "";
  gone.fields.clear();
  record({said, odd, gone});
  const auto records = list();
  const exchange::Exchange first = to_exchange(records[2]);
  EXPECT_EQ(first.request.url, "http://localhost:8080/a?q=1");
  EXPECT_EQ(first.request.coding, "br");
  EXPECT_EQ(first.request.fields, (std::vector<http::OwnedField>{{"Host", "localhost:8080"}}));
  EXPECT_EQ(first.request.body, "plain by now");
  EXPECT_EQ(first.response->reason, "Fine");
  EXPECT_EQ(first.response->coding, "gzip");
  EXPECT_EQ(first.response->body, "hello");
  EXPECT_EQ(first.response->fields, (std::vector<http::OwnedField>{{"X", "1"}}));
  EXPECT_EQ(first.total, Nanoseconds(2'500));
  EXPECT_EQ(first.client, "127.0.0.1");
  const exchange::Exchange second = to_exchange(records[1]);
  EXPECT_EQ(second.response->body, "this is no gzip");
  EXPECT_EQ(second.response->coding, "");
  EXPECT_EQ(second.response->fields.size(), 2u);
  const exchange::Exchange third = to_exchange(records[0]);
  EXPECT_FALSE(third.response);
  EXPECT_EQ(third.failure, "connection_reset");
  EXPECT_EQ(third.request.url, "/a");
}

std::string exported(Format format, const std::vector<Record>& records) {
  std::string out;
  Exporter exporter(format);
  exporter.begin(out);
  for (const Record& record : records) exporter.add(record, out);
  exporter.end(out);
  return out;
}

TEST_F(HistoryTest, Exports) {
  record(six());
  const auto records = list();
  const auto har = json::parse(exported(Format::kHar, records));
  ASSERT_TRUE(har);
  EXPECT_EQ(har->at("log").at("entries").as_array().size(), 6u);
  const auto json = json::parse(exported(Format::kJson, records));
  ASSERT_TRUE(json);
  EXPECT_EQ(json->at("exchanges").at(4).at("id"), 2);
  EXPECT_EQ(json->at("exchanges").at(4).at("world"), "default");
  EXPECT_EQ(json->at("exchanges").at(4).at("path"), "/users/2");
  std::istringstream lines(exported(Format::kNdjson, records));
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) EXPECT_TRUE(json::parse(line)) << line;
  EXPECT_EQ(count, 6);
  EXPECT_NE(exported(Format::kCurl, records).find("curl -X POST 'http://localhost:8080/users/2?q=1'"), std::string::npos);
  EXPECT_TRUE(json::parse(exported(Format::kJson, {}))) << "of none, too";
  EXPECT_EQ(format_named("har"), Format::kHar);
  EXPECT_EQ(format_named("xml"), std::nullopt);
}

// A damaged file is an error or an answer, never a crash; SQLite finds most, the rest is ours to find.
TEST_F(HistoryTest, DamagedFiles) {
  std::vector<Said> all = six();
  all[0].response_body = std::string(50'000, 'z');
  record(all);
  std::ifstream in(file(), std::ios::binary);
  const std::string sound((std::istreambuf_iterator<char>(in)), {});
  ASSERT_GT(sound.size(), 20'000u);
  const auto place = folder_.path() / "damaged.db";
  int refused = 0;
  for_each_seed(300, [&](const Chance& chance) {
    std::string bytes = sound;
    const std::uint64_t hits = 1 + chance.fork("hits").below(20);
    for (std::uint64_t i = 0; i < hits; ++i) {
      const Chance hit = chance.fork(i);
      bytes[hit.fork("at").below(bytes.size())] = static_cast<char>(hit.fork("with").below(256));
    }
    if (chance.fork("cut").happens(0.1)) bytes.resize(chance.fork("to").below(bytes.size()));
    std::ofstream(place, std::ios::binary | std::ios::trunc) << bytes;
    auto store = Store::open(place, 5s);
    if (!store) {
      ++refused;
      EXPECT_NE(describe(store.error()), "");
      return;
    }
    if (!(*store)->list({})) ++refused;
    (void)(*store)->stats();
    (void)(*store)->sql("SELECT sum(length(response_body)), sum(length(request_headers)) FROM history", 1);
  });
  EXPECT_GT(refused, 5);
}

TEST_F(HistoryTest, NoFile) {
  const auto store = Store::open(folder_.path() / "none.db");
  ASSERT_FALSE(store);
  EXPECT_NE(describe(store.error()).find("none.db"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "none.db")) << "reading makes none";
}

}  // namespace
}  // namespace mimus::history
