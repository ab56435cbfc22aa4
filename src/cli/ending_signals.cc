#include "ending_signals.h"

#include <pthread.h>
#include <unistd.h>

#include <mutex>
#include <thread>

namespace mimus::cli {

struct EndingSignals::Watch {
  std::mutex mutex;
  bool kept = false;  // guarded by mutex
  std::thread thread{[this] {
    sigset_t second;
    sigemptyset(&second);
    sigaddset(&second, SIGINT);
    int signal = 0;
    sigwait(&second, &signal);
    const std::lock_guard lock(mutex);
    if (!kept) _exit(130);
  }};
};

EndingSignals::EndingSignals() {
  sigemptyset(&set_);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set_, signal);
  pthread_sigmask(SIG_BLOCK, &set_, nullptr);
}

EndingSignals::~EndingSignals() { keep(); }

int EndingSignals::wait() const {
  int signal = 0;
  sigwait(&set_, &signal);
  return signal;
}

void EndingSignals::let_second_drop() {
  if (!watch_) watch_ = std::make_unique<Watch>();
}

void EndingSignals::keep() {
  if (!watch_) return;
  {
    const std::lock_guard lock(watch_->mutex);
    watch_->kept = true;
  }
  pthread_kill(watch_->thread.native_handle(), SIGINT);  // its own, to wake it
  watch_->thread.join();
  watch_.reset();
}

}  // namespace mimus::cli
