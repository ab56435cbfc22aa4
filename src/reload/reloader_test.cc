#include "reloader.h"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <thread>

#include "support/temp_dir.h"

namespace mimus::reload {
namespace {

namespace fs = std::filesystem;

// Long enough for a sanitizer on a busy machine; only a failure takes so long.
constexpr auto kPatience = std::chrono::seconds(30);

std::string routes(int count) {
  std::string text = "routes:\n";
  for (int i = 0; i < count; ++i) text += "  - { path: /r" + std::to_string(i) + ", response: { n: 1 } }\n";
  return text;
}

// A reloader and what it reported.
class Watched {
 public:
  Watched(std::vector<fs::path> paths, bool watch = true) : world(1, {}) {
    Reloader::Options options;
    options.paths = std::move(paths);
    options.watch = watch;
    options.on_report = [this](const Report& report) {
      const std::lock_guard lock(mutex_);
      reports_.push_back(report);
      changed_.notify_all();
    };
    options.on_publish = [this] { ++published; };
    reloader = std::make_unique<Reloader>(world, std::move(options));
    first = reloader->load("start");
    reloader->start();
  }
  ~Watched() { reloader.reset(); }

  // The first report, from now or before, that is so; the patience ended: a default one.
  template <class Condition>
  Report wait_for(Condition condition) {
    std::unique_lock lock(mutex_);
    Report found;
    const bool there = changed_.wait_for(lock, kPatience, [&] {
      for (const Report& report : reports_) {
        if (!condition(report)) continue;
        found = report;
        return true;
      }
      return false;
    });
    EXPECT_TRUE(there) << "no such report";
    return found;
  }
  Report wait_for_routes(std::size_t count) {
    return wait_for([&](const Report& report) { return report.loaded && report.routes == count; });
  }
  Report wait_for_failure() {
    return wait_for([](const Report& report) { return !report.loaded; });
  }
  std::size_t serving() { return world.live.current()->stubs.size(); }

