#include "wiremock/root.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "file_name.h"
#include "stub/compiled_stub.h"
#include "support/shared_data.h"
#include "support/temp_dir.h"

namespace mimus::wiremock {
namespace {

namespace fs = std::filesystem;

Root opened(const fs::path& folder, Root::Options options = {}) {
  auto root = Root::open(folder, std::move(options));
  EXPECT_TRUE(root) << describe(root.error());
  return *std::move(root);
}

stub::Stub stub_of(std::string_view text) {
  auto stub = read_mapping(*json::parse(text), {});
  EXPECT_TRUE(stub) << describe(stub.error());
  return *std::move(stub);
}

std::vector<std::string> labels(const Root::Loaded& loaded) {
  std::vector<std::string> labels;
  for (const stub::Stub& stub : loaded.stubs) labels.push_back(stub.label);
  return labels;
}

TEST(Root, IsAFolderWithMappingsOrFiles) {
  TempDir folder;
  EXPECT_FALSE(Root::is_root(folder.path()));
  EXPECT_FALSE(Root::open(folder.path() / "none", {}));
  fs::create_directories(folder.path() / "a/mappings");
  fs::create_directories(folder.path() / "b/__files");
  EXPECT_TRUE(Root::is_root(folder.path() / "a"));
  EXPECT_TRUE(Root::is_root(folder.path() / "b"));
  const Root made =
      opened(folder.path() / "new", {.rules = {}, .filename_template = "", .create = true});
  EXPECT_TRUE(fs::is_directory(made.mappings()) && fs::is_directory(made.files()));
}

TEST(Root, LoadsAllMappingsInOrder) {
  TempDir folder;
  folder.write(
      "mappings/b.json",
      R"({"mappings":[{"request":{"url":"/2"}},{"request":{"url":"/3"}}],"meta":{"total":2}})");
  folder.write("mappings/a.json", R"({"request":{"url":"/1"}})");
  folder.write("mappings/sub/deep/c.json", "{ /* c */ 'request': {\"url\":\"/4\"}}");
  folder.write("mappings/d.txt", R"({"request":{"url":"/5"}})");
  folder.write("mappings/.hidden.json", "nonsense");
  const Root root = opened(folder.path());
  const Root::Loaded loaded = root.load();
  EXPECT_TRUE(loaded.errors.empty());
  EXPECT_EQ(labels(loaded), (std::vector<std::string>{"ANY /1", "ANY /2", "ANY /3", "ANY /4"}));
  EXPECT_TRUE(loaded.stubs[0].origin.alone);
  EXPECT_FALSE(loaded.stubs[1].origin.alone);
  EXPECT_EQ(loaded.stubs[0].id, root.load().stubs[0].id);  // though the file names none
  for (const char* name : {"mappings", "mappings/sub/deep", "mappings/a.json"}) {
    EXPECT_TRUE(std::ranges::find(loaded.paths, folder.path() / name) != loaded.paths.end())
        << name;
  }
}

TEST(Root, ReportsTheFaultsOfAllFiles) {
  TempDir folder;
  folder.write("mappings/a.json", "{\n  \"request\": {\"nope\": 1}\n}");
  folder.write("mappings/b.json", "{");
  folder.write("mappings/c.json", "{\"request\": {\n\"headers\": {\"A\": {\"matches\": \"(\"}}}}");
  const Root root = opened(folder.path());
  EXPECT_EQ(root.load().errors.size(), 2u);
  const Root::Loaded loaded = root.load(Depth::kThorough);
  ASSERT_EQ(loaded.errors.size(), 3u);
  EXPECT_EQ(loaded.errors[0].where.source, (folder.path() / "mappings/a.json").string());
  EXPECT_EQ(loaded.errors[0].where.line, 2);
  EXPECT_EQ(loaded.errors[2].where.line, 2);
  EXPECT_EQ(loaded.errors[2].where.pointer, "/request/headers/A");
}

TEST(Root, KeepsAStubInAFileOfItsOwn) {
  TempDir folder;
  const Root root = opened(folder.path(), {.rules = {}, .filename_template = "", .create = true});
  stub::Stub stub = stub_of(
      R"({"id":"00000000-0000-4000-8000-000000000001","request":{"method":"POST","url":"/a/[a-z]+/x y"},"persistent":true})");
  ASSERT_TRUE(root.place(stub));
  EXPECT_EQ(fs::path(stub.origin.file).filename(),
            "post-aa-zx-y-00000000-0000-4000-8000-000000000001.json");
  ASSERT_TRUE(root.write(stub));
  const Root::Loaded loaded = root.load();
  ASSERT_EQ(loaded.stubs.size(), 1u);
  EXPECT_EQ(loaded.stubs[0].more->document, stub.more->document);
  EXPECT_TRUE(loaded.stubs[0].origin.alone);
  // Edited, it stays where it is.
  stub::Stub edited =
      stub_of(R"({"id":"00000000-0000-4000-8000-000000000001","request":{"url":"/b"}})");
  edited.origin = stub.origin;
  ASSERT_TRUE(root.place(edited) && root.write(edited));
  EXPECT_EQ(labels(root.load()), (std::vector<std::string>{"ANY /b"}));
  ASSERT_TRUE(root.erase(edited));
  EXPECT_TRUE(root.load().stubs.empty());
  EXPECT_TRUE(root.erase(edited));  // gone already
}

TEST(Root, DoesNotWriteFilesWithSeveralStubs) {
  TempDir folder;
  folder.write("mappings/many.json", R"({"mappings":[{},{}]})");
  const Root root = opened(folder.path());
  stub::Stub stub = root.load().stubs.front();
  for (const Status& status : {root.place(stub), root.write(stub), root.erase(stub)}) {
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code, Code::kConflict);
  }
}

// ---- names -------------------------------------------------------------------------------------

struct NameCase {
  std::string_view pattern, document, name;
};
constexpr NameCase kNames[] = {
    {"", R"({"id":"1","name":"My Stub","request":{"method":"GET"}})", "my-stub-1.json"},
    {"", R"({"id":"1","request":{"method":"POST"}})", "post-always-1.json"},
    {"", R"({"id":"1","request":{"method":"GET","urlPath":"/../../etc/passwd"}})",
     "get-....etcpasswd-1.json"},
    {"{{{priority}}}-{{{method}}}.json", R"({"id":"1","priority":3,"request":{"method":"GET"}})",
     "3-get.json"},
    {"{{{url}}}.json", R"({"id":"1","request":{"method":"GET","url":"/../x"}})", "x.json"},
    {"{{{metadata.team}}}-{{{id}}}.json",
     R"({"id":"1","metadata":{"team":"Red"},"request":{"method":"GET"}})", "red-1.json"},
};

TEST(FileNames, Rows) {
  for (const NameCase& row : kNames) {
    SCOPED_TRACE(row.document);
    const auto names = FileNames::compile(row.pattern);
    ASSERT_TRUE(names) << describe(names.error());
    const auto name = names->of(*json::parse(row.document));
    ASSERT_TRUE(name) << describe(name.error());
    EXPECT_EQ(*name, row.name);
  }
}

TEST(FileNames, LongNamesKeepTheirEnd) {
  const std::string url = "/" + std::string(5000, 'a');
  const auto name = FileNames::compile("")->of(
      json::Object{{"id", "42"}, {"request", json::Object{{"method", "GET"}, {"url", url}}}});
  ASSERT_TRUE(name);
  EXPECT_LE(name->size(), 255u);
  EXPECT_TRUE(name->ends_with("-42.json"));
}

TEST(FileNames, TemplatesThatWireMockRefuses) {
  for (const char* text : {"name-{{{id}}}.json", "{{{id}}}", "{{#if id}}{{{id}}}.json", "x.json"})
    EXPECT_FALSE(FileNames::compile(text)) << text;
}

// ---- __files -----------------------------------------------------------------------------------

TEST(Root, FilesStayInside) {
  TempDir folder;
  folder.write("secret.txt", "s");
  const Root root = opened(folder.path(), {.rules = {}, .filename_template = "", .create = true});
  ASSERT_TRUE(root.write_file("a/b.txt", "1") && root.write_file("c.txt", "2"));
  EXPECT_EQ(root.list_files(), (std::vector<std::string>{"a/b.txt", "c.txt"}));
  EXPECT_EQ(*root.read_file("a/b.txt"), "1");
  EXPECT_EQ(root.read_file("none").error().code, Code::kNotFound);
  fs::create_symlink(folder.path(), root.files() / "out");
  for (const char* name :
       {"../secret.txt", "/etc/passwd", "a/../../secret.txt", "", ".", "out/secret.txt", "a/.."}) {
    SCOPED_TRACE(name);
    EXPECT_EQ(root.read_file(name).error().code, Code::kInvalid);
    EXPECT_FALSE(root.write_file(name, "x"));
    EXPECT_FALSE(root.erase_file(name));
  }
  EXPECT_EQ(*root.read_file("a/../c.txt"), "2");
  EXPECT_TRUE(root.erase_file("c.txt") && root.erase_file("c.txt"));
  EXPECT_EQ(read_file(folder.path() / "secret.txt"), "s");
}

// ---- WireMock's own roots ----------------------------------------------------------------------

TEST(Root, WireMocksFixturesLoadAndCompile) {
  const fs::path top = shared_path("conformance/wiremock-fixtures");
  if (!fs::exists(top)) GTEST_SKIP() << "no " << top << ": public suite absent";
  std::size_t count = 0;
  for (const char* name : {"remoteloader", "classpath-filesource", "test-file-root"}) {
    SCOPED_TRACE(name);
    Root::Loaded loaded = opened(top / name).load(Depth::kThorough);
    for (const Error& error : loaded.errors) ADD_FAILURE() << describe(error);
    for (stub::Stub& stub : loaded.stubs) {
      const auto compiled = stub::CompiledStub::compile(std::move(stub), 0);
      EXPECT_TRUE(compiled) << describe(compiled.error());
      ++count;
    }
  }
  EXPECT_GE(count, 10u);
  for (const char* name :
       {"test-requests/200-example.json", "test-requests/401-example.json", "multi-stub/multi.json",
        "multi-stub/single.json", "filesource/subdir/deepfile.json"}) {
    SCOPED_TRACE(name);
    const Mappings read = read_mappings(read_file(top / name), name, {}, Depth::kThorough);
    for (const Error& error : read.errors) ADD_FAILURE() << describe(error);
    EXPECT_FALSE(read.stubs.empty());
  }
}

}  // namespace
}  // namespace mimus::wiremock
