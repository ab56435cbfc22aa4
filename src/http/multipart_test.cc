#include "multipart.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/property.h"
#include "support/shared_data.h"
#include "text/encoding.h"

namespace mimus::http {
namespace {

struct BoundaryCase {
  std::string_view rule, content_type;
  std::optional<std::string_view> boundary;
};
constexpr BoundaryCase kBoundaryCases[] = {
    {"a token", "multipart/form-data; boundary=abc", "abc"},
    {"quoted", "multipart/form-data; boundary=\"a b\"", "a b"},
    {"not the first parameter", "multipart/mixed; charset=utf-8; boundary=abc; x=1", "abc"},
    {"an equals sign belongs to it", "multipart/form-data; boundary=----=test; charset=utf-8",
     "----=test"},
    {"names in any case", "Multipart/Form-Data; BOUNDARY=abc", "abc"},
    {"other types have none", "text/plain; boundary=abc", std::nullopt},
    {"missing", "multipart/form-data", std::nullopt},
    {"empty", "multipart/form-data; boundary=", std::nullopt},
};
TEST(Multipart, Boundary) {
  for (const BoundaryCase& row : kBoundaryCases) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(multipart_boundary(row.content_type), row.boundary);
  }
}

// "name|filename|body" of each part, or the error.
std::vector<std::string> parts_of(std::string_view body, std::string_view boundary) {
  Arena arena;
  const auto parts = parse_multipart(body, boundary, arena);
  if (!parts) return {"ERROR " + describe(parts.error())};
  std::vector<std::string> made;
  for (const Part& part : *parts) {
    made.push_back(std::string(part.name) + '|' + std::string(part.filename) + '|' +
                   std::string(part.body));
  }
  return made;
}

struct PartsCase {
  std::string_view rule, body;
  std::vector<std::string> parts;
};
const PartsCase kPartsCases[] = {
    {"fields in order",
     "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b\r\ncontent-disposition: "
     "form-data; name=b\r\n\r\n\r\n--b--",
     {"a||1", "b||"}},
    {"a file",
     "--b\r\nContent-Disposition: form-data; name=\"f\"; "
     "filename=\"x.txt\"\r\n\r\nx\r\ny\r\n--b--\r\n",
     {"f|x.txt|x\r\ny"}},
    {"preamble and epilogue are ignored",
     "pre --b\r\n--b\r\n\r\nx\r\n--b--\r\npost\r\n--b\r\n",
     {"||x"}},
    {"a part without a name", "--b\r\n\r\nx\r\n--b--", {"||x"}},
    {"blanks behind a delimiter", "--b \t\r\n\r\nx\r\n--b-- \r\n", {"||x"}},
    {"line ends of LF alone",
     "--b\nContent-Disposition: form-data; name=a\n\n1\n--b--\n",
     {"a||1"}},
    {"what only begins like a delimiter is content",
     "--b\r\n\r\n--bb\r\nx--b\r\n--b--",
     {"||--bb\r\nx--b"}},
    {"no part at all", "--b--\r\n", {}},
    {"escaped quotes",
     "--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"x "
     "\\\"y\\\".z\"\r\n\r\n\r\n--b--",
     {"a|x \"y\".z|"}},
    {"quotes that nobody escaped",
     "--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"x \"y\" ; z\"\r\n\r\n\r\n--b--",
     {"a|x \"y|"}},
    {"no delimiter", "hello", {"ERROR byte 0: the body has no delimiter --b"}},
    {"no end", "--b\r\n\r\nx", {"ERROR byte 8: the closing delimiter --b-- is missing"}},
    {"a line that is no header",
     "--b\r\nnothing\r\n\r\nx\r\n--b--",
     {"ERROR byte 5: a part's header line has no name"}},
    {"headers without an end", "--b\r\nA: b", {"ERROR byte 5: the headers of a part do not end"}},
};
TEST(Multipart, Rows) {
  for (const PartsCase& row : kPartsCases) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(parts_of(row.body, "b"), row.parts);
  }
}

// What the suite of Python's multipart calls data: {"base64": …}.
struct Expected {
  std::string name, filename, data;
  friend bool operator==(const Expected&, const Expected&) = default;
};

// A JSON reader is above this module: the suite's file is plain enough to be cut at its marks.
std::string string_after(std::string_view text, std::string_view key) {
  const std::string mark = '"' + std::string(key) + "\": \"";
  const std::size_t at = text.find(mark);
  if (at == std::string_view::npos) return "";
  const std::size_t begin = at + mark.size();
  return std::string(text.substr(begin, text.find('"', begin) - begin));
}

std::vector<std::string_view> cut(std::string_view text, std::string_view mark) {
  std::vector<std::string_view> pieces;
  for (std::size_t at = text.find(mark); at != std::string_view::npos;) {
    const std::size_t next = text.find(mark, at + mark.size());
    pieces.push_back(text.substr(at, std::min(next, text.size()) - at));
    at = next;
  }
  return pieces;
}

