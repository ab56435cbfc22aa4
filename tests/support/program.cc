#include "support/program.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>

#include "support/temp_dir.h"

namespace mimus {
namespace {

struct Pipe {
  int read = -1, write = -1;
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2 failed");
  return {ends[0], ends[1]};
}

[[noreturn]] void become(std::vector<std::string>& command, const std::filesystem::path& folder,
                         int output, int errors) {
  std::vector<char*> arguments;
  for (std::string& word : command) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  if (chdir(folder.c_str()) != 0) _exit(126);
  dup2(output, STDOUT_FILENO);
  dup2(errors, STDERR_FILENO);
  execv(arguments[0], arguments.data());
  _exit(127);
}

// Appends what is there; false at the end of the stream.
bool read_some(int fd, std::string& into) {
  std::array<char, 4096> buffer{};
  const ssize_t count = read(fd, buffer.data(), buffer.size());
  if (count > 0) into.append(buffer.data(), static_cast<std::size_t>(count));
  return count > 0 || (count < 0 && errno == EINTR);
}

std::optional<std::string> line_with(const std::string& text, std::string_view wanted) {
  const std::size_t at = text.find(wanted);
  if (at == std::string::npos) return std::nullopt;
  const std::size_t end = text.find('\n', at);
  if (end == std::string::npos) return std::nullopt;
  const std::size_t before = text.rfind('\n', at);
  const std::size_t begin = before == std::string::npos ? 0 : before + 1;
  return text.substr(begin, end - begin);
}

std::uint16_t port_in(const std::string& line) {
  const std::size_t host = line.find("http://127.0.0.1:");
  if (host == std::string::npos) return 0;
  return static_cast<std::uint16_t>(std::strtoul(line.c_str() + host + 17, nullptr, 10));
}

std::vector<std::string> serve_command(std::vector<std::string> arguments) {
  std::vector<std::string> command{program_path(), "serve"};
  for (std::string& argument : arguments) command.push_back(std::move(argument));
  command.insert(command.end(), {"--port", "0"});
  return command;
}

}  // namespace

std::string program_path() {
  const char* chosen = std::getenv("MIMUS_PROGRAM");
  return chosen != nullptr && *chosen != '\0' ? chosen : MIMUS_PROGRAM_PATH;
}

Process::Process(std::vector<std::string> command, const std::filesystem::path& working_directory) {
  const Pipe output = make_pipe(), errors = make_pipe();
  pid_ = fork();
  if (pid_ < 0) throw std::runtime_error("fork failed");
  if (pid_ == 0) become(command, working_directory, output.write, errors.write);
  close(output.write);
  close(errors.write);
  drainer_ = std::jthread([this, output, errors] { drain(output.read, errors.read); });
}

Process::~Process() {
  if (!status_) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
}

void Process::drain(int output, int errors) {
  std::array<pollfd, 2> sources{pollfd{output, POLLIN, 0}, pollfd{errors, POLLIN, 0}};
  while (sources[0].fd >= 0 || sources[1].fd >= 0) {
    if (poll(sources.data(), sources.size(), -1) < 0 && errno != EINTR) break;
    const std::lock_guard lock(mutex_);
    for (pollfd& source : sources) {
      if (source.fd < 0 || source.revents == 0) continue;
      if (!read_some(source.fd, &source == sources.data() ? output_ : errors_)) source.fd = -1;
    }
    changed_.notify_all();
  }
  close(output);
  close(errors);
  const std::lock_guard lock(mutex_);
  ended_ = true;
  changed_.notify_all();
}

std::optional<std::string> Process::wait_for_line(std::string_view text) {
  std::unique_lock lock(mutex_);
  std::optional<std::string> line;
  changed_.wait_for(lock, kPatience, [&] { return (line = line_with(output_, text)) || ended_; });
  return line;
}

std::optional<int> Process::wait() {
  if (status_) return status_;
  const int handle = static_cast<int>(syscall(SYS_pidfd_open, pid_, 0));
  pollfd end{handle, POLLIN, 0};
  const int ready = poll(&end, 1, static_cast<int>(std::chrono::milliseconds(kPatience).count()));
  close(handle);
  if (ready <= 0) return std::nullopt;
  int status = 0;
  waitpid(pid_, &status, 0);
  status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  drainer_.join();  // all that it said is here
  return status_;
}

std::optional<int> Process::stop() {
  signal(SIGTERM);
  return wait();
}

void Process::signal(int number) const {
  if (!status_) kill(pid_, number);
}

std::string Process::output() const {
  const std::lock_guard lock(mutex_);
  return output_;
}

std::string Process::errors() const {
  const std::lock_guard lock(mutex_);
  return errors_;
}

std::string defect_report(const std::string& errors) {
  for (const char* mark : {"ERROR: AddressSanitizer", "ERROR: LeakSanitizer", "runtime error:",
                           "WARNING: ThreadSanitizer", "Assertion `", "terminate called"}) {
    const std::size_t at = errors.find(mark);
    if (at != std::string::npos) return errors.substr(at, 8000);
  }
  return {};
}

Server::Server(const TempDir& folder, std::vector<std::string> arguments)
    : process_(serve_command(std::move(arguments)), folder.path()) {
  if (const auto line = process_.wait_for_line("http://127.0.0.1:")) port_ = port_in(*line);
}

Server::~Server() {
  expect_clean_end();
}

std::string Server::said() const {
  return "standard output:\n" + process_.output() + "\nstandard error:\n" + process_.errors();
}

void Server::expect_clean_end() {
  if (ended_) return;
  ended_ = true;
  const std::optional<int> status = process_.stop();
  EXPECT_TRUE(status.has_value()) << "did not end within " << kPatience.count() << " s of SIGTERM";
  EXPECT_EQ(status.value_or(0), 0) << said();
  EXPECT_EQ(defect_report(process_.errors()), "");
}

}  // namespace mimus
