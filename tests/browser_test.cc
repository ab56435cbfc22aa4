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
void run_in_browser(const std::string& script, const std::string& base, std::vector<std::string> more = {}) {
  const std::string folder = variable("MIMUS_BROWSER_TESTS");
  const std::string node = variable("MIMUS_NODE");
  if (folder.empty() || node.empty()) GTEST_SKIP() << "no node, or no playwright-core: ./dev test fetches them";
  if (access("/usr/bin/chromium", X_OK) != 0) GTEST_SKIP() << "chromium is not installed";
  std::vector<std::string> command{node, folder + "/" + script, base, folder};
  command.insert(command.end(), more.begin(), more.end());
  Process process(std::move(command), folder);
  EXPECT_EQ(process.wait(), 0) << process.output() << process.errors();
}

TEST(Browser, TheFakeDataServersPage) {
  TempDir folder;
  Server server(folder, {"--seed", "1"});
  ASSERT_NE(server.port(), 0) << server.said();
  run_in_browser("fake_docs.mjs", "http://127.0.0.1:" + std::to_string(server.port()));
}

constexpr std::string_view kShop = R"(
routes:
  - path: /
    when: { host: shop.example }
    html: |
      <!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title><link rel="icon" href="data:,">
      <h1>Shop</h1><ul></ul>
      <script>
        fetch("https://api.shop.example/items").then((answer) => answer.json()).then((items) => {
          for (const { name, price } of items) {
            document.querySelector("ul").append(Object.assign(document.createElement("li"), { textContent: `${name} ${price}` }));
          }
        });
      </script>
  - path: /items
    when: { host: api.shop.example }
    response: [{ name: Tea, price: 3.5 }, { name: Milk, price: 1.2 }]
)";

// Interception with `--forward-proxy`: a browser that trusts this machine's authority.
TEST(Browser, ASiteThatIsNotThere) {
  ASSERT_EQ(access("/usr/bin/certutil", X_OK), 0) << "certutil is missing: ./dev test installs libnss3-tools";
  TempDir folder;
  folder.write("mimus.yaml", kShop);
  Server server(folder, {"mimus.yaml", "--forward-proxy", "--ca-dir", "ca"});
  ASSERT_NE(server.port(), 0) << server.said();
  run_in_browser("intercepted.mjs", "http://127.0.0.1:" + std::to_string(server.port()), {(folder.path() / "ca" / "ca.pem").string()});
  server.expect_clean_end();
}

}  // namespace
}  // namespace mimus
