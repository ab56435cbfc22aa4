// kill -9 under load: the file is sound, and all that was said to be in it is.
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <thread>

#include "database.h"
#include "../journal/entries_for_tests.h"
#include "recording_for_tests.h"

namespace mimus::history {
namespace {

using namespace std::chrono_literals;

// What the child says, in memory that outlives it.
struct Progress {
  std::atomic<std::uint64_t> appended{0};
  std::atomic<std::uint64_t> written{0};  // as the recorder counts: their transactions are through
};

// Appends bodies old and new, and never ends by itself.
[[noreturn]] void child(const std::filesystem::path& file, std::uint64_t round, Progress& said) {
  journal::Journal journal({});
  Recorder::Options options;
  options.file = file;
  options.max_bytes = 8u << 20;  // so that it deletes, too
  auto recorder = Recorder::start(options);
  if (!recorder) _exit(3);
  const auto following = (*recorder)->follow(journal, "w");
  Said one;
  for (std::uint64_t i = 0;; ++i) {
    one.body = i % 3 == 0 ? "the same" : journal::random_bytes(Chance(round).fork(i), i % 2000);
    one.append(journal);
    said.appended = i + 1;
    said.written = (*recorder)->stats().written;
    if (i % 64 == 0) std::this_thread::sleep_for(1ms);
  }
}

int rounds() {
  const char* const given = std::getenv("MIMUS_KILL_ROUNDS");
  return given != nullptr ? std::atoi(given) : 10;
}

TEST_F(HistoryTest, SurvivesKill9) {
  auto* const said = static_cast<Progress*>(
      ::mmap(nullptr, sizeof(Progress), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  ASSERT_NE(said, MAP_FAILED);
  std::int64_t last_id = 0;
  std::uint64_t most_lost = 0;
  for (int round = 0; round < rounds(); ++round) {
    SCOPED_TRACE(round);
    new (said) Progress();
    const pid_t pid = ::fork();
    ASSERT_GE(pid, 0);
    if (pid == 0) child(file(), static_cast<std::uint64_t>(round), *said);
    const auto end = std::chrono::steady_clock::now() + 60s;
    while (said->written == 0 && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(1ms);
    std::this_thread::sleep_for(std::chrono::microseconds(Chance(7).fork(static_cast<std::uint64_t>(round)).below(150'000)));
    ::kill(pid, SIGKILL);
    int status = 0;
    ASSERT_EQ(::waitpid(pid, &status, 0), pid);
    ASSERT_TRUE(WIFSIGNALED(status)) << "it ended by itself: " << status;
    const std::uint64_t written = said->written, appended = said->appended;
    ASSERT_GT(written, 0u);

    auto database = Database::open(file(), Database::Mode::kReadWrite);
    ASSERT_TRUE(database);
    auto check = database->prepare("PRAGMA integrity_check");
    ASSERT_TRUE(check && check->step());
    ASSERT_EQ(check->bytes(0), "ok");
    const std::int64_t now = *database->integer("SELECT max(id) FROM exchanges");
    ASSERT_GE(now - last_id, static_cast<std::int64_t>(written)) << "what was committed is there";
    ASSERT_EQ(*database->integer("SELECT count(*) FROM exchanges WHERE request_body > 0 AND request_body NOT IN (SELECT id FROM bodies)"), 0);
    ASSERT_EQ(*database->integer("SELECT max(id) - min(id) + 1 - count(*) FROM exchanges"), 0) << "no gaps";
    most_lost = std::max(most_lost, appended - static_cast<std::uint64_t>(now - last_id));
    last_id = now;
  }
  std::printf("%d rounds, 0 damaged, at most %llu appended exchanges lost in one\n", rounds(), static_cast<unsigned long long>(most_lost));
  ::munmap(said, sizeof(Progress));
  EXPECT_TRUE(open()->list({}));
}

}  // namespace
}  // namespace mimus::history
