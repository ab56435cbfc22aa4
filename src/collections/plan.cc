#include "plan.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace mimus::collections {
namespace {

using Kind = Scalar::Kind;
constexpr std::uint64_t kLast = std::numeric_limits<std::uint64_t>::max();

struct Interval {  // of ranks
  std::uint64_t first, last;
  std::uint64_t size() const { return last > first ? last - first : 0; }
};
using Intervals = std::vector<Interval>;

bool indexable(Operator op) {
  return op == Operator::kEqual || op == Operator::kIn || op == Operator::kGreater || op == Operator::kGreaterEqual ||
         op == Operator::kLess || op == Operator::kLessEqual;
}

// The first and the last key of the kind, as bounds.
Key least(Kind kind) {
  return {{kind, kind == Kind::kNumber ? -std::numeric_limits<double>::infinity() : 0, {}}, 0};
}
Key beyond(Kind kind) { return least(kind == Kind::kNumber ? Kind::kText : Kind::kOther); }

void add_equal(Order& order, const Operand& operand, Intervals& out) {
  for (const Kind kind : {Kind::kNothing, Kind::kBool, Kind::kNumber, Kind::kText}) {
    const auto value = operand.as(kind);
    if (!value) continue;
    const std::uint64_t first = order.rank({*value, 0});
    out.push_back({first, order.rank({*value, kLast})});
  }
}

void add_range(Order& order, const Operand& operand, Operator op, Intervals& out) {
  for (const Kind kind : {Kind::kNumber, Kind::kText}) {
    const auto value = operand.as(kind);
    if (!value) continue;
    const bool above = op == Operator::kGreater || op == Operator::kGreaterEqual;
    const bool behind = op == Operator::kGreater || op == Operator::kLessEqual;  // the bound itself is before it
    const std::uint64_t bound = order.rank({*value, behind ? kLast : 0});
    const std::uint64_t edge = order.rank(above ? beyond(kind) : least(kind));
    out.push_back(above ? Interval{bound, edge} : Interval{edge, bound});
  }
}

Intervals intervals_of(Order& order, const Filter& filter) {
  Intervals out;
  if (filter.op == Operator::kEqual || filter.op == Operator::kIn) {
    for (const Operand& operand : filter.operands) add_equal(order, operand, out);
  } else {
    add_range(order, filter.operands.front(), filter.op, out);
  }
  std::erase_if(out, [](const Interval& each) { return each.size() == 0; });
  std::sort(out.begin(), out.end(), [](const Interval& a, const Interval& b) { return a.first < b.first; });
  out.erase(std::unique(out.begin(), out.end(), [](const Interval& a, const Interval& b) { return a.first == b.first; }),
            out.end());  // in=1,1
  return out;
}

Intervals both(const Intervals& a, const Intervals& b) {
  Intervals out;
  for (const Interval& x : a) {
    for (const Interval& y : b) {
      const Interval common{std::max(x.first, y.first), std::min(x.last, y.last)};
      if (common.size() > 0) out.push_back(common);
    }
  }
  return out;
}

// One query on one table.
class Run {
 public:
  Run(const Table& table, const Query& query) : table_(table), query_(query), read_(table) {
    for (const Filter& filter : query.filters) left_.push_back(&filter);
  }

  Outcome<Page> page();
  Outcome<std::vector<std::uint64_t>> positions();

 private:
  struct Found {  // the index that serves best
    const std::string* member = nullptr;
    Intervals intervals;
    std::uint64_t size = kLast;
  };
  std::optional<Order> order_by(std::string_view member);
  std::size_t number_of(std::string_view member) const;
  Found best_index();
  bool by_id(std::vector<std::uint64_t>& out) const;
  Settled may_scan(std::uint64_t rows);
  bool holds(const json::Value& row) const;

  Page natural_page();
  Page indexed_page(Order& order, Interval interval);
  Page sorted_page(const std::vector<std::uint64_t>& positions);
  bool sorts_by(std::string_view member) const { return query_.sort.size() == 1 && query_.sort.front().path == member; }
  Cursor cursor_of(std::uint64_t position);
  void fill(Page& page, std::span<const std::uint64_t> positions, bool more);