  serve::World world;
  std::atomic<int> published{0};
  Report first;
  std::unique_ptr<Reloader> reloader;

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Report> reports_;  // guarded by mutex_
};

TEST(Reloader, LoadsOnTheCallersThread) {
  TempDir folder;
  Watched watched({folder.write("mimus.yaml", routes(2))});
  EXPECT_TRUE(watched.first.loaded);
  EXPECT_EQ(watched.first.routes, 2u);
  EXPECT_EQ(watched.first.cause, "start");
  EXPECT_EQ(watched.serving(), 2u);
  EXPECT_EQ(watched.published, 1);
  EXPECT_EQ(watched.reloader->last().routes, 2u);
}

TEST(Reloader, SaysWhatTheFileServes) {
  TempDir folder;
  Watched watched({folder.write("mimus.yaml", "port: 8123\nseed: 7\n" + routes(1))});
  EXPECT_EQ(watched.reloader->served().port, 8123);
  EXPECT_EQ(watched.reloader->served().seed, 7u);
}

TEST(Reloader, AChangedFileIsTakenUp) {
  TempDir folder;
  const fs::path file = folder.write("mimus.yaml", routes(1));
  Watched watched({file});
  std::ofstream(file) << routes(3);  // in place
  const Report report = watched.wait_for_routes(3);
  EXPECT_NE(report.cause.find("mimus.yaml"), std::string::npos);
  EXPECT_EQ(watched.serving(), 3u);
}

TEST(Reloader, AFileReplacedByARenameIsTakenUp) {
  TempDir folder;
  const fs::path file = folder.write("mimus.yaml", routes(1));
  Watched watched({file});
  for (const int count : {2, 3, 4}) {  // the second one has another inode to begin with
    std::ofstream(folder.path() / "mimus.yaml.new") << routes(count);
    fs::rename(folder.path() / "mimus.yaml.new", file);
    watched.wait_for_routes(static_cast<std::size_t>(count));
  }
}

TEST(Reloader, ABrokenFileLeavesWhatThereWasUntilItIsRepaired) {
  TempDir folder;
  const fs::path file = folder.write("mimus.yaml", routes(2));
  Watched watched({file});
  folder.write("mimus.yaml", "routes:\n  - path: /a\n    stauts: 200\n");
  const Report broken = watched.wait_for_failure();
  ASSERT_FALSE(broken.errors.empty());
  EXPECT_EQ(broken.errors[0].where.line, 3);
  EXPECT_NE(broken.errors[0].where.source.find("mimus.yaml"), std::string::npos);
  EXPECT_EQ(broken.routes, 2u);
  EXPECT_EQ(watched.serving(), 2u);
  EXPECT_FALSE(watched.reloader->last().loaded);
  folder.write("mimus.yaml", routes(5));
  watched.wait_for_routes(5);
  EXPECT_TRUE(watched.reloader->last().loaded);
}

TEST(Reloader, AFaultInATemplateHasItsLine) {
  TempDir folder;
  const fs::path file = folder.write("mimus.yaml", "routes:\n  - path: /a\n    response: { a: '{{nonsense' }\n");
  Watched watched({file});
  ASSERT_FALSE(watched.first.loaded);
  EXPECT_EQ(watched.first.errors.at(0).where.line, 3);
  EXPECT_EQ(watched.serving(), 0u);
}

TEST(Reloader, AFileThatIsMissingMayAppear) {
  TempDir folder;
  Watched watched({folder.path() / "mimus.yaml"});
  EXPECT_FALSE(watched.first.loaded);
  folder.write("mimus.yaml", routes(1));
  watched.wait_for_routes(1);
}

TEST(Reloader, AFolderGetsLosesAndRenamesFiles) {
  TempDir folder;
  folder.write("mocks/a.yaml", routes(1));
  Watched watched({folder.path() / "mocks"});
  folder.write("mocks/b.yaml", "routes: [{ path: /b, response: { b: 1 } }]");
  watched.wait_for_routes(2);
  folder.write("mocks/deeper/c.json", R"({"routes": [{"path": "/c1", "response": {}}, {"path": "/c2", "response": {}}]})");
  watched.wait_for_routes(4);
  fs::remove(folder.path() / "mocks/a.yaml");
  watched.wait_for_routes(3);
}

TEST(Reloader, AFolderThatIsReplacedIsWatchedAgain) {
  TempDir folder;
  folder.write("mocks/a.yaml", routes(1));
  Watched watched({folder.path() / "mocks"});
  fs::remove_all(folder.path() / "mocks");
  folder.write("other/a.yaml", routes(2));
  fs::rename(folder.path() / "other", folder.path() / "mocks");
  watched.wait_for_routes(2);
  folder.write("mocks/a.yaml", routes(3));
  watched.wait_for_routes(3);
}

TEST(Reloader, RequestsFromManyThreadsAreAllAnswered) {
  TempDir folder;
  Watched watched({folder.write("mimus.yaml", routes(1))});
  constexpr int kEach = 20;
  std::atomic<int> answered{0};
  std::mutex mutex;
  std::condition_variable all;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        for (int n = 0; n < kEach; ++n) {
          watched.reloader->request("asked", [&](const Report& report) {
            EXPECT_TRUE(report.loaded);
            EXPECT_EQ(report.cause, "asked");
            const std::lock_guard lock(mutex);
            ++answered;
            all.notify_all();
          });
        }
      });
    }
    // Meanwhile somebody else is busy in the same folder.
    for (int n = 0; n < 200; ++n) folder.write("unrelated.txt", std::to_string(n));
  }
  std::unique_lock lock(mutex);
  EXPECT_TRUE(all.wait_for(lock, kPatience, [&] { return answered == 4 * kEach; })) << answered;
}

TEST(Reloader, WithoutWatchingOnlyARequestReloads) {
  TempDir folder;
  const fs::path file = folder.write("mimus.yaml", routes(1));
  Watched watched({file}, false);
  folder.write("mimus.yaml", routes(2));
  EXPECT_EQ(watched.serving(), 1u);
  watched.reloader->request("SIGHUP");
  EXPECT_EQ(watched.wait_for_routes(2).cause, "SIGHUP");
}

TEST(Reloader, WhatWasReplacedIsFreed) {
  TempDir folder;
  Watched watched({folder.write("mimus.yaml", routes(1))});
  const std::weak_ptr<const serve::Snapshot> old = watched.world.live.current();
  watched.reloader->request("again");
  watched.wait_for_routes(1);
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (!old.expired() && std::chrono::steady_clock::now() < end) std::this_thread::yield();
  EXPECT_TRUE(old.expired());
}

TEST(Reloader, EndsAtOnce) {
  TempDir folder;
  Watched watched({folder.write("mimus.yaml", routes(1))});
  watched.reloader->request("at the last moment");
}

}  // namespace
}  // namespace mimus::reload
