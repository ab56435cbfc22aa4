#pragma once

#include <atomic>
#include <cstdio>
#include <thread>

#include "arguments.h"
#include "journal/journal.h"
#include "terminal.h"

namespace mimus::cli {

// A line on standard output for each request, read from the journal a few times a second by a thread of its own, so
// that no request waits for a terminal. Text sheds lines under load and says how many; JSON is complete as
// long as the journal's ring is not overrun.
class RequestLog {
 public:
  RequestLog(const journal::Journal& journal, LogFormat format);
  ~RequestLog();  // prints what is left

 private:
  void run();
  bool print_batch();

  const journal::Journal& journal_;
  const LogFormat format_;
  const Terminal terminal_;
  journal::Journal::Cursor cursor_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace mimus::cli