  const Table& table_;
  const Query& query_;
  Table::Reader read_;
  std::vector<const Filter*> left_;      // filters that no index has answered
  const BaseIndex* missing_ = nullptr;   // an index that is not ready
};

std::size_t Run::number_of(std::string_view member) const {
  const auto& indexed = table_.definition().indexed;
  return static_cast<std::size_t>(std::find(indexed.begin(), indexed.end(), member) - indexed.begin());
}

std::optional<Order> Run::order_by(std::string_view member) {
  const std::size_t number = number_of(member);
  if (number == table_.definition().indexed.size()) return std::nullopt;
  const BaseIndex* index = table_.base().index(member);
  if (!index->ready()) {
    missing_ = index;
    return std::nullopt;
  }
  return std::optional<Order>(std::in_place, read_, *index, number);
}

bool Run::by_id(std::vector<std::uint64_t>& out) const {
  for (const Filter& filter : query_.filters) {
    if (filter.path != table_.definition().id || (filter.op != Operator::kEqual && filter.op != Operator::kIn)) continue;
    for (const Operand& operand : filter.operands) {
      if (const auto position = table_.find(operand.text)) out.push_back(*position);
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return true;
  }
  return false;
}

Run::Found Run::best_index() {
  Found best;
  for (const std::string& member : table_.definition().indexed) {
    const bool asked = std::any_of(left_.begin(), left_.end(), [&](const Filter* filter) {
      return filter->path == member && indexable(filter->op);
    });
    if (!asked) continue;
    std::optional<Order> order = order_by(member);
    if (!order) continue;
    Intervals intervals{{0, table_.size()}};
    for (const Filter* filter : left_) {
      if (filter->path == member && indexable(filter->op)) intervals = both(intervals, intervals_of(*order, *filter));
    }
    std::uint64_t size = 0;
    for (const Interval& each : intervals) size += each.size();
    if (size < best.size) best = {&member, std::move(intervals), size};
  }
  if (best.member != nullptr) {
    std::erase_if(left_, [&](const Filter* filter) { return filter->path == *best.member && indexable(filter->op); });
  }
  return best;
}

Settled Run::may_scan(std::uint64_t rows) {
  const Definition& definition = table_.definition();
  if (rows <= definition.most_scanned) return Done{};
  if (missing_ != nullptr) {
    Problem wait = problem(503, "the index of '" + definition.name + "' by " + missing_->member() + " is being built: " +
                                    std::to_string(static_cast<int>(missing_->progress() * 100)) + " %",
                           "ask again in a moment");
    wait.fields.push_back({"Retry-After", "1"});
    return wait;
  }
  std::string member;
  if (!query_.sort.empty()) member = query_.sort.front().path;
  if (!left_.empty()) member = left_.front()->path;
  return problem(400, "this would look through " + std::to_string(rows) + " rows of '" + definition.name + "'; at most " +
                          std::to_string(definition.most_scanned) + " are looked through",
                 member.empty() ? "ask for fewer" : "index: [" + member + "] in the configuration makes it quick");
}

bool Run::holds(const json::Value& row) const {
  return std::all_of(left_.begin(), left_.end(), [&](const Filter* filter) { return filter->holds(row); }) &&
         (query_.text.empty() || has_text(row, query_.text));
}

Outcome<std::vector<std::uint64_t>> Run::positions() {
  std::vector<std::uint64_t> candidates;
  if (!by_id(candidates)) {
    const Found found = best_index();
    if (found.member != nullptr) {
      MIMUS_TRY_DONE(may_scan(found.size));
      std::optional<Order> order = order_by(*found.member);
      for (const Interval& each : found.intervals) {
        const auto slice = order->slice(each.first, each.size(), false);
        candidates.insert(candidates.end(), slice.begin(), slice.end());
      }
      std::sort(candidates.begin(), candidates.end());
    } else {
      MIMUS_TRY_DONE(may_scan(table_.size()));
      for (std::uint64_t i = 0; i < table_.size(); ++i) candidates.push_back(table_.nth(i));
    }
  }
  if (!left_.empty() || !query_.text.empty())
    std::erase_if(candidates, [&](std::uint64_t position) { return !holds(*read_.row(position)); });
  return candidates;
}

Cursor Run::cursor_of(std::uint64_t position) {
  Cursor cursor;
  cursor.position = position;
  if (query_.sort.empty()) return cursor;
  const Row row = read_.row(position);
  for (const SortKey& key : query_.sort) cursor.values.push_back(Scalar::of(member_at(*row, key.path)));
  return cursor;
}

void Run::fill(Page& page, std::span<const std::uint64_t> positions, bool more) {
  for (const std::uint64_t position : positions) page.rows.push_back(read_.row(position));
  if (more && !positions.empty() && query_.paging == Query::Paging::kCursor)
    page.next = cursor_of(positions.back()).text(query_.sort);
}

Page Run::natural_page() {
  Page page;
  page.total = table_.size();
  std::uint64_t from = query_.after ? table_.rank(query_.after->position + 1) : query_.offset;
  std::vector<std::uint64_t> positions;
  for (; from < page.total && positions.size() < query_.limit; ++from) positions.push_back(table_.nth(from));
  fill(page, positions, from < page.total);
  return page;
}

Page Run::indexed_page(Order& order, Interval interval) {
  const bool backwards = query_.sort.front().descending;
  Page page;
  page.total = interval.size();
  std::uint64_t skipped = std::min(query_.offset, page.total);
  if (query_.after) {
    const Scalar& value = query_.after->values.front();
    const std::uint64_t at = order.rank({value, query_.after->position + (backwards ? 0 : 1)});
    const std::uint64_t inside = std::clamp(at, interval.first, interval.last);
    skipped = backwards ? interval.last - inside : inside - interval.first;
  }
  const std::uint64_t count = std::min(query_.limit, page.total - skipped);
  const std::uint64_t from = backwards ? interval.last - skipped - 1 : interval.first + skipped;
  std::vector<std::uint64_t> positions;
  if (count > 0) positions = order.slice(from, count, backwards);
  fill(page, positions, skipped + count < page.total);
  return page;
}

// Rows of equal values are in their order, or in the reverse of it when the last key is descending: as an index
// that is read backwards has them.
Page Run::sorted_page(const std::vector<std::uint64_t>& found) {
  const auto before = [this](const Cursor& a, const Cursor& b) {
    for (std::size_t i = 0; i < query_.sort.size(); ++i) {
      const int order = Scalar::compare(a.values[i], b.values[i]);
      if (order != 0) return (order < 0) != query_.sort[i].descending;
    }
    return (a.position < b.position) != (!query_.sort.empty() && query_.sort.back().descending && a.position != b.position);
  };
  std::vector<Cursor> all;
  all.reserve(found.size());
  for (const std::uint64_t position : found) all.push_back(cursor_of(position));
  if (!query_.sort.empty()) std::sort(all.begin(), all.end(), before);
  Page page;
  page.total = all.size();
  std::uint64_t from = std::min<std::uint64_t>(query_.offset, all.size());
  if (query_.after)
    from = static_cast<std::uint64_t>(std::upper_bound(all.begin(), all.end(), *query_.after, before) - all.begin());
  std::vector<std::uint64_t> positions;
  for (std::uint64_t i = from; i < all.size() && positions.size() < query_.limit; ++i) positions.push_back(all[i].position);
  fill(page, positions, from + positions.size() < all.size());
  return page;
}

Outcome<Page> Run::page() {
  if (!query_.filtered() && query_.sort.empty()) return natural_page();
  if (query_.text.empty() && query_.sort.size() == 1) {
    const std::string& member = query_.sort.front().path;
    const bool only_this = std::all_of(query_.filters.begin(), query_.filters.end(), [&](const Filter& filter) {
      return filter.path == member && indexable(filter.op);
    });
    if (std::optional<Order> order = only_this ? order_by(member) : std::nullopt) {
      Intervals intervals{{0, table_.size()}};
      for (const Filter& filter : query_.filters) intervals = both(intervals, intervals_of(*order, filter));
      if (intervals.empty()) return Page{};
      if (intervals.size() == 1) return indexed_page(*order, intervals.front());
    }
  }
  MIMUS_TRY(const std::vector<std::uint64_t> found, positions());
  MIMUS_TRY_DONE(may_scan(found.size()));
  return sorted_page(found);
}

}  // namespace

Outcome<Page> run(const Table& table, const Query& query) { return Run(table, query).page(); }

Outcome<std::vector<std::uint64_t>> all_positions(const Table& table, const Query& query) {
  return Run(table, query).positions();
}

}  // namespace mimus::collections
