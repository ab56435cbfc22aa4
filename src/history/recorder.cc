#include "recorder.h"

#include <algorithm>
#include <condition_variable>
#include <iterator>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "schema.h"
#include "writer.h"

namespace mimus::history {
namespace {

using namespace std::chrono_literals;

constexpr auto kTick = 20ms;            // between batches while there is traffic
constexpr auto kRetry = 1s;             // after a failure
constexpr std::size_t kMostRows = 4096;          // of a batch
constexpr std::size_t kMostBatchBytes = 8 << 20;  // about: the journal shares bodies, a batch has copies
constexpr std::size_t kMostAtOnce = 64;          // records that are copied before their bytes are counted

WallTime wall_now() { return std::chrono::time_point_cast<Nanoseconds>(std::chrono::system_clock::now()); }

std::size_t bytes_of(const journal::Exchange& exchange) {
  return 512 + exchange.request.body.size() + exchange.response_body.size();
}

// One journal that is followed.
struct Source {
  Source(journal::Journal& from, std::string name) : journal(from), world(std::move(name)) {}

  journal::Journal& journal;
  const std::string world;
  // Of the writing thread:
  journal::Journal::Cursor cursor;
  std::uint64_t told = 0;                    // of cursor.dropped, in the file
  std::uint64_t dropped = 0;                 // of cursor.dropped, with the batch in hand
  std::size_t at_once = kMostAtOnce;
  std::vector<journal::Exchange> fresh;      // taken, and not yet written
  bool at_end = false;                       // nothing was left in the journal
  bool last_turn = false;                    // `leaving`, as it was when the turn began
  // Guarded by the recorder's mutex:
  bool leaving = false;
  bool gone = false;

  bool in_hand() const { return !fresh.empty() || dropped != told; }

  // A batch; the one that could not be written, if there is such a one.
  void take() {
    at_end = false;  // also beside a batch in hand: more has come since it was taken
    if (in_hand()) return;
    std::size_t bytes = 0;
    while (!at_end && fresh.size() < kMostRows && bytes < kMostBatchBytes) {
      auto some = journal.after(cursor, {}, at_once);
      std::size_t largest = 1;
      for (const journal::Exchange& exchange : some) {
        largest = std::max(largest, bytes_of(exchange));
        bytes += bytes_of(exchange);
      }
      at_end = some.size() < at_once;
      at_once = std::clamp<std::size_t>(kMostBatchBytes / largest, 1, kMostAtOnce);
      std::move(some.begin(), some.end(), std::back_inserter(fresh));
    }
    dropped = cursor.dropped;
  }

  void written() {
    told = dropped;
    fresh.clear();
  }
};

}  // namespace

struct Recorder::Impl {
  Options options;
  std::unique_ptr<Writer> writer;
  std::vector<std::shared_ptr<Source>> sources;  // guarded by mutex
  mutable std::mutex mutex;
  std::condition_variable roused_or_asked, changed;
  bool roused = false, stopping = false;  // guarded by mutex
  std::uint64_t asked = 0, answered = 0;  // flushes, guarded by mutex
  Stats stats;                            // guarded by mutex
  std::thread thread;

  using Following = std::span<const std::shared_ptr<Source>>;

