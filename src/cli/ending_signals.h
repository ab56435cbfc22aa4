#pragma once

#include <csignal>
#include <memory>

namespace mimus::cli {

// SIGINT, SIGTERM and SIGHUP of a command that has something to save when it ends:
//
//   EndingSignals signals;     // before any thread: they are blocked from here on
//   signals.wait();
//   signals.let_second_drop(); // from here on a second SIGINT, and no other signal, ends the process with status 130 …
//   …
//   signals.keep();            // … until here: what is written is written whole
//
// They stay blocked.
class EndingSignals {
 public:
  EndingSignals();
  ~EndingSignals();
  int wait() const;  // the number of the one that came
  void let_second_drop();
  void keep();

 private:
  struct Watch;
  sigset_t set_;
  std::unique_ptr<Watch> watch_;
};

}  // namespace mimus::cli
