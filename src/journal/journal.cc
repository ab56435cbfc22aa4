#include "journal.h"

#include <algorithm>
#include <utility>

#include "admits.h"
#include "lane.h"
#include "listeners.h"
#include "walk.h"

namespace mimus::journal {
namespace {

// Is all of it readable?
bool whole(const Lane::Held& held) { return held.removed < held.range.first; }

Direction direction_of(Journal::Order order) {
  return order == Journal::Order::kNewestFirst ? Direction::kNewestFirst : Direction::kOldestFirst;
}

}  // namespace

struct Journal::Impl {
  Options options;
  std::vector<std::unique_ptr<Lane>> lanes;
  std::shared_ptr<Listeners> listeners = std::make_shared<Listeners>();

  explicit Impl(Options given) : options(std::move(given)) {
    options.writers = std::max(options.writers, 1u);
    for (unsigned i = 0; i < options.writers; ++i) {
      lanes.push_back(std::make_unique<Lane>(options.bytes / options.writers));
    }
  }

  ExchangeId id(std::size_t lane, std::uint64_t sequence) const { return sequence * lanes.size() + lane; }
  std::uint64_t sequence(ExchangeId id) const { return id / lanes.size(); }

  bool append_cut(unsigned writer, const Entry& entry, std::size_t most) {
    Entry less = entry;
    less.response_body = cut_to(entry.response_body, most);
    less.response_body_hash = 0;
    return lanes[writer]->append(less, {entry.request_body_cut, entry.response_body.size() - less.response_body.size()});
  }

  // What is in the lanes at this moment.
  std::vector<Lane::Held> look() const {
    std::vector<Lane::Held> window;
    for (const auto& lane : lanes) window.push_back(lane->held());
    return window;
  }

  // The same, and only the newest most_entries of it.
  std::vector<Lane::Held> window() const {
    std::vector<Lane::Held> window = look();
    trim(window);
    return window;
  }

