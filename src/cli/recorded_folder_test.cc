#include "recorded_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "base/chance.h"
#include "json/json.h"
#include "output_file.h"
#include "recording/condense.h"
#include "recording/redact.h"
#include "support/property.h"
#include "support/temp_dir.h"
#include "text/encoding.h"
#include "text/percent.h"

namespace mimus::cli {
namespace {

namespace fs = std::filesystem;

stub::Stub answering(std::string_view path, stub::Body body) {
  stub::Stub stub;
  stub.label = "GET " + std::string(path);
  stub.request = {match::PathPattern::exact(path), {"GET"}, {}};
  stub.responses.emplace_back().body = std::move(body);
  return stub;
}

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// What is wrong with one must not be paid by the others.
TEST(RecordedFolder, AStubThatCannotBeReadBackIsLeftOutAlone) {
  const TempDir temp;
  auto folder = RecordedFolder::open(temp.path() / "mocks", RecordedFolder::Form::kNative);
  ASSERT_TRUE(folder) << describe(folder.error());
  recording::Condensed condensed;
  condensed.stubs = {answering("/a", stub::TextBody{"a", true}), answering("/gone", stub::FileBody{"bodies/gone.txt", folder->files_root()}),
                     answering("/b", stub::TextBody{"b", true})};
  const auto written = folder->write(std::move(condensed), "recorded");
  ASSERT_TRUE(written) << describe(written.error());
  EXPECT_EQ(written->added, 2u);
  ASSERT_EQ(written->left_out.size(), 1u);
  EXPECT_TRUE(written->left_out[0].starts_with("GET /gone: ")) << written->left_out[0];
  EXPECT_NE(text_of(temp.path() / "mocks/mimus.yaml").find("path: /b"), std::string::npos);
}

// Comments, the order of members, routes of any kind; a recorded answer stands in place of the server that gave it.
TEST(RecordedFolder, WhatAPersonWroteStays) {
  const TempDir temp;
  const std::string mine =
      "# the shop's mocks\n"
      "routes:\n"
      "  - {path: /**, priority: 9, proxy: 'https://api.example.com'}   # what is not here yet\n"
      "\n"
      "  # counts\n"
      "  - path: /visits\n"
      "    add: {visits: 1}\n"
      "\n"
      "  - proxy: 'https://users.example.com'\n"
      "    path: /users\n"
      "    method: GET\n";
  temp.write("mimus.yaml", mine);
  auto folder = RecordedFolder::open(temp.path(), RecordedFolder::Form::kNative);
  ASSERT_TRUE(folder) << describe(folder.error());
  recording::Condensed condensed;
  condensed.stubs = {answering("/users", stub::TextBody{"Ada", true}), answering("/orders", stub::TextBody{"1", true})};
  for (stub::Stub& stub : condensed.stubs) stub.responses.erase(stub.responses.begin());
  const auto written = folder->write(std::move(condensed), "recorded");
  ASSERT_TRUE(written) << describe(written.error());
  EXPECT_EQ(written->added, 1u);
  EXPECT_EQ(written->updated, 1u);
  const std::string kept = mine.substr(0, mine.find("  - proxy"));
  EXPECT_EQ(text_of(temp.path() / "mimus.yaml"), kept + "  - path: /users\n    method: GET\n    text: Ada\n\n  - path: /orders\n    method: GET\n    text: \"1\"\n");
}

// ---- anything that servers and clients say -----------------------------------------------------

std::string any_text(const Chance& chance, bool binary) {
  constexpr std::string_view kPieces[] = {"a", "17", "{{x}}", " ", "{", "*", "%2F", "#", ":", "- ", "\"", "'", "\n", "\r", "\t", "\xC3\xA9", "~", "null", "\\", "|", "?", "&"};
  std::string text;
  const std::size_t count = chance.fork("count").below(6);
  for (std::size_t i = 0; i < count; ++i) {
    const Chance one = chance.fork(i);
    if (binary && one.fork("odd").below(8) == 0) text += static_cast<char>(one.fork("byte").below(256));
    else text += kPieces[one.fork("piece").below(std::size(kPieces))];
  }
  return text;
}

exchange::Exchange any_exchange(const Chance& chance) {
  constexpr std::string_view kTypes[] = {"application/json", "text/plain", "application/x-www-form-urlencoded", "text/xml", "image/png", "multipart/form-data; boundary=b"};
  exchange::Exchange one;
  one.request.method = chance.fork("method").below(2) == 0 ? "GET" : "POST";
  one.request.url = "/" + text::percent_encode(any_text(chance.fork("segment"), true)) + "/" + std::to_string(chance.fork("id").below(3));
  if (chance.fork("asks").below(2) == 0) {
    one.request.url += "?" + text::percent_encode(any_text(chance.fork("name"), true)) + "=" + text::percent_encode(any_text(chance.fork("value"), true));
  }
  const auto type = [&](std::string_view of) { return std::string(kTypes[chance.fork(of).below(std::size(kTypes))]); };
  one.request.fields = {{"Content-Type", type("sent")}, {"Cookie", any_text(chance.fork("cookie"), true)}};
  if (one.request.method == "POST") one.request.body = any_text(chance.fork("body"), true);
  exchange::Response& response = one.response.emplace();
  response.status = 200 + static_cast<int>(chance.fork("status").below(300));
  response.reason = any_text(chance.fork("reason"), true);
  response.fields = {{"Content-Type", type("got")}, {"X-Any", any_text(chance.fork("field"), true)}};
  for (http::OwnedField& field : response.fields) std::erase_if(field.value, [](char c) { return c == '\r' || c == '\n'; });
  std::erase_if(response.reason, [](char c) { return c == '\r' || c == '\n'; });
  const std::string text = any_text(chance.fork("answer"), true);
  response.body = chance.fork("json").below(2) == 0 ? json::write(json::Object{{"id", text::to_valid_utf8(text)}, {"n", 1}}) : text;
  return one;
}

// Whatever was recorded is written, all of it, and read back as it was: written again, nothing has changed.
TEST(RecordedFolder, WhatIsWrittenReadsBackTheSame) {
  for_each_seed(150, [](const Chance& chance) {
    std::vector<exchange::Exchange> exchanges;
    const std::size_t count = 1 + chance.fork("exchanges").below(6);
    for (std::size_t i = 0; i < count; ++i) exchanges.push_back(any_exchange(chance.fork(i)));
    (void)recording::Redactor::compile({})->redact(exchanges);
    const TempDir temp;
    std::size_t routes = 0;
    for (const bool again : {false, true}) {
      auto folder = RecordedFolder::open(temp.path(), RecordedFolder::Form::kNative);
      ASSERT_TRUE(folder) << describe(folder.error());
      const auto written = folder->write(recording::condense(exchanges, {.files_root = folder->files_root()}), "recorded");
      ASSERT_TRUE(written) << describe(written.error());
      EXPECT_EQ(written->left_out, std::vector<std::string>{});
      if (again) {
        EXPECT_EQ(written->unchanged, routes) << text_of(temp.path() / "mimus.yaml");
      }
      EXPECT_EQ(again ? written->added + written->updated : 0, 0u) << text_of(temp.path() / "mimus.yaml");
      routes = written->routes;
    }
  });
}

TEST(OutputFile, LeavesNothingHalf) {
  const TempDir temp;
  const fs::path file = temp.path() / "made/on/the/way.txt";
  EXPECT_TRUE(*replace_file(file, "one"));
  EXPECT_FALSE(*replace_file(file, "one")) << "the same again";
  EXPECT_TRUE(*replace_file(file, "two"));
  EXPECT_EQ(text_of(file), "two");
  fs::create_directories(file.parent_path() / "taken");
  EXPECT_FALSE(replace_file(file.parent_path() / "taken", "x"));
  std::ofstream(file.parent_path() / ".way.txt.2147483647.tmp") << "half of a program that is no more";
  std::ofstream(file.parent_path() / ".way.txt.tmp") << "somebody else's";
  remove_leftovers(file.parent_path());
  std::vector<std::string> left;
  for (const auto& entry : fs::directory_iterator(file.parent_path())) left.push_back(entry.path().filename());
  std::ranges::sort(left);
  EXPECT_EQ(left, (std::vector<std::string>{".way.txt.tmp", "taken", "way.txt"}));
  const fs::path link = temp.path() / "link.txt";
  fs::create_symlink(file, link);
  EXPECT_TRUE(*replace_file(link, "three"));
  EXPECT_TRUE(fs::is_symlink(link)) << "a link stays one";
  EXPECT_EQ(text_of(file), "three");
  EXPECT_TRUE(*replace_file(fs::relative(file), "four")) << "a relative name";
  EXPECT_TRUE(*replace_file("/dev/null", "x")) << "no file, and none afterwards";
  EXPECT_FALSE(fs::is_regular_file("/dev/null"));
  EXPECT_FALSE(try_folder(file / "below")) << "a file is no folder";
  EXPECT_TRUE(try_folder(temp.path() / "not/there/yet"));
  EXPECT_FALSE(fs::exists(temp.path() / "not"));
}

}  // namespace
}  // namespace mimus::cli
