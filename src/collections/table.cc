#include "table.h"

#include <algorithm>
#include <cmath>

#include "base/hash.h"
#include "scalar.h"

namespace mimus::collections {
namespace {

// Of an ascending list of things that are left out of 0, 1, 2 …: the n-th that is left in. `before(x)`: how many
// of the list are less than x.
template <class Before>
std::uint64_t nth_left(std::uint64_t n, std::uint64_t left_out, const Before& before) {
  std::uint64_t low = n, high = n + left_out;
  while (low < high) {  // the smallest x with x + 1 - before(x + 1) > n
    const std::uint64_t middle = low + (high - low) / 2;
    if (middle + 1 - before(middle + 1) > n) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

}  // namespace

// An odd multiplier has an inverse, so the map's keys are mixed and lead back.
std::uint64_t Table::mixed(std::uint64_t position) {
  const std::uint64_t product = position * 0x9E3779B97F4A7C15u;
  return product ^ product >> 32;
}
std::uint64_t Table::unmixed(std::uint64_t key) {
  return (key ^ key >> 32) * 0xF1DE83E19937733Du;
}

Table::Table(const DefinitionPtr& definition, std::shared_ptr<const Base> base)
    : definition_(definition),
      base_(std::move(base)),
      orders_(definition->indexed.size()),
      next_position_(base_->count()),
      next_number_(base_->next_number()) {}

Row Table::cell(std::uint64_t position) const {
  const Row* found = cells_.find(mixed(position));
  return found == nullptr ? nullptr : *found;
}

std::optional<std::uint64_t> Table::find(std::string_view id) const {
  if (const auto position = base_->position_of(id); position && !deleted_.contains(*position)) return position;
  const auto* candidates = added_ids_.find(hash_bytes(id));
  if (candidates == nullptr) return std::nullopt;
  for (const std::uint64_t position : *candidates) {
    if (id_text(cell(position)->get_object().at(definition_->id)) == id) return position;
  }
  return std::nullopt;
}

std::uint64_t Table::nth(std::uint64_t index) const {
  const std::uint64_t of_base = base_->count() - deleted_.size();
  if (index >= of_base) return added_.at(index - of_base);
  return nth_left(index, deleted_.size(), [&](std::uint64_t x) { return deleted_.rank(x); });
}

std::uint64_t Table::rank(std::uint64_t position) const {
  const std::uint64_t count = base_->count();
  if (position < count) return position - deleted_.rank(position);
  return count - deleted_.size() + added_.rank(position);
}

void Table::enter(std::uint64_t position, const json::Value& row) {
  for (std::size_t i = 0; i < orders_.size(); ++i)
    orders_[i].insert({Scalar::of(member_at(row, definition_->indexed[i])), position});
}
void Table::leave(std::uint64_t position, const json::Value& row) {
  for (std::size_t i = 0; i < orders_.size(); ++i)
    orders_[i].erase({Scalar::of(member_at(row, definition_->indexed[i])), position});
}

void Table::take_id(const json::Value& row, std::uint64_t position) {
  const json::Value* id = row.get_object().if_contains(definition_->id);
  if (id == nullptr) return;
  if (id->is_number()) next_number_ = std::max(next_number_, std::floor(id->to_number<double>()) + 1);
  added_ids_.edit(hash_bytes(id_text(*id))).push_back(position);
}
void Table::drop_id(const json::Value& row, std::uint64_t position) {
  const json::Value* id = row.get_object().if_contains(definition_->id);
  if (id == nullptr) return;
  const std::uint64_t key = hash_bytes(id_text(*id));
  std::vector<std::uint64_t>& positions = added_ids_.edit(key);
  std::erase(positions, position);
  if (positions.empty()) added_ids_.erase(key);
}

std::uint64_t Table::add(Row row) {
  const std::uint64_t position = next_position_;
  put_back(position, std::move(row));
  return position;
}

void Table::put_back(std::uint64_t position, Row row) {
  enter(position, *row);
  if (position < base_->count()) {
    changed_.insert(position);
  } else {
    take_id(*row, position);
    added_.insert(position);
    next_position_ = std::max(next_position_, position + 1);
  }
  cells_.edit(mixed(position)) = std::move(row);
}

void Table::replace(std::uint64_t position, Row row) {
  if (const Row before = cell(position)) leave(position, *before);
  enter(position, *row);
  if (position < base_->count()) changed_.insert(position);
  cells_.edit(mixed(position)) = std::move(row);
}

void Table::erase(std::uint64_t position) {
  const Row before = cell(position);
  if (before) leave(position, *before);
  if (position < base_->count()) {
    changed_.insert(position);
    deleted_.insert(position);
  } else {
    drop_id(*before, position);
    added_.erase(position);
  }
  cells_.erase(mixed(position));
}

Row Table::Reader::base_row(std::uint64_t position) {
  if (!base_) base_ = table_.base_->reader();
  return base_->row(position);
}

Row Table::Reader::row(std::uint64_t position) {
  if (Row row = table_.cell(position)) return row;
  if (position >= table_.base_->count() || table_.deleted_.contains(position)) return nullptr;
  return base_row(position);
}

// ---- the order by an indexed member ------------------------------------------------------------

Order::Order(Table::Reader& reader, const BaseIndex& index, std::size_t number)
    : reader_(reader), index_(index), over_(reader.table().orders_[number]) {
  const auto& changed = reader.table().changed_;
  masked_.reserve(changed.size());
  changed.for_each([&](std::uint64_t position) { masked_.push_back(index.rank_of(position)); });
  std::sort(masked_.begin(), masked_.end());
}

std::uint64_t Order::base_size() const { return reader_.table().base().count() - masked_.size(); }

std::uint64_t Order::base_position(std::uint64_t live) const {
  const std::uint64_t rank = nth_left(live, masked_.size(), [&](std::uint64_t x) {
    return static_cast<std::uint64_t>(std::lower_bound(masked_.begin(), masked_.end(), x) - masked_.begin());
  });
  return index_.position_at(rank);
}

Key Order::base_key(std::uint64_t live) {
  const std::uint64_t position = base_position(live);
  return {Scalar::of(member_at(*reader_.base_row(position), index_.member())), position};
}

std::uint64_t Order::rank(const Key& key) {
  auto [low, high] = index_.around(key);
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    const std::uint64_t position = index_.position_at(middle);
    const Key here{Scalar::of(member_at(*reader_.base_row(position), index_.member())), position};
    if (here < key) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const auto gone = std::lower_bound(masked_.begin(), masked_.end(), low) - masked_.begin();
  return low - static_cast<std::uint64_t>(gone) + over_.rank(key);
}

Order::Place Order::place(std::uint64_t rank) {
  std::uint64_t low = rank > base_size() ? rank - base_size() : 0;
  std::uint64_t high = std::min<std::uint64_t>(rank, over_.size());
  while (low < high) {  // the fewest of those above, so that what comes before is no greater than what follows
    const std::uint64_t over = low + (high - low) / 2;
    if (over_.at(over) < base_key(rank - over - 1)) {
      low = over + 1;
    } else {
      high = over;
    }
  }
  return {rank - low, low};
}

std::vector<std::uint64_t> Order::slice(std::uint64_t from, std::uint64_t count, bool backwards) {
  std::vector<std::uint64_t> positions;
  Place at = place(backwards ? from + 1 : from);
  for (; count > 0; --count) {
    const bool base_left = backwards ? at.base > 0 : at.base < base_size();
    const bool over_left = backwards ? at.over > 0 : at.over < over_.size();
    if (!base_left && !over_left) break;
    const std::uint64_t base = backwards ? at.base - 1 : at.base;
    const std::uint64_t over = backwards ? at.over - 1 : at.over;
    bool from_base = base_left;
    if (base_left && over_left) from_base = (base_key(base) < over_.at(over)) != backwards;
    positions.push_back(from_base ? base_position(base) : over_.at(over).position);
    std::uint64_t& moved = from_base ? at.base : at.over;
    moved = backwards ? moved - 1 : moved + 1;
  }
  return positions;
}

}  // namespace mimus::collections
