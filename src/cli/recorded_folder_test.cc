#include "recorded_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "output_file.h"
#include "support/temp_dir.h"

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
