// Pages of the running program in Debian's Chromium, driven by tests/browser/*.mjs. ./dev test says where those stand with the
// packages they need (MIMUS_BROWSER_TESTS).
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>

#include "support/program.h"
#include "support/temp_dir.h"

namespace mimus {
namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

// Screenshots are kept for people: build/tools/browser/*.png.
void run_in_browser(const std::string& script, const std::string& base) {
  const std::string folder = variable("MIMUS_BROWSER_TESTS");
  const std::string node = variable("MIMUS_NODE");
  if (folder.empty() || node.empty()) GTEST_SKIP() << "no node, or no playwright-core: ./dev test fetches them";
  if (access("/usr/bin/chromium", X_OK) != 0) GTEST_SKIP() << "chromium is not installed";
  Process process({node, folder + "/" + script, base, folder}, folder);
  EXPECT_EQ(process.wait(), 0) << process.output() << process.errors();
}

TEST(Browser, TheFakeDataServersPage) {
  TempDir folder;
  Server server(folder, {"--seed", "1"});
  ASSERT_NE(server.port(), 0) << server.said();
  run_in_browser("fake_docs.mjs", "http://127.0.0.1:" + std::to_string(server.port()));
}

}  // namespace
}  // namespace mimus
