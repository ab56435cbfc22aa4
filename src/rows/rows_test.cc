#include "rows.h"

#include <gtest/gtest.h>

#include "json/json.h"

namespace mimus::rows {
namespace {

fake::Value value_of(std::string_view text) {
  return fake::Value::from_json(*json::parse(text));
}

std::string written(std::string_view format, std::vector<std::string_view> rows,
                    const Options& options = {}) {
  const fake::Value first = rows.empty() ? fake::Value() : value_of(rows[0]);
  const auto writer = make_writer(format, first, options);
  if (!writer) return writer.error().message;
  std::string out;
  (*writer)->begin(out);
  for (std::size_t i = 0; i < rows.size(); ++i) (*writer)->row(value_of(rows[i]), i, out);
  (*writer)->end(rows.size(), out);
  return out;
}

constexpr std::string_view kFirst =
    R"({"id": 1, "name": "O'Hara, \"Jo\"", "ok": true, "address": {"city": "Köln <b>", "zip": null}, "tags": ["a", "b"]})";
constexpr std::string_view kSecond =
    R"({"id": 2, "name": "line\nbreak\tand tab", "ok": false, "address": {"city": "x & y"}, "tags": []})";

struct FormatCase {
  std::string_view format, text;
};
const FormatCase kCases[] = {
    {"json",
     "[\n{\"id\":1,\"name\":\"O'Hara, \\\"Jo\\\"\",\"ok\":true,\"address\":{\"city\":\"Köln "
     "<b>\",\"zip\":null},\"tags\":[\"a\",\"b\"]},\n"
     "{\"id\":2,\"name\":\"line\\nbreak\\tand tab\",\"ok\":false,\"address\":{\"city\":\"x & "
     "y\"},\"tags\":[]}\n]\n"},
    {"csv",
     "id,name,ok,address.city,address.zip,tags\r\n1,\"O'Hara, \"\"Jo\"\"\",true,Köln "
     "<b>,,\"[\"\"a\"\",\"\"b\"\"]\"\r\n"
     "2,\"line\nbreak\tand tab\",false,x & y,,[]\r\n"},
    {"tsv",
     "id\tname\tok\taddress.city\taddress.zip\ttags\n1\tO'Hara, \"Jo\"\ttrue\tKöln "
     "<b>\t\t[\"a\",\"b\"]\n2\tline break and tab\tfalse\tx & y\t\t[]\n"},
    {"sql",
     "CREATE TABLE \"records\" (\"id\" NUMERIC, \"name\" TEXT, \"ok\" BOOLEAN, \"address.city\" "
     "TEXT, \"address.zip\" TEXT, \"tags\" TEXT);\n"
     "INSERT INTO \"records\" (\"id\", \"name\", \"ok\", \"address.city\", \"address.zip\", "
     "\"tags\") VALUES (1, 'O''Hara, \"Jo\"', true, 'Köln <b>', NULL, '[\"a\",\"b\"]');\n"
     "INSERT INTO \"records\" (\"id\", \"name\", \"ok\", \"address.city\", \"address.zip\", "
     "\"tags\") VALUES (2, 'line\nbreak\tand tab', false, 'x & y', NULL, '[]');\n"},
    {"xml",
     "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<records>\n<record><id>1</id><name>O'Hara, "
     "\"Jo\"</name><ok>true</ok><address><city>Köln "
     "&lt;b&gt;</city><zip/></address><tags>a</tags><tags>b</tags></record>\n"
     "<record><id>2</id><name>line\nbreak\tand tab</name><ok>false</ok><address><city>x &amp; "
     "y</city></address></record>\n</records>\n"},
};
TEST(Rows, EveryFormat) {
  for (const FormatCase& row : kCases) {
    SCOPED_TRACE(row.format);
    EXPECT_EQ(written(row.format, {kFirst, kSecond}), row.text);
  }
}

TEST(Rows, ValuesThatAreNoObjects) {
  EXPECT_EQ(written("csv", {"\"a\"", "3"}), "value\r\na\r\n3\r\n");
  EXPECT_EQ(written("text", {"\"a b\"", "3", "[1,2]", "null"}), "a b\n3\n[1,2]\n\n");
  EXPECT_EQ(written("ndjson", {"\"a\"", "3"}), "\"a\"\n3\n");
  EXPECT_EQ(written("json", {}), "[]\n");
  EXPECT_EQ(written("xml", {"\"a\""}, {.table = "names"}),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<names>\n<name>a</name>\n</names>\n");
}

TEST(Rows, Templates) {
  EXPECT_EQ(written("template", {kFirst},
                    {.row_template = "{{row}}: {{ id }} in {{address.city}}{{nothing}}!"}),
            "1: 1 in Köln <b>!\n");
  EXPECT_NE(written("template", {kFirst}).find("needs a text"), std::string::npos);
}

TEST(Rows, Formats) {
  EXPECT_EQ(format_of_media_type("text/csv;q=0.5")->name, "csv");
  EXPECT_EQ(format_of_media_type("image/png"), nullptr);
  EXPECT_NE(unknown_format("ndjosn").hint.find("ndjson"), std::string::npos);
  for (const Format& format : formats()) EXPECT_EQ(find_format(format.name)->name, format.name);
}

// A row that is JSON already goes out as its value would.
TEST(Rows, JsonRowsAreTheSame) {
  for (const std::string_view format : {"json", "ndjson"}) {
    const auto writer = make_writer(format, {}, {});
    std::string by_value, by_text;
    for (std::uint64_t i = 0; i < 3; ++i) {
      (*writer)->row(value_of(kFirst), i, by_value);
      (*writer)->json_row(fake::to_json(value_of(kFirst)), i, by_text);
    }
    EXPECT_EQ(by_value, by_text);
  }
}

}  // namespace
}  // namespace mimus::rows
