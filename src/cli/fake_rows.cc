#include "fake_rows.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "progress.h"

namespace mimus::cli {
namespace {

constexpr std::uint64_t kRowsOfChunk = 2048;

// Workers take the next chunk, make it, and wait for their turn to write it.
class Line {
 public:
  Line(const RowJob& job, const rows::Writer& writer, std::FILE* file)
      : job_(job), writer_(writer), file_(file), progress_(STDERR_FILENO, job.count) {}

  void work(RowSource& source) {
    std::string out, json;
    while (true) {
      const std::uint64_t chunk = next_.fetch_add(1);
      const std::uint64_t first = chunk * kRowsOfChunk;
      if (first >= job_.count || stopped_.load()) break;
      out.clear();
      Status made = render(source, first, std::min(first + kRowsOfChunk, job_.count), json, out);
      hand_over(chunk, std::move(made), out);
    }
  }
  Status result() const { return error_ ? Status(*error_) : Status(Done{}); }

 private:
  Status render(RowSource& source, std::uint64_t first, std::uint64_t end, std::string& json,
                std::string& out) const {
    for (std::uint64_t i = first; i < end; ++i) {
      if (writer_.takes_json()) {
        json.clear();
        MIMUS_TRY_DONE(source.append_json(i, json));
        writer_.json_row(json, i, out);
      } else {
        MIMUS_TRY(const fake::Value value, source.value(i));
        writer_.row(value, i, out);
      }
    }
    return Done{};
  }

  void hand_over(std::uint64_t chunk, Status made, std::string_view out) {
    std::unique_lock lock(mutex_);
    turn_.wait(lock, [&] { return written_ == chunk; });
    if (!error_) {
      if (std::fwrite(out.data(), 1, out.size(), file_) != out.size())
        error_ = io_error("cannot write", errno);
      else if (!made)
        error_ = std::move(made).error();
    }
    if (error_) stopped_.store(true);
    ++written_;
    progress_.reached(std::min(written_ * kRowsOfChunk, job_.count));
    turn_.notify_all();
  }

  const RowJob& job_;
  const rows::Writer& writer_;
  std::FILE* file_;
  std::atomic<std::uint64_t> next_{0};
  std::atomic<bool> stopped_{false};
  std::mutex mutex_;
  std::condition_variable turn_;
  std::uint64_t written_ = 0;   // chunks; guarded by mutex_
  std::optional<Error> error_;  // guarded by mutex_
  Progress progress_;           // guarded by mutex_
};

}  // namespace

Status write_rows(const RowJob& job, std::FILE* file) {
  // A stream of numbers cannot be asked twice, so the first row, which tells the columns, comes
  // from a source of its own.
  fake::Value first;
  if (job.count > 0) {
    MIMUS_TRY(first, job.make()->value(0));
  }
  MIMUS_TRY(const auto writer, rows::make_writer(job.format, first, job.options));
  std::string edge;
  writer->begin(edge);
  std::fwrite(edge.data(), 1, edge.size(), file);
  Line line(job, *writer, file);
  {
    std::vector<std::jthread> helpers;
    for (unsigned i = 1; i < job.workers; ++i) {
      helpers.emplace_back([&] { line.work(*job.make()); });
    }
    line.work(*job.make());
  }
  MIMUS_TRY_DONE(line.result());
  edge.clear();
  writer->end(job.count, edge);
  std::fwrite(edge.data(), 1, edge.size(), file);
  if (std::fflush(file) != 0) return io_error("cannot write", errno);
  return Done{};
}

}  // namespace mimus::cli
