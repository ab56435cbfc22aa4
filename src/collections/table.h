#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base.h"
#include "base/persistent_map.h"
#include "base_index.h"
#include "ranked_set.h"

namespace mimus::collections {

// The rows of one collection, a persistent value: copies share, and a change to one is not seen by another.
// Rows have positions: those of the base its own, added ones the next; a row keeps its position when it
// changes, and lists are in their order.
//
//   Table next = now;
//   const std::uint64_t at = next.add(row, "7");
//   Table::Reader read(next);
//   read.row(*next.find("7"));
class Table {
 public:
  Table() = default;
  explicit Table(const DefinitionPtr& definition, std::shared_ptr<const Base> base);

  std::uint64_t size() const { return base_->count() - deleted_.size() + added_.size(); }
  std::optional<std::uint64_t> find(std::string_view id) const;  // position
  std::uint64_t nth(std::uint64_t index) const;                  // position; index < size()
  std::uint64_t rank(std::uint64_t position) const;              // how many rows stand before it
  std::uint64_t next_position() const { return next_position_; }
  double next_number() const { return next_number_; }

  std::uint64_t add(Row row);                     // the id in it is not there yet
  void replace(std::uint64_t position, Row row);  // of the same id
  void erase(std::uint64_t position);
  void count_from(double number) { next_number_ = number; }

  class Reader {  // on one thread; the table outlives it
   public:
    explicit Reader(const Table& table) : table_(table) {}
    Row row(std::uint64_t position);  // nullptr: there is none
    const Table& table() const { return table_; }

   private:
    friend class Order;
    Row base_row(std::uint64_t position);
    const Table& table_;
    std::unique_ptr<Base::Reader> base_;
  };

  const Base& base() const { return *base_; }
  const std::shared_ptr<const Base>& shared_base() const { return base_; }
  const Definition& definition() const { return *definition_; }
  const DefinitionPtr& shared_definition() const { return definition_; }
  // What differs from the base: visit(position, row), nullptr for a row that is gone.
  template <class Visit>
  void for_each_change(const Visit& visit) const {
    deleted_.for_each([&](std::uint64_t position) { visit(position, Row()); });
    cells_.for_each([&](std::uint64_t key, const Row& row) { visit(unmixed(key), row); });
  }
  // For import: puts a row at a position of its own choice.
  void put_back(std::uint64_t position, Row row);

 private:
  friend class Order;
  static std::uint64_t mixed(std::uint64_t position);
  static std::uint64_t unmixed(std::uint64_t key);
  void enter(std::uint64_t position, const json::Value& row);  // into the indexes
  void leave(std::uint64_t position, const json::Value& row);
  void take_id(const json::Value& row, std::uint64_t position);
  void drop_id(const json::Value& row, std::uint64_t position);
  Row cell(std::uint64_t position) const;

  DefinitionPtr definition_;
  std::shared_ptr<const Base> base_;
  PersistentMap<Row> cells_;                           // rows that are not the base's, by position
  PersistentMap<std::vector<std::uint64_t>> added_ids_;  // by the id's hash: positions of added rows
  RankedSet<std::uint64_t> deleted_;                   // of the base
  RankedSet<std::uint64_t> changed_;                   // of the base: deleted or replaced
  RankedSet<std::uint64_t> added_;
  std::vector<RankedSet<Key>> orders_;                 // of cells_, one for each of Definition::indexed
  std::uint64_t next_position_ = 0;
  double next_number_ = 1;
};

// The rows in the order of an indexed member: those of the base merged with those that lie over it. Borrows
// the reader. Only when the index is ready.
class Order {
 public:
  Order(Table::Reader& reader, const BaseIndex& index, std::size_t number);

  std::uint64_t size() const { return reader_.table().size(); }
  std::uint64_t rank(const Key& key);            // how many rows have a smaller key
  // Positions of `count` rows from this rank on, or backwards from it.
  std::vector<std::uint64_t> slice(std::uint64_t from, std::uint64_t count, bool backwards);

 private:
  struct Place {
    std::uint64_t base, over;  // so many of each stand before
  };
  Place place(std::uint64_t rank);
  Key base_key(std::uint64_t live);           // of the base rows that still count
  std::uint64_t base_position(std::uint64_t live) const;
  std::uint64_t base_size() const;

  Table::Reader& reader_;
  const BaseIndex& index_;
  const RankedSet<Key>& over_;
  std::vector<std::uint64_t> masked_;  // ranks of base rows that are changed, ascending
};

}  // namespace mimus::collections
