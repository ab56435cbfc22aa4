// WireMock root directories, kept up with.
#include <gtest/gtest.h>

#include <condition_variable>
#include <filesystem>
#include <mutex>

#include "reloader.h"
#include "support/temp_dir.h"
#include "wiremock/mapping.h"

namespace mimus::reload {
namespace {

namespace fs = std::filesystem;

constexpr auto kPatience = std::chrono::seconds(30);  // only a failure takes so long

// A root, a native file beside it, and the reports about both.
class RootsTest : public ::testing::Test {
 protected:
  void start(std::vector<fs::path> files = {}, bool watch = true) {
    root_ = std::make_unique<wiremock::Root>(*wiremock::Root::open(
        folder_.path(), {.rules = {}, .filename_template = "", .create = true}));
    Reloader::Options options;
    options.paths = std::move(files);
    options.roots = {root_.get()};
    options.watch = watch;
    options.on_report = [this](const Report& report) {
      const std::lock_guard lock(mutex_);
      last_ = report;
      changed_.notify_all();
    };
    reloader_ = std::make_unique<Reloader>(world_, std::move(options));
    last_ = reloader_->load("start");
    reloader_->start();
  }

  template <class Condition>
  Report wait_for(Condition condition) {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, kPatience, [&] { return condition(last_); }))
        << "no such report";
    return last_;
  }
  void wait_for_routes(std::size_t count) {
    wait_for([&](const Report& report) { return report.loaded && report.routes == count; });
  }

  std::string mapping(const std::string& url) const {
    return R"({"request": {"url": ")" + url + R"("}})";
  }
  stub::Stub stub(const std::string& url) const {
    return *wiremock::read_mapping(*json::parse(mapping(url)), {});
  }
  std::size_t serving() const { return world_.live.current()->stubs.size(); }

  TempDir folder_;
  serve::World world_{1, {}};
  std::unique_ptr<wiremock::Root> root_;
  std::mutex mutex_;
  std::condition_variable changed_;
  Report last_;
  std::unique_ptr<Reloader> reloader_;  // last: it reports until it is gone
};

TEST_F(RootsTest, AreServedInWireMocksManner) {
  folder_.write("mappings/a.json", mapping("/a"));
  start();
  EXPECT_TRUE(last_.loaded);
  EXPECT_EQ(last_.routes, 1u);
  const auto snapshot = world_.live.current();
  EXPECT_EQ(snapshot->dialect, stub::Dialect::kWireMock);
  EXPECT_EQ(snapshot->static_root, root_->files().string());
  EXPECT_FALSE(snapshot->cors.enabled);
}

TEST_F(RootsTest, GoTogetherWithNativeFiles) {
  folder_.write("mappings/a.json", mapping("/a"));
  TempDir other;
  start({other.write("mimus.yaml", "port: 8123\nroutes: [{path: /b, response: {n: 1}}]")});
  EXPECT_EQ(last_.routes, 2u);
  EXPECT_EQ(reloader_->served().port, 8123);
}

TEST_F(RootsTest, NewChangedAndDeletedFilesAreTakenUp) {
  start();
  EXPECT_EQ(serving(), 0u);
  folder_.write("mappings/a.json", mapping("/a"));
  wait_for_routes(1);
  folder_.write("mappings/a.json",
                R"({"mappings": [{"request": {"url": "/a"}}, {"request": {"url": "/b"}}]})");
  wait_for_routes(2);
  folder_.write("mappings/sub/c.json", mapping("/c"));
  wait_for_routes(3);
  fs::remove(folder_.path() / "mappings/a.json");
  wait_for_routes(1);
}

TEST_F(RootsTest, ABadFileChangesNothingAndSaysWhere) {
  folder_.write("mappings/a.json", mapping("/a"));
  start();
  folder_.write("mappings/b.json", "{\"request\":\n {\"headers\": {\"A\": {\"matches\": \"(\"}}}}");
  const Report report = wait_for([](const Report& one) { return !one.loaded; });
  ASSERT_EQ(report.errors.size(), 1u);
  EXPECT_EQ(report.errors[0].where.line, 2);
  EXPECT_EQ(report.errors[0].where.pointer, "/request/headers/A");
  EXPECT_EQ(serving(), 1u);
}

TEST_F(RootsTest, StubsOfAnApiStayUntilAReset) {
  folder_.write("mappings/a.json", mapping("/a"));
  start();
  ASSERT_TRUE(world_.stubs.create(stub("/api")));
  folder_.write("mappings/b.json", mapping("/b"));
  wait_for_routes(3);
  reloader_->reset("reset");
  wait_for([](const Report& report) { return report.cause == "reset"; });
  EXPECT_EQ(serving(), 2u);
}

// The order that root.h asks for: whenever a reload comes, the stub is served once.
TEST_F(RootsTest, APersistentStubIsServedAllTheTime) {
  start();
  stub::Stub kept = stub("/kept");
  ASSERT_TRUE(world_.stubs.create(kept));
  ASSERT_TRUE(root_->place(kept));
  ASSERT_TRUE(root_->write(kept));
  (void)reloader_->load("between");
  EXPECT_EQ(serving(), 1u);
  ASSERT_TRUE(world_.stubs.replace(kept));
  (void)reloader_->load("after");
  EXPECT_EQ(serving(), 1u);
  ASSERT_TRUE(root_->erase(kept));
  (void)reloader_->load("erased");
  EXPECT_EQ(serving(), 0u);
}

TEST_F(RootsTest, WarnsOfWhatHasNoEffect) {
  folder_.write("mappings/a.json", R"({"response": {"transformers": ["nobody-knows"]}})");
  start();
  EXPECT_TRUE(last_.loaded);
  ASSERT_EQ(last_.warnings.size(), 1u);
  EXPECT_EQ(last_.warnings[0].where.source, (folder_.path() / "mappings/a.json").string());
}

}  // namespace
}  // namespace mimus::reload