  void run();
  bool turn(Following following);
  bool write(Following following, bool hurry);
  std::optional<bool> retire();
  void failed(Error error);
  void settle(Following following, bool all_done, std::uint64_t up_to, bool last);
  void lose(Source& source);
  void wait(bool worked);
  void sleep_until_news(Following following);
};

void Recorder::Impl::run() {
  for (bool last = false; !last;) {
    std::vector<std::shared_ptr<Source>> following;
    std::uint64_t up_to = 0;
    {
      const std::lock_guard lock(mutex);
      following = sources;
      for (const auto& source : following) source->last_turn = source->leaving;
      up_to = asked;
      last = stopping;
      roused = false;
    }
    const std::uint64_t before = stats.batches;
    const bool more = turn(following) && !stats.failing;
    last = last && !more;
    settle(following, !more, up_to, last);
    if (!more && !last) wait(stats.batches != before);
  }
}

// true: there is more to do at once.
bool Recorder::Impl::turn(Following following) {
  bool more = false;
  for (const auto& source : following) {
    source->take();
    more = more || !source->at_end;
  }
  if (!write(following, more)) return false;
  const std::optional<bool> more_to_retire = retire();
  if (!more_to_retire) return false;
  const std::lock_guard lock(mutex);
  stats.failing.reset();
  return more || *more_to_retire;
}

bool Recorder::Impl::write(Following following, bool hurry) {
  std::vector<Batch> batches;
  std::uint64_t exchanges = 0, shed = 0;
  for (const auto& source : following) {
    if (!source->in_hand()) continue;
    batches.push_back({source->world, source->fresh, source->dropped - source->told});
    exchanges += batches.back().exchanges.size();
    shed += batches.back().shed;
  }
  if (batches.empty()) return true;
  if (Status done = writer->write(batches, wall_now(), hurry); !done) {
    failed(std::move(done).error());
    return false;
  }
  for (const auto& source : following) source->written();
  const std::lock_guard lock(mutex);
  stats.written += exchanges;
  stats.shed += shed;
  ++stats.batches;
  return true;
}

std::optional<bool> Recorder::Impl::retire() {
  Result<bool> more = writer->retire(wall_now());
  if (more) return *more;
  failed(std::move(more).error());
  return std::nullopt;
}

void Recorder::Impl::failed(Error error) {
  error.where.source = options.file.string();
  bool first = false;
  {
    const std::lock_guard lock(mutex);
    first = !stats.failing;
    stats.failing = error;
    ++stats.failures;
  }
  if (first && options.on_problem) options.on_problem(error);
}

// Says what is done to those who wait for it: also that it cannot be done now.
void Recorder::Impl::settle(Following following, bool all_done, std::uint64_t up_to, bool last) {
  const Result<std::int64_t> pages = writer->pages("PRAGMA page_count");
  const std::lock_guard lock(mutex);
  if (pages) stats.file_bytes = static_cast<std::uint64_t>(*pages * kPageSize);
  if (all_done) answered = up_to;
  for (const auto& source : following) {
    const bool drained = source->at_end && !source->in_hand();
    if (!last && !(source->last_turn && (drained || stats.failing))) continue;
    lose(*source);
    source->gone = true;
    std::erase(sources, source);
  }
  changed.notify_all();
}

// Nobody follows it any more: what could not be written is lost.
void Recorder::Impl::lose(Source& source) {
  stats.shed += source.fresh.size() + (source.dropped - source.told);
  source.written();
}

// While there is traffic a look every tick; listening to the journals would cost each request a lock. Without
// traffic they wake us.
void Recorder::Impl::wait(bool worked) {
  std::vector<std::shared_ptr<Source>> following;
  {
    std::unique_lock lock(mutex);
    if (worked || stats.failing) {
      const auto due = [this] { return stopping || asked != answered; };
      roused_or_asked.wait_for(lock, stats.failing ? std::chrono::milliseconds(kRetry) : kTick, due);
      return;
    }
    following = sources;  // and their journals: none goes before settle() has let it
  }
  sleep_until_news(following);
}

void Recorder::Impl::sleep_until_news(Following following) {
  const auto rouse = [this] {
    const std::lock_guard guard(mutex);
    if (!std::exchange(roused, true)) roused_or_asked.notify_one();
  };
  // Outlives the lock below: its end waits for a call under way, which wants that lock.
  std::vector<std::shared_ptr<void>> ears;
  for (const auto& source : following) {
    ears.push_back(source->journal.listen(rouse));
    journal::Journal::Cursor look = source->cursor;
    if (!source->journal.after(look, {}, 1).empty()) return;  // it came before we listened
  }
  std::unique_lock lock(mutex);
  const auto news = [&] { return stopping || asked != answered || roused || sources.size() != following.size(); };
  if (options.keep) {  // what is too old goes without traffic, too
    roused_or_asked.wait_for(lock, std::clamp<Nanoseconds>(*options.keep / 64, kTick, 1h), news);
  } else {
    roused_or_asked.wait(lock, news);
  }
}

Recorder::Recorder(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Result<std::unique_ptr<Recorder>> Recorder::start(Options options) {
  auto impl = std::make_unique<Impl>();
  MIMUS_TRY(impl->writer, Writer::open(options.file, {options.keep, options.max_bytes}));
  impl->options = std::move(options);
  Impl* const running = impl.get();
  impl->thread = std::thread([running] { running->run(); });
  return std::unique_ptr<Recorder>(new Recorder(std::move(impl)));
}

Recorder::~Recorder() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->stopping = true;
    impl_->roused_or_asked.notify_all();
  }
  impl_->thread.join();
  (void)impl_->writer->finish();  // a reader may be in the way: the next who opens it does that
}

std::shared_ptr<void> Recorder::follow(journal::Journal& journal, std::string world) {
  auto source = std::make_shared<Source>(journal, std::move(world));
  const std::lock_guard lock(impl_->mutex);
  impl_->sources.push_back(source);
  impl_->roused_or_asked.notify_all();
  return std::shared_ptr<void>(source.get(), [impl = impl_.get(), source](void*) {
    std::unique_lock guard(impl->mutex);
    source->leaving = true;
    ++impl->asked;
    impl->roused_or_asked.notify_all();
    impl->changed.wait(guard, [&] { return source->gone; });
  });
}

bool Recorder::flush(std::chrono::milliseconds patience) {
  std::unique_lock lock(impl_->mutex);
  const std::uint64_t mine = ++impl_->asked;
  impl_->roused_or_asked.notify_all();
  return impl_->changed.wait_for(lock, patience, [&] { return impl_->answered >= mine; });
}

Recorder::Stats Recorder::stats() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->stats;
}

const std::filesystem::path& Recorder::file() const { return impl_->options.file; }

}  // namespace mimus::history