  void trim(std::vector<Lane::Held>& window) const {
    std::uint64_t total = 0;
    for (const Lane::Held& held : window) total += held.range.size();
    if (!options.most_entries || total <= *options.most_entries) return;
    std::vector<Lane::Held> again;
    for (Lane::Held& held : window) {
      again.push_back({held.range, held.cleared, held.removed, {}});
      held.range.first = held.range.last + 1;
    }
    Merge merge(lanes, std::move(again), Direction::kNewestFirst);
    for (std::size_t left = *options.most_entries; left > 0;) {
      const auto lane = merge.next();
      if (!lane) break;
      window[*lane].range.first = merge[*lane].sequence();
      if (!merge[*lane].is_removed()) --left;
      merge[*lane].advance();
    }
  }
};

Journal::Journal(Options options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Journal::~Journal() = default;

bool Journal::enabled() const { return impl_->options.enabled; }

void Journal::append(unsigned writer, const Entry& entry) {
  if (!impl_->options.enabled) return;
  const auto most = impl_->options.most_response_body;
  const bool fits = !most || entry.response_body.size() <= *most;
  if (fits ? impl_->lanes[writer]->append(entry, {entry.request_body_cut, 0}) : impl_->append_cut(writer, entry, *most)) {
    impl_->listeners->rouse();
  }
}

bool Journal::append_again(unsigned writer, WallTime received, std::chrono::nanoseconds decided,
                           std::chrono::nanoseconds leaving) {
  if (!impl_->options.enabled) return true;
  if (!impl_->lanes[writer]->append_again({received, decided, leaving})) return false;
  impl_->listeners->rouse();
  return true;
}

std::vector<Exchange> Journal::newest(const Filter& filter, std::size_t most) const {
  std::vector<Exchange> found;
  if (most == 0) return found;
  Merge merge(impl_->lanes, impl_->window(), Direction::kNewestFirst);
  while (const auto lane = merge.next()) {
    Walk& walk = merge[*lane];
    const RecordView record = walk.record();
    if (admits(filter, record)) {
      found.push_back(own(record, impl_->id(*lane, walk.sequence())));
      if (found.size() == most) break;
    }
    walk.advance();
  }
  return found;
}

void Journal::visit(const Filter& filter, const std::function<bool(const Exchange&)>& more,
                    Order order) const {
  Merge merge(impl_->lanes, impl_->window(), direction_of(order));
  while (const auto lane = merge.next()) {
    Walk& walk = merge[*lane];
    const RecordView record = walk.record();
    if (admits(filter, record)) {
      const Exchange exchange = own(record, impl_->id(*lane, walk.sequence()));
      merge.rest();  // a slow visitor must not stand in a writer's way
      if (!more(exchange)) return;
    }
    walk.advance();
    merge.resume();
  }
}

std::vector<ExchangeId> Journal::ids(const Filter& filter, std::size_t most, Order order) const {
  std::vector<ExchangeId> found;
  Merge merge(impl_->lanes, impl_->window(), direction_of(order));
  while (found.size() < most) {
    const auto lane = merge.next();
    if (!lane) break;
    Walk& walk = merge[*lane];
    if (admits(filter, walk.record())) found.push_back(impl_->id(*lane, walk.sequence()));
    walk.advance();
  }
  return found;
}

std::optional<Exchange> Journal::find(ExchangeId id) const {
  std::vector<Exchange> found = find(std::span(&id, 1));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<Exchange> Journal::find(std::span<const ExchangeId> ids) const {
  std::vector<Exchange> found;
  const std::vector<Lane::Held> window = impl_->window();
  for (const ExchangeId id : ids) {
    const std::size_t lane = id % impl_->lanes.size();
    const std::uint64_t sequence = impl_->sequence(id);
    const Range range = window[lane].range;
    if (sequence < range.first || sequence > range.last) continue;
    const Walk walk(*impl_->lanes[lane], {sequence, sequence}, Direction::kNewestFirst);
    if (walk && !walk.is_removed()) found.push_back(own(walk.record(), id));  // else gone meanwhile
  }
  return found;
}

std::size_t Journal::count(const Filter& filter) const {
  std::vector<Lane::Held> window = impl_->window();
  std::size_t count = 0;
  if (filter == Filter{} && std::ranges::all_of(window, &whole)) {
    for (const Lane::Held& held : window) count += held.range.size();
    return count;
  }
  Merge merge(impl_->lanes, std::move(window), Direction::kNewestFirst);
  for (std::size_t lane = 0; lane < impl_->lanes.size(); ++lane) {
    for (Walk& walk = merge[lane]; walk; walk.advance()) {
      if (admits(filter, walk.record())) ++count;
    }
  }
  return count;
}

std::size_t Journal::remove(std::span<const ExchangeId> ids) {
  std::size_t removed = 0;
  for (const ExchangeId id : ids) {
    removed += impl_->lanes[id % impl_->lanes.size()]->remove(impl_->sequence(id)) ? 1 : 0;
  }
  return removed;
}

void Journal::clear() {
  for (const auto& lane : impl_->lanes) lane->clear();
}

Journal::Stats Journal::stats() const {
  Stats stats;
  bool all_whole = true;
  for (const auto& lane : impl_->lanes) {
    const Lane::Held held = lane->held();
    stats.appended += held.range.last;
    stats.held += held.range.size();
    stats.dropped += lane->dropped();
    stats.bytes += lane->bytes();
    all_whole = all_whole && whole(held);
  }
  if (!all_whole) {
    stats.held = count({});
  } else if (impl_->options.most_entries) {
    stats.held = std::min<std::uint64_t>(stats.held, *impl_->options.most_entries);
  }
  return stats;
}

Journal::Cursor Journal::end() const {
  Cursor cursor;
  for (std::size_t lane = 0; lane < impl_->lanes.size(); ++lane) {
    cursor.last.push_back(impl_->id(lane, impl_->lanes[lane]->held().range.last));
  }
  return cursor;
}

std::vector<Exchange> Journal::after(Cursor& cursor, const Filter& filter, std::size_t most) const {
  const std::size_t lanes = impl_->lanes.size();
  cursor.last.resize(lanes, 0);
  std::vector<std::uint64_t> expected;  // of each lane: the sequence that should come next
  std::vector<Lane::Held> window = impl_->look();
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    Range& range = window[lane].range;
    expected.push_back(std::max(impl_->sequence(cursor.last[lane]), window[lane].cleared) + 1);
    range.first = std::max(expected[lane], range.first);
  }
  impl_->trim(window);
  std::vector<Exchange> found;
  Merge merge(impl_->lanes, std::move(window), Direction::kOldestFirst);
  while (found.size() < most) {
    const auto lane = merge.next();
    if (!lane) break;
    Walk& walk = merge[*lane];
    cursor.dropped += walk.sequence() - expected[*lane];
    expected[*lane] = walk.sequence() + 1;
    cursor.last[*lane] = impl_->id(*lane, walk.sequence());
    const RecordView record = walk.record();
    if (admits(filter, record)) found.push_back(own(record, cursor.last[*lane]));
    walk.advance();
  }
  return found;
}

std::shared_ptr<void> Journal::listen(std::function<void()> roused) {
  return Listeners::add(impl_->listeners, std::move(roused));
}

}  // namespace mimus::journal
