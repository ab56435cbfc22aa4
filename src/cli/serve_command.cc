#include <pthread.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <thread>

#include "base/huge_pages.h"
#include "commands.h"
#include "serve_console.h"
#include "serving.h"

namespace mimus::cli {
namespace {

// Those that this thread takes, and no other: before any is started.
sigset_t take_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, signal);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return set;
}

void wait_for_the_end(const sigset_t& signals, Serving& serving) {
  for (;;) {
    const timespec second{1, 0};
    const int signal = sigtimedwait(&signals, nullptr, &second);
    if (signal == SIGHUP) {
      serving.load_again("SIGHUP");
    } else if (signal >= 0) {
      return;
    } else {
      serving.look_after(std::chrono::time_point_cast<Nanoseconds>(std::chrono::system_clock::now()));
    }
  }
}

// A second signal does not wait for the grace.
void end_at_the_next(const sigset_t& signals) {
  std::thread([signals] {
    int signal = 0;
    sigwait(&signals, &signal);
    if (signal != SIGHUP) _exit(130);
  }).detach();
}

int refuse(const Error& error) {
  print_error(error);
  return 2;
}

}  // namespace

int run_serve(const ServeArguments& given) {
  ServeArguments arguments = given;
  if (arguments.outward.offline) arguments.outward.upstream.clear();  // what no route answers is explained then
  begin_heap_in_huge_pages();
  const sigset_t signals = take_signals();

  auto sources = sources_to_serve(arguments);
  if (!sources) return refuse(sources.error());
  for (const std::string& note : arguments.wiremock.notes) std::fprintf(stderr, "note: %s\n", note.c_str());
  const auto serving = Serving::make(arguments, *std::move(sources));
  if (!serving) return refuse(serving.error());
  const reload::Report first = (*serving)->load();
  print_problems(first);
  if (!first.loaded) return 2;
  if (const Status listens = (*serving)->listen(first); !listens) return refuse(listens.error());

  wait_for_the_end(signals, **serving);
  end_at_the_next(signals);
  const Status ended = (*serving)->end();
  if (!ended) print_error(ended.error());
  return ended ? 0 : 1;
}

}  // namespace mimus::cli
