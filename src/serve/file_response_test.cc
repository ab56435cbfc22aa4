#include "file_response.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "support/temp_dir.h"

namespace mimus::serve {
namespace {

namespace fs = std::filesystem;
using namespace std::string_view_literals;

class FileResponse : public ::testing::Test {
 protected:
  FileResponse() : root_(outside_.path() / "root") {
    fs::create_directories(root_ / "sub");
    outside_.write("secret.txt", "secret");
    outside_.write("root2/secret.txt", "secret");
    outside_.write("root/digits.txt", "0123456789");
    outside_.write("root/sub/page.html", "<p>");
    outside_.write("root/empty.json", "");
    outside_.write("root/large.bin", std::string(700'000, 'x'));
    fs::create_symlink(outside_.path() / "secret.txt", root_ / "leads_out");
    fs::create_directory_symlink(outside_.path(), root_ / "folder_out");
    fs::create_symlink(root_ / "digits.txt", root_ / "stays_in");
  }
  FileAnswer ask(std::string_view path, std::vector<http::HeaderField> headers = {}, int status = 200, bool whole = false) {
    http::Request request;
    request.method = "GET";
    request.fields = headers;
    fields_.clear();
    return answer_file(path, root_.string(), request, status, fields_, whole);
  }
  std::string field(std::string_view name) const {
    for (const http::OwnedField& one : fields_) {
      if (http::same_name(one.name, name)) return one.value;
    }
    return "(none)";
  }

  TempDir outside_;
  fs::path root_;
  std::vector<http::OwnedField> fields_;
};

TEST_F(FileResponse, TypesFollowTheName) {
  EXPECT_EQ(ask("digits.txt").body, "0123456789");
  EXPECT_TRUE(field("Content-Type").starts_with("text/plain"));
  EXPECT_EQ(ask("/sub/page.html").body, "<p>") << "a slash in front is the root's";
  EXPECT_TRUE(field("Content-Type").starts_with("text/html"));
  EXPECT_EQ(ask("empty.json").size, 0u);
  EXPECT_EQ(field("Content-Type"), "application/json");
  EXPECT_EQ(ask("stays_in").body, "0123456789") << "a link inside the root is a file like others";
}

TEST_F(FileResponse, NothingOutsideTheRootIsOpened) {
  const std::string absolute = (outside_.path() / "secret.txt").string();
  const std::string_view paths[] = {
      "../secret.txt", "sub/../../secret.txt", "/../secret.txt", "//../secret.txt", absolute,
      "leads_out", "folder_out/secret.txt", "folder_out/root/digits.txt/../../../secret.txt",
      "../root2/secret.txt",  // a folder whose name begins with the root's
      "%2e%2e/secret.txt", "..%2fsecret.txt", "..\\secret.txt",
      "digits.txt\0.html"sv, "\0"sv, "", ".", "sub", "sub/", "nothing", "digits.txt/", "digits.txt/x"};
  for (const std::string_view path : paths) {
    SCOPED_TRACE(path);
    const FileAnswer answer = ask(path);
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(answer.body.find("secret\n"), std::string::npos);
    EXPECT_NE(answer.body, "secret");
    EXPECT_EQ(answer.stream, nullptr);
  }
}

TEST_F(FileResponse, ASpecialFileIsNoFile) {
  ASSERT_EQ(mkfifo((root_ / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(ask("pipe").status, 404) << "and nobody waits for it";
}

TEST_F(FileResponse, WhatDidNotChangeIsNotSentAgain) {
  ask("digits.txt");
  const std::string tag = field("ETag"), date = field("Last-Modified");
  EXPECT_EQ(ask("digits.txt", {{"If-None-Match", tag}}).status, 304);
  EXPECT_EQ(field("ETag"), tag);
  EXPECT_EQ(ask("digits.txt", {{"If-Modified-Since", date}}).status, 304);
  EXPECT_EQ(ask("digits.txt", {{"If-None-Match", "\"other\""}}).status, 200);
  EXPECT_EQ(ask("digits.txt", {{"If-Match", "\"other\""}}).status, 412);
  outside_.write("root/digits.txt", "changed");
  EXPECT_EQ(ask("digits.txt", {{"If-None-Match", tag}}).body, "changed");
}

struct RangeCase {
  std::string_view rule, range;
  int status;
  std::string_view body, content_range;
};
TEST_F(FileResponse, Ranges) {
  constexpr RangeCase kRows[] = {
      {"a first and a last", "bytes=2-4", 206, "234", "bytes 2-4/10"},
      {"to the end", "bytes=7-", 206, "789", "bytes 7-9/10"},
      {"the last ones", "bytes=-3", 206, "789", "bytes 7-9/10"},
      {"more than there is", "bytes=8-100", 206, "89", "bytes 8-9/10"},
      {"behind the end", "bytes=10-", 416, "", "bytes */10"},
      {"no range at all is ignored", "bytes=x", 200, "0123456789", "(none)"},
      {"another unit is ignored", "lines=1-2", 200, "0123456789", "(none)"},
  };
  for (const RangeCase& row : kRows) {
    SCOPED_TRACE(row.rule);
    const FileAnswer answer = ask("digits.txt", {{"Range", row.range}});
    EXPECT_EQ(answer.status, row.status);
    EXPECT_EQ(answer.body, row.body);
    EXPECT_EQ(field("Content-Range"), row.content_range);
  }
  EXPECT_EQ(ask("digits.txt", {{"Range", "bytes=2-4"}}, 201).body, "0123456789") << "only of a 200";
  EXPECT_EQ(ask("digits.txt", {{"Range", "bytes=2-4"}}, 200, true).body, "0123456789") << "the caller wants all";
}

TEST_F(FileResponse, SeveralRangesAreOneMultipart) {
  const FileAnswer answer = ask("digits.txt", {{"Range", "bytes=0-1,8-9"}});
  EXPECT_EQ(answer.status, 206);
  const std::string type = field("Content-Type");
  ASSERT_TRUE(type.starts_with("multipart/byteranges; boundary="));
  const std::string dashes = "--" + type.substr(type.find('=') + 1);
  EXPECT_TRUE(answer.body.starts_with(dashes + "\r\n"));
  EXPECT_TRUE(answer.body.ends_with(dashes + "--\r\n"));
  EXPECT_NE(answer.body.find("Content-Range: bytes 0-1/10\r\n\r\n01\r\n"), std::string::npos);
  EXPECT_NE(answer.body.find("Content-Range: bytes 8-9/10\r\n\r\n89\r\n"), std::string::npos);
  EXPECT_EQ(answer.size, answer.body.size());
}

TEST_F(FileResponse, LargeFilesAreStreamedWholeOrInPart) {
  for (const auto& [range, size] : {std::pair{"bytes=0-", 700'000u}, std::pair{"bytes=100000-599999", 500'000u}}) {
    const FileAnswer answer = ask("large.bin", {{"Range", range}});
    ASSERT_NE(answer.stream, nullptr);
    EXPECT_EQ(answer.size, size);
    std::string body;
    while (answer.stream->next(body) == server::BodyStream::Next::kData) {}
    EXPECT_EQ(body.size(), size);
  }
  EXPECT_EQ(ask("large.bin", {}, 200, true).body.size(), 700'000u);
}

}  // namespace
}  // namespace mimus::serve
