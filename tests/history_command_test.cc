// `mimus serve --history` and `mimus history` as people run them.
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>

#include "json/json.h"
#include "support/http_client.h"
#include "support/program.h"
#include "support/temp_dir.h"

namespace mimus {
namespace {

struct Ran {
  int status;
  std::string out, errors;
};
Ran history(std::vector<std::string> arguments, const TempDir& folder) {
  arguments.insert(arguments.begin(), {program_path(), "history"});
  Process process(std::move(arguments), folder.path());
  const int status = process.wait().value_or(-1);
  EXPECT_EQ(defect_report(process.errors()), "");
  return {status, process.output(), process.errors()};
}

class History : public ::testing::Test {
 protected:
  History() {
    folder_.write("mimus.yaml",
                  "routes:\n"
                  "  - { path: \"/users/{id:int}\", method: GET, response: { name: Ada Byron } }\n"
                  "  - { path: /users, method: POST, status: 201, response: { ok: true } }\n");
  }
  std::vector<std::string> with(std::vector<std::string> more = {}) const {
    std::vector<std::string> all{"mimus.yaml", "--history", "h.db"};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  // GET, GET, POST, and one that nothing matches.
  void ask_four(std::uint16_t port) {
    mimus::exchange(port, "GET /users/1 HTTP/1.1\r\n");
    mimus::exchange(port, "GET /users/2?full=yes HTTP/1.1\r\n");
    mimus::exchange(port, "POST /users HTTP/1.1\r\nContent-Type: text/plain\r\n", "it's Grace");
    mimus::exchange(port, "GET /nothing HTTP/1.1\r\n");
  }
  json::Value get(std::uint16_t port, std::string_view target, int status = 200) {
    const Answer answer = mimus::exchange(port, "GET " + std::string(target) + " HTTP/1.1\r\n");
    EXPECT_EQ(answer.response.status, status) << answer.response.body;
    const auto body = json::parse(answer.response.body);
    return body ? *body : json::Value();
  }
  TempDir folder_;
};

std::size_t lines(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST_F(History, IsThereAfterAGracefulStop) {
  {
    Server server(folder_, with());
    ASSERT_NE(server.port(), 0) << server.said();
    EXPECT_NE(server.said().find("h.db"), std::string::npos) << "it says where";
    ask_four(server.port());
    server.expect_clean_end();
  }
  const Ran table = history({"h.db"}, folder_);
  EXPECT_EQ(table.status, 0) << table.errors;
  EXPECT_EQ(lines(table.out), 5u) << table.out;
  EXPECT_NE(table.out.find("GET /users/2?full=yes"), std::string::npos);
  EXPECT_NE(table.out.find("4 of 4 exchanges"), std::string::npos);
  EXPECT_EQ(lines(history({"h.db", "--format", "ndjson", "--unmatched"}, folder_).out), 1u);
  EXPECT_EQ(lines(history({"h.db", "--format", "ndjson", "--path", "/users*", "-n", "2"}, folder_).out), 2u);
  EXPECT_EQ(lines(history({"h.db", "--format", "ndjson", "--text", "ada"}, folder_).out), 2u);
  EXPECT_EQ(lines(history({"h.db", "--format", "ndjson", "--since", "1h", "--status", "2xx"}, folder_).out), 3u);
  const Ran har = history({"h.db", "--format", "har"}, folder_);
  const auto document = json::parse(har.out);
  ASSERT_TRUE(document) << har.out;
  EXPECT_EQ(document->at("log").at("entries").at(1).at("request").at("postData").at("text"), "it's Grace");
  const Ran sql = history({"h.db", "--sql", "SELECT status, count(*) AS n FROM history GROUP BY status ORDER BY 1"}, folder_);
  EXPECT_EQ(sql.out, "status  n\n   200  2\n   201  1\n   404  1\n") << sql.errors;
}

TEST_F(History, ItsCurlCommandsSendTheSameAgain) {
  Server server(folder_, with());
  ask_four(server.port());
  get(server.port(), "/__mimus/history");  // now it is in the file, for whoever opens that
  const Ran commands = history({"h.db", "--format", "curl", "--method", "POST"}, folder_);
  ASSERT_EQ(commands.status, 0) << commands.errors;
  if (std::system("command -v curl >/dev/null") != 0) GTEST_SKIP() << "no curl here";
  Process shell({"/bin/sh", "-c", commands.out}, folder_.path());
  EXPECT_EQ(shell.wait(), 0) << shell.errors();
  const json::Value posts = get(server.port(), "/__mimus/history?method=POST");
  const json::Array& both = posts.at("exchanges").as_array();
  ASSERT_EQ(both.size(), 2u);
  EXPECT_EQ(both[0].at("body"), both[1].at("body"));
  EXPECT_EQ(both[0].at("headers"), both[1].at("headers"));
}

TEST_F(History, OverHttp) {
  Server server(folder_, with());
  ASSERT_NE(server.port(), 0) << server.said();
  ask_four(server.port());
  EXPECT_EQ(get(server.port(), "/__mimus/history").at("exchanges").as_array().size(), 4u) << "what was answered is there";
  EXPECT_EQ(get(server.port(), "/__mimus/history?matched=false&limit=5").at("exchanges").at(0).at("path"), "/nothing");
  EXPECT_EQ(get(server.port(), "/__mimus/history/2").at("url"), "/users/2?full=yes");
  EXPECT_EQ(get(server.port(), "/__mimus/history/2?format=har").at("log").at("entries").as_array().size(), 1u);
  EXPECT_EQ(get(server.port(), "/__mimus/history?sql=SELECT%20count(*)%20AS%20n%20FROM%20history").at("rows").at(0).at(0), 4);
  const json::Value stats = get(server.port(), "/__mimus/history/stats");
  EXPECT_EQ(stats.at("exchanges"), 4);
  EXPECT_EQ(stats.at("shed"), 0);
  EXPECT_EQ(stats.at("writer").at("failing"), nullptr);
  get(server.port(), "/__mimus/history/99", 404);
  get(server.port(), "/__mimus/history/x", 404);
  get(server.port(), "/__mimus/history?colour=red", 400);
  get(server.port(), "/__mimus/history?format=xml", 400);
  get(server.port(), "/__mimus/history?sql=DROP%20TABLE%20exchanges", 400);
  get(server.port(), "/__mimus/history?sql=SELECT%201&limit=2", 400);
  EXPECT_EQ(mimus::exchange(server.port(), "POST /__mimus/history HTTP/1.1\r\n").response.status, 405);
  EXPECT_EQ(get(server.port(), "/__mimus/history").at("exchanges").as_array().size(), 4u) << "asking is not recorded";
}

TEST_F(History, OfSeveralWorlds) {
  {
    Server server(folder_, with());
    ASSERT_EQ(mimus::exchange(server.port(), "POST /__mimus/worlds HTTP/1.1\r\nContent-Type: application/json\r\n", R"({"name": "blue"})").response.status, 201);
    mimus::exchange(server.port(), "GET /users/1 HTTP/1.1\r\n");
    mimus::exchange(server.port(), "GET /users/2 HTTP/1.1\r\nMimus-World: blue\r\n");
    const json::Value blue = get(server.port(), "/__mimus/history?world=blue");
    ASSERT_EQ(blue.at("exchanges").as_array().size(), 1u);
    EXPECT_EQ(blue.at("exchanges").at(0).at("path"), "/users/2");
    mimus::exchange(server.port(), "GET /users/3 HTTP/1.1\r\nMimus-World: blue\r\n");
    EXPECT_EQ(mimus::exchange(server.port(), "DELETE /__mimus/worlds/blue HTTP/1.1\r\n").response.status, 204);
    server.expect_clean_end();
  }
  EXPECT_EQ(lines(history({"h.db", "--world", "blue", "--format", "ndjson"}, folder_).out), 2u) << "it outlives its world";
  EXPECT_EQ(lines(history({"h.db", "--format", "ndjson"}, folder_).out), 3u);
}

TEST_F(History, BehindTheToken) {
  Server server(folder_, with({"--admin-token", "sesame"}));
  for (const std::string path : {"/__mimus/history", "/__mimus/history/stats", "/__mimus/history/1"}) {
    get(server.port(), path, 401);
  }
  get(server.port(), "/__mimus/history?token=sesame");
}

TEST_F(History, WithoutOneItSaysHow) {
  Server server(folder_, {"mimus.yaml"});
  EXPECT_NE(json::write(get(server.port(), "/__mimus/history", 404)).find("--history FILE"), std::string::npos);
}

TEST_F(History, SurvivesKill9) {
  {
    std::vector<std::string> command = with({"--port", "0"});
    command.insert(command.begin(), {program_path(), "serve"});
    Process process(command, folder_.path());
    const std::string line = process.wait_for_line("mocks").value_or("");
    const auto port = static_cast<std::uint16_t>(std::atoi(line.substr(line.rfind(':') + 1).c_str()));
    ASSERT_NE(port, 0) << line;
    ask_four(port);
    get(port, "/__mimus/history");  // now it is in the file
    process.signal(SIGKILL);
    process.wait();
  }
  Server again(folder_, with());
  ask_four(again.port());
  EXPECT_EQ(get(again.port(), "/__mimus/history").at("exchanges").as_array().size(), 8u);
}

TEST_F(History, Follows) {
  Server server(folder_, with());
  ask_four(server.port());
  get(server.port(), "/__mimus/history");
  Process follower({program_path(), "history", "h.db", "--follow", "-n", "1"}, folder_.path());
  EXPECT_TRUE(follower.wait_for_line("/nothing"));
  mimus::exchange(server.port(), "GET /users/77 HTTP/1.1\r\n");
  EXPECT_TRUE(follower.wait_for_line("/users/77"));
  EXPECT_EQ(follower.output().find("/users/1"), std::string::npos);
  follower.signal(SIGTERM);
  follower.wait();
}

struct BadCase {
  std::string_view rule;
  std::vector<std::string> arguments;
  int status;
  std::string_view says;
};
const BadCase kBad[] = {
    {"no file", {}, 2, "FILE"},
    {"a file that is not there", {"none.db"}, 1, "none.db"},
    {"a file that is none", {"mimus.yaml"}, 2, "no SQLite database"},
    {"a bad status", {"h.db", "--status", "9"}, 2, "4xx"},
    {"a bad age", {"h.db", "--since", "soon"}, 2, "'soon'"},
    {"SQL that writes", {"h.db", "--sql", "DELETE FROM exchanges"}, 2, "only read"},
    {"SQL and a condition", {"h.db", "--sql", "SELECT 1", "--status", "200"}, 2, "WHERE"},
    {"SQL as HAR", {"h.db", "--sql", "SELECT 1", "--format", "har"}, 2, "ndjson"},
    {"HAR without an end", {"h.db", "--follow", "--format", "har"}, 2, "no end"},
    {"an unknown format", {"h.db", "--format", "xml"}, 2, "curl"},
    {"help shows examples first", {"--help"}, 0, "Examples:"},
};
TEST_F(History, BadUsage) {
  Server(folder_, with()).expect_clean_end();
  for (const BadCase& row : kBad) {
    SCOPED_TRACE(row.rule);
    const Ran ran = history(row.arguments, folder_);
    EXPECT_EQ(ran.status, row.status) << ran.errors;
    EXPECT_NE((row.status == 0 ? ran.out : ran.errors).find(row.says), std::string::npos) << ran.out << ran.errors;
  }
}

TEST_F(History, ServeRefusesAFileThatIsNone) {
  folder_.write("other.db", std::string(5000, 'x'));
  const std::vector<std::pair<std::vector<std::string>, std::string>> rows = {
      {{"--history", "other.db"}, "other.db: the history is no SQLite database"},
      {{"--history", "none/h.db"}, "none/h.db"},
      {{"--history", "h.db", "--no-request-journal"}, "--no-request-journal"},
      {{"--history", "h.db", "--history-keep", "soon"}, "'soon'"},
      {{"--history-max-bytes", "1G"}, "--history FILE"},
  };
  for (const auto& [flags, says] : rows) {
    std::vector<std::string> command{program_path(), "serve", "mimus.yaml", "--port", "0"};
    command.insert(command.end(), flags.begin(), flags.end());
    Process process(command, folder_.path());
    EXPECT_EQ(process.wait(), 2);
    EXPECT_NE(process.errors().find(says), std::string::npos) << process.errors();
  }
}

}  // namespace
}  // namespace mimus
