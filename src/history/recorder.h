#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "journal/journal.h"

namespace mimus::history {

// Writes what journals record into one SQLite file, by one thread, behind the requests' backs.
//
//   MIMUS_TRY(auto recorder, Recorder::start({.file = "history.db", .keep = std::chrono::days(7)}));
//   const auto following = recorder->follow(world.journal, "default");   // as many as there are worlds
//   …
//   // the end of `following` waits until all that was appended before it is in the file
//
// Exchanges go in batches, one transaction each, with a write-ahead log: kill -9 costs what was not yet committed (some 20 ms,
// and longer while a slow disk makes this thread wait), and the file stays sound. No request ever waits: when this thread cannot keep up, the journal's ring drops whole
// records, and their number goes into the table `shed`. When the file cannot be written (a full disk), that is said once
// and serving goes on; writing is tried again every second, and what the ring lost meanwhile is counted in the same way.
//
// follow() and the tokens' ends come from any thread, and the token before the Recorder and the Journal.
class Recorder {
 public:
  struct Options {
    std::filesystem::path file;                  // made if there is none
    std::optional<Nanoseconds> keep;             // exchanges older than that go
    std::optional<std::uint64_t> max_bytes;      // the oldest go when the file is larger
    std::function<void(const Error&)> on_problem;  // once for each time that writing begins to fail; on our thread
  };
  // Errors: a file that cannot be written, is no history, has another version, or is written by another program.
  static Result<std::unique_ptr<Recorder>> start(Options options);
  ~Recorder();  // writes what is left

  // From the oldest record that the journal holds.
  std::shared_ptr<void> follow(journal::Journal& journal, std::string world);

  // Waits until all that was appended before is in the file; false: patience ended.
  bool flush(std::chrono::milliseconds patience);

  struct Stats {
    std::uint64_t written = 0;             // exchanges, since the start
    std::uint64_t batches = 0;
    std::uint64_t shed = 0;                // lost: the ring came round, or they could not be written before the end
    std::uint64_t file_bytes = 0;          // when last looked at
    std::optional<Error> failing;          // why nothing is written at present
    std::uint64_t failures = 0;            // attempts at writing that failed
  };
  Stats stats() const;
  const std::filesystem::path& file() const;

 private:
  struct Impl;
  explicit Recorder(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace mimus::history