TEST(Multipart, SuiteOfPythonMultipart) {
  MIMUS_SHARED_FILE(text, "conformance/multipart/python-multipart.json");
  int ran = 0;
  for (const std::string_view test : cut(text, "\"id\": ")) {
    SCOPED_TRACE(string_after(test, "id"));
    const std::string body = *text::base64_decode(string_after(test, "body_base64"));
    const std::string content_type = string_after(test, "content_type");
    const std::string boundary(*multipart_boundary(content_type));
    Arena arena;
    const auto parts = parse_multipart(body, boundary, arena);
    const bool fails = test.find("\"error\": true") != std::string_view::npos;
    ASSERT_EQ(static_cast<bool>(parts), !fails);
    ++ran;
    if (fails) continue;
    std::vector<Expected> got, wanted;
    for (const Part& part : *parts)
      got.push_back({std::string(part.name), std::string(part.filename), std::string(part.body)});
    for (const std::string_view part : cut(test, "\"name\": ")) {
      wanted.push_back({string_after(part, "name"), string_after(part, "file_name"),
                        *text::base64_decode(string_after(part, "base64"))});
    }
    EXPECT_EQ(got.size(), wanted.size());
    EXPECT_TRUE(got == wanted);
  }
  EXPECT_EQ(ran, 15);
}

struct BrowserCase {
  std::string_view file, filename;  // of its last part
  std::size_t parts;
};
constexpr BrowserCase kBrowserCases[] = {
    {"content-type/charset-last", "plain.txt", 1},
    {"content-type/charset", "plain.txt", 1},
    {"content-type/custom-equal-sign", "plain.txt", 1},
    {"content-type/custom", "plain.txt", 1},
    {"encoding/beta-sticker-1.png", "beta-sticker-1.png", 1},
    {"encoding/binaryfile.tar.gz", "binaryfile.tar.gz", 1},
    {"encoding/blank.gif", "blank.gif", 1},
    {"encoding/menu_seperator.png", "menu_separator.png", 1},
    {"encoding/plain.txt", "plain.txt", 1},
    {"filename/empty", "", 0},
    {"filename/filename-name", "plain.txt", 1},
    {"filename/generic", "", 1},
    {"filename/quotes", "foo \"bar\"", 1},
    {"preamble/crlf", "plain.txt", 1},
    {"preamble/preamble", "plain.txt", 1},
    {"special-chars-in-filename/osx-chrome-13",
     ": \\ ? % * | %22 < > . ? ; ' @ # $ ^ & ( ) - _ = + { } [ ] ` ~.txt", 2},
    {"special-chars-in-filename/osx-firefox-3.6",
     ": \\ ? % * | \" < > . &#9731; ; ' @ # $ ^ & ( ) - _ = + { } [ ] ` ~.txt", 2},
    {"special-chars-in-filename/osx-safari-5",
     ": \\ ? % * | %22 < > . ? ; ' @ # $ ^ & ( ) - _ = + { } [ ] ` ~.txt", 2},
    {"special-chars-in-filename/xp-chrome-12",
     " ? % * | %22 < > . ? ; ' @ # $ ^ & ( ) - _ = + { } [ ] ` ~.txt", 2},
    {"special-chars-in-filename/xp-ie-7",
     " ? % * | \" < > . &#9731; ; ' @ # $ ^ & ( ) - _ = + { } [ ] ` ~.txt", 2},
    {"special-chars-in-filename/xp-ie-8",
     " ? % * | \" < > . &#9731; ; ' @ # $ ^ & ( ) - _ = + { } [ ] ` ~.txt", 2},
    {"special-chars-in-filename/xp-safari-5",
     " ? % * | %22 < > . ? ; ' @ # $ ^ & ( ) - _ = + { } [ ] ` ~.txt", 2},
};
TEST(Multipart, RequestsOfBrowsers) {
  if (!std::filesystem::exists(shared_path("conformance/multipart/node-multiparty"))) {
    GTEST_SKIP() << "no node-multiparty: public suite absent";
  }
  for (const BrowserCase& row : kBrowserCases) {
    SCOPED_TRACE(row.file);
    const std::string request = read_file(
        shared_path("conformance/multipart/node-multiparty/" + std::string(row.file) + ".http"));
    const std::size_t crlf = request.find("\r\n\r\n");
    const std::size_t lf = request.find("\n\n");
    const bool plain = lf < crlf;
    const std::string head = request.substr(0, plain ? lf : crlf);
    const std::size_t type = head.find("Content-Type: ") + 14;
    const std::string content_type = head.substr(type, head.find_first_of("\r\n", type) - type);
    const std::string body = request.substr((plain ? lf : crlf) + (plain ? 2 : 4));
    Arena arena;
    const auto boundary = multipart_boundary(content_type);
    ASSERT_TRUE(boundary);
    const auto parts = parse_multipart(body, *boundary, arena);
    ASSERT_TRUE(parts) << describe(parts.error());
    ASSERT_EQ(parts->size(), row.parts);
    if (row.parts > 0) {
      EXPECT_EQ(parts->back().filename, row.filename);
    }
  }
}

TEST(Multipart, WhatIsPutTogetherComesApart) {
  for_each_seed(300, [](const Chance& chance) {
    std::string body;
    std::vector<std::string> wanted;
    const std::uint64_t count = chance.fork("count").below(4);
    for (std::uint64_t i = 0; i < count; ++i) {
      std::string content;
      const Chance mine = chance.fork(i);
      for (std::uint64_t k = mine.fork("size").below(12); k > 0; --k)
        content += "-\r\nb x"[mine.fork(k).below(6)];
      if (("\n" + content).find("\n--b") != std::string::npos) content.clear();
      body += "--b\r\nContent-Disposition: form-data; name=n\r\n\r\n" + content + "\r\n";
      wanted.push_back("n||" + content);
    }
    EXPECT_EQ(parts_of(body + "--b--", "b"), wanted);
  });
}

}  // namespace
}  // namespace mimus::http
