#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace mimus {

class TempDir;

using Seconds = std::chrono::seconds;
// Long enough for a sanitizer's program on a busy machine; only a failure ever takes so long.
inline constexpr Seconds kPatience{30};

// The real program: the one that MIMUS_PROGRAM names in the environment, else the one built beside
// the tests.
std::string program_path();

// A child process whose output is read as it comes.
//
//   Process mimus({program_path(), "serve", "mimus.yaml", "--port", "0"}, folder);
//   const std::optional<std::string> line = mimus.wait_for_line("http://");
//   EXPECT_EQ(mimus.stop(), 0);
class Process {
 public:
  Process(std::vector<std::string> command, const std::filesystem::path& working_directory);
  ~Process();  // kills what still runs
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // The first whole line of standard output that contains `text`, as soon as it is there; nullopt
  // when the process ended without it or patience did.
  std::optional<std::string> wait_for_line(std::string_view text);
  // The exit status: of exit(), or 128 + the signal; nullopt when patience ended.
  std::optional<int> wait();
  std::optional<int> stop();  // SIGTERM, then wait()
  void signal(int number) const;

  std::string output() const;  // standard output so far
  std::string errors() const;  // standard error so far
  pid_t pid() const { return pid_; }

 private:
  void drain(int output, int errors);

  pid_t pid_ = -1;
  std::optional<int> status_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::string output_;  // guarded by mutex_
  std::string errors_;  // guarded by mutex_
  bool ended_ = false;  // both pipes are closed; guarded by mutex_
  std::jthread drainer_;
};

// What a sanitizer or an assertion of the program wrote, or "".
std::string defect_report(const std::string& errors);

// `mimus serve`, ready to be asked. Its end is a check: exit status 0 after SIGTERM, no word from a
// sanitizer.
//
//   TempDir folder;
//   folder.write("mimus.yaml", "routes: [{path: /, response: {ok: true}}]");
//   Server server(folder, {"mimus.yaml"});
//   ASSERT_NE(server.port(), 0) << server.said();
class Server {
 public:
  // `arguments` follow "serve"; --port 0 is added.
  Server(const TempDir& folder, std::vector<std::string> arguments);
  ~Server();

  std::uint16_t port() const { return port_; }  // 0: it did not start
  Process& process() { return process_; }
  std::string said() const;  // both outputs, for failure messages
  void expect_clean_end();   // idempotent

 private:
  Process process_;
  std::uint16_t port_ = 0;
  bool ended_ = false;
};

}  // namespace mimus
