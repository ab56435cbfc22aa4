#pragma once

#include <cstdint>

#include "base/chance.h"

namespace mimus::records {

// A permutation of 0 … size-1 that is computed in both directions and stores nothing: a Feistel
// network over the next even number of bits, walked until it is back inside (Black, Rogaway 2002).
// size > 0.
class Permutation {
 public:
  Permutation(Chance key, std::uint64_t size);
  std::uint64_t at(std::uint64_t index) const;     // index < size
  std::uint64_t where(std::uint64_t value) const;  // at(where(v)) == v

 private:
  std::uint64_t rounds(std::uint64_t value, bool forward) const;
  Chance key_;
  std::uint64_t size_;
  unsigned half_bits_;
};

// Which parent each of `children` belongs to, and the other way round, without a table. Every child
// has one parent; a parent has 0 to 2·children/parents of them, about children/parents on average.
// parents > 0.
//
//   const Relation orders(key, 1000, 5000);
//   orders.parent(7);                       // 312
//   orders.first(312), orders.count(312)    // its slots …
//   orders.child(orders.first(312) + k)     // … and who sits there: one of them is 7
class Relation {
 public:
  Relation(Chance key, std::uint64_t parents, std::uint64_t children);

  std::uint64_t parent(std::uint64_t child) const;
  std::uint64_t first(std::uint64_t parent) const;  // parent <= parents
  std::uint64_t count(std::uint64_t parent) const { return first(parent + 1) - first(parent); }
  std::uint64_t child(std::uint64_t slot) const { return seats_.where(slot); }

 private:
  Chance key_;
  std::uint64_t parents_, children_;
  Permutation seats_;
};

}  // namespace mimus::records
