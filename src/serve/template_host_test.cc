#include "template_host.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "serving_for_tests.h"
#include "support/temp_dir.h"

namespace mimus::serve {
namespace {

TemplateRules rules_of(std::vector<std::string> permitted, std::size_t max_output = 1 << 20) {
  TemplateRules rules;
  rules.limits.max_output = max_output;
  rules.variables = *read_permitted(permitted);
  rules.hostname = "vm";
  return rules;
}

// A host with all that it borrows: the answer of a stub to a request, in a world that remembers nothing.
struct Hosting {
  explicit Hosting(const TemplateRules& given, const std::string& root = "")
      : rules(given), folder(root), host(rules, folder, *stub, facts, captures, circumstances) {}

  const TemplateRules rules;
  const std::string folder;
  const stub::StubPtr stub = *stub::CompiledStub::compile(text_stub("/", ""), 0);
  World world{1, {}};
  http::Request request;
  Arena arena;
  Circumstances circumstances{world, request};
  facts::RequestFacts facts{request, arena, &circumstances};
  match::Captures captures{};
  TemplateHost host;
};

TEST(TemplateRules, NamesArePermittedWholeAndInAnyCase) {
  const TemplateRules rules = rules_of({"mimus.*", "REGION"});
  EXPECT_TRUE(rules.permits("MIMUS_TOKEN"));
  EXPECT_TRUE(rules.permits("region"));
  EXPECT_FALSE(rules.permits("REGION_2"));
  EXPECT_FALSE(rules.permits("HOME"));
  EXPECT_FALSE(rules_of({}).permits("mimus"));
  const std::string bad[] = {"a", "("};
  EXPECT_FALSE(read_permitted(bad));
}

TEST(TemplateHost, TheEnvironmentAsFarAsItIsPermitted) {
  ::setenv("MIMUS_TEMPLATE_HOST_TEST", "here", 1);
  Hosting hosting(rules_of({"mimus_.*"}));
  TemplateHost& host = hosting.host;
  bool permitted = false;
  EXPECT_EQ(host.environment("MIMUS_TEMPLATE_HOST_TEST", permitted), "here");
  EXPECT_TRUE(permitted);
  EXPECT_EQ(host.environment("MIMUS_NOT_SET_AT_ALL", permitted), std::nullopt);
  EXPECT_TRUE(permitted);
  EXPECT_EQ(host.environment("PATH", permitted), std::nullopt);
  EXPECT_FALSE(permitted);
  EXPECT_EQ(host.hostname(), "vm");
}

struct IncludeRow {
  std::string_view rule, path, found;  // "" : nothing is found
};
constexpr IncludeRow kIncludes[] = {
    {"a file of the root", "a.txt", "A"},
    {"a file below", "b/../b/c.txt", "C"},
    {"an absolute path starts at the root", "/a.txt", "A"},
    {"a link that stays inside", "inner", "A"},
    {"a file beside the root", "../secret.txt", ""},
    {"a link that leads out", "outer", ""},
    {"a folder", "b", ""},
    {"nothing", "", ""},
    {"what is not there", "none.txt", ""},
};

TEST(TemplateHost, FilesInsideTheRootAlone) {
  TempDir folder;
  folder.write("secret.txt", "S");
  folder.write("root/a.txt", "A");
  folder.write("root/b/c.txt", "C");
  const std::filesystem::path base = folder.path();
  std::filesystem::create_symlink(base / "root/a.txt", base / "root/inner");
  std::filesystem::create_symlink(base / "secret.txt", base / "root/outer");
  Hosting hosting(rules_of({}), (base / "root").string());
  TemplateHost& host = hosting.host;
  for (const IncludeRow& row : kIncludes) {
    SCOPED_TRACE(row.rule);
    const auto content = host.include(row.path);
    EXPECT_EQ(bool(content), !row.found.empty());
    if (content) {
      EXPECT_EQ(*content, row.found);
    }
  }
  EXPECT_FALSE(Hosting(rules_of({})).host.include("a.txt"));
}

TEST(TemplateHost, AFileThatIsTooLargeNamesTheFlag) {
  TempDir folder;
  folder.write("large.txt", "12345");
  Hosting hosting(rules_of({}, 4), std::filesystem::path(folder.path()).string());
  const auto content = hosting.host.include("large.txt");
  ASSERT_FALSE(content);
  EXPECT_EQ(content.error().code, Code::kLimit);
  EXPECT_NE(describe(content.error()).find("--template-max-output"), std::string::npos);
}

TEST(TemplateHost, KeepsTheStatusThatWasSetLast) {
  Hosting hosting{TemplateRules()};
  TemplateHost& host = hosting.host;
  EXPECT_EQ(host.status(), std::nullopt);
  host.set_status(404);
  host.set_status(202);
  EXPECT_EQ(host.status(), 202);
}

}  // namespace
}  // namespace mimus::serve
