// `mimus fake` as people run it.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "json/json.h"
#include "support/program.h"
#include "support/temp_dir.h"

namespace mimus {
namespace {

struct Ran {
  int status;
  std::string out, errors;
};
Ran run(std::vector<std::string> arguments, const TempDir& folder) {
  arguments.insert(arguments.begin(), {program_path(), "fake"});
  Process process(std::move(arguments), folder.path());
  const int status = process.wait().value_or(-1);
  EXPECT_EQ(defect_report(process.errors()), "");
  return {status, process.output(), process.errors()};
}
std::size_t lines(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

struct FakeCase {
  std::string_view rule;
  std::vector<std::string> arguments;
  int status;
  std::string_view says;  // in what it prints
};
const FakeCase kCases[] = {
    {"faker.seed(42); faker.number.int(100)", {"number.int(100)", "--seed", "42"}, 0, "37\n"},
    {"faker.seed(42); faker.person.fullName()", {"person.fullName", "--seed", "42"}, 0, "\n"},
    {"a template", {"{{number.int({\"min\":7,\"max\":7})}} dogs"}, 0, "7 dogs\n"},
    {"a schema on the command line",
     {"{id: int, kind: {$literal: city}}", "-n", "2"},
     0,
     "{\"id\":1,\"kind\":\"city\"}\n{\"id\":2,\"kind\":\"city\"}\n"},
    {"as CSV", {"{id: int, a: {b: x}}", "--format", "csv"}, 0, "id,a.b\r\n1,x\r\n"},
    {"as SQL",
     {"{id: int}", "--format", "sql", "--table", "t"},
     0,
     "INSERT INTO \"t\" (\"id\") VALUES (1);"},
    {"a row template", {"{id: int}", "--template", "<{{id}}>"}, 0, "<1>\n"},
    {"Python's names", {"ssn", "--locale", "de", "--keyed", "1"}, 0, " "},
    {"no rows", {"person.fullName", "-n", "0"}, 0, ""},
    {"every method", {"--list"}, 0, "profile.simple_profile"},
    {"one method", {"--describe", "finance.iban"}, 0, "countryCode"},
    {"an alias", {"--describe", "first_name"}, 0, "person.firstName"},
    {"an unknown method", {"person.fulName"}, 2, "person.fullName"},
    {"an unknown format", {"person.fullName", "--format", "cvs"}, 2, "csv"},
    {"an unknown locale", {"person.fullName", "--locale", "xx"}, 2, "locale"},
    {"an unknown field's method says where", {"{a: {b: person.fulName}}"}, 2, "person.fullName"},
    {"a file that is not there", {"nothing.yaml"}, 1, "cannot open"},
    {"a bad date", {"date.past", "--ref-date", "soon"}, 2, "--ref-date"},
    {"two seeds", {"person.fullName", "--seed", "1", "--keyed", "1"}, 2, "--seed"},
    {"nothing to do", {}, 2, "Examples"},
    {"help shows examples first", {"--help"}, 0, "Examples:"},
};
TEST(Fake, Rows) {
  const TempDir folder;
  for (const FakeCase& row : kCases) {
    SCOPED_TRACE(row.rule);
    const Ran ran = run(row.arguments, folder);
    EXPECT_EQ(ran.status, row.status) << ran.errors;
    const std::string& text = row.status == 0 ? ran.out : ran.errors;
    EXPECT_NE(text.find(row.says), std::string::npos) << ran.out << ran.errors;
  }
}

TEST(Fake, ErrorsInAFileHaveLineAndColumn) {
  const TempDir folder;
  folder.write("bad.yaml", "id: int\naddress:\n  city: location.citty\n");
  const Ran ran = run({"bad.yaml"}, folder);
  EXPECT_EQ(ran.status, 2);
  EXPECT_NE(ran.errors.find("bad.yaml:3:9:"), std::string::npos) << ran.errors;
  EXPECT_NE(ran.errors.find("location.city"), std::string::npos) << ran.errors;
}

TEST(Fake, OneCoreAsMany) {
  const TempDir folder;
  const std::vector<std::string> job = {"{id: int, name: person.fullName, tags: [word.noun]}",
                                        "-n",
                                        "9000",
                                        "--keyed",
                                        "k",
                                        "--ref-date",
                                        "2026-01-01"};
  std::vector<std::string> one = job, many = job;
  one.insert(one.end(), {"--threads", "1"});
  many.insert(many.end(), {"--threads", "5"});
  const Ran alone = run(one, folder);
  EXPECT_EQ(lines(alone.out), 9000u);
  EXPECT_EQ(alone.out, run(many, folder).out);
}

TEST(Fake, TheSameRowWhateverTheCount) {
  const TempDir folder;
  const Ran few = run({"simple_profile", "-n", "3", "--keyed", "7", "--format", "ndjson"}, folder);
  const Ran more =
      run({"simple_profile", "-n", "30", "--keyed", "7", "--format", "ndjson"}, folder);
  EXPECT_EQ(more.out.substr(0, few.out.size()), few.out);
}

TEST(Fake, IntoAFile) {
  const TempDir folder;
  EXPECT_EQ(run({"{id: int}", "-n", "5", "--format", "json", "-o", "out.json"}, folder).status, 0);
  std::ifstream file(folder.path() / "out.json");
  std::ostringstream text;
  text << file.rdbuf();
  EXPECT_EQ(json::parse(text.str())->as_array().size(), 5u);
}

// The schemas of the guide, as it shows them.
TEST(Fake, ExamplesOfTheGuide) {
  std::ifstream guide(std::string(MIMUS_SOURCE_DIR) + "/docs/fake-data.md");
  std::ostringstream text;
  text << guide.rdbuf();
  const std::string all = text.str();
  const TempDir folder;
  std::size_t found = 0;
  for (std::size_t at = all.find("```yaml\n# "); at != std::string::npos;
       at = all.find("```yaml\n# ", at + 1)) {
    const std::size_t name = at + 10;
    const std::size_t end = all.find('\n', name);
    folder.write(all.substr(name, end - name), all.substr(end, all.find("```", end) - end));
    ++found;
  }
  EXPECT_EQ(found, 2u);
  const Ran people = run({"people.yaml", "-n", "20", "--format", "json", "--keyed", "1"}, folder);
  ASSERT_EQ(people.status, 0) << people.errors;
  EXPECT_EQ(json::parse(people.out)->as_array().size(), 20u);
  for (const char* type : {"user", "order"})
    EXPECT_EQ(run({"shop.yaml", "--type", type, "-n", "5"}, folder).status, 0);
  const Ran untold = run({"shop.yaml"}, folder);
  EXPECT_EQ(untold.status, 2);
  EXPECT_NE(untold.errors.find("user, order"), std::string::npos);
}

TEST(Fake, CompletionKnowsTheMethods) {
  const TempDir folder;
  Process process({program_path(), "completion", "bash"}, folder.path());
  EXPECT_EQ(process.wait(), 0);
  EXPECT_NE(process.output().find("national_id.pl_pesel"), std::string::npos);
}

}  // namespace
}  // namespace mimus
