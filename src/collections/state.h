#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/chance.h"
#include "base/cow.h"
#include "definition.h"
#include "problem.h"
#include "table.h"

namespace mimus::collections {

// Which collections a world has, and who belongs to whom. Immutable.
class Catalog {
 public:
  struct Child {
    std::size_t collection;
    BelongsTo relation;
  };
  struct Entry {
    DefinitionPtr definition;
    std::vector<std::size_t> targets;  // of its belongs_to, in their order
    std::vector<Child> children;       // who belongs to it
  };

  // Errors: two of one name (kConflict), a relation to nobody (kNotFound), relations in a circle (kInvalid, the
  // circle named). A collection may belong to itself: that is a tree.
  static Result<std::shared_ptr<const Catalog>> make(std::vector<DefinitionPtr> definitions);

  std::size_t size() const { return entries_.size(); }
  const Entry& operator[](std::size_t collection) const { return entries_[collection]; }
  const Definition& definition(std::size_t collection) const { return *entries_[collection].definition; }
  std::optional<std::size_t> find(std::string_view name) const;
  std::string hint_for(std::string_view name) const;  // "did you mean 'products'?"

 private:
  std::vector<Entry> entries_;
};

// All collections of a world at one moment. Copying costs a count for each collection, whatever is in them.
struct State {
  std::shared_ptr<const Catalog> catalog = std::make_shared<Catalog>();
  std::vector<Cow<Table>> tables;  // in the catalog's order
  Chance chance{0};                // of generated rows and of ids
  std::uint64_t generation = 0;    // of the configuration that the catalog is of

  const Table& table(std::size_t collection) const { return *tables[collection]; }
  Table& edit(std::size_t collection) { return tables[collection].edit(); }
};

// ---- changes: each checks all that has to hold; when one fails, throw the State away ---------------

// Adds a row; gives it an id unless it has one. Problems: 409 for an id that is there, 422 for what the schema
// or a reference forbids, 400 for what is no object. Its position.
Outcome<std::uint64_t> insert(State& state, std::size_t collection, json::Value row);
// Replaces a row. The id stays, and need not be in `row`; another one is a 409.
Outcome<Row> replace(State& state, std::size_t collection, std::uint64_t position, json::Value row);
// Removes a row and does with those that refer to it what their relation says. 409 when one of them forbids it.
Settled remove(State& state, std::size_t collection, std::uint64_t position);

// Positions of the rows whose `member` refers to `id`. 503 while an index is built that this needs.
Outcome<std::vector<std::uint64_t>> referring(const State& state, std::size_t collection,
                                              std::string_view member, std::string_view id);

}  // namespace mimus::collections
