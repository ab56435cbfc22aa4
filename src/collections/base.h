#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/chance.h"
#include "definition.h"
#include "json/json.h"

namespace mimus::collections {

using Row = std::shared_ptr<const json::Value>;  // an object; nullptr: there is none

class BaseIndex;

// The rows that a collection begins with, at the positions 0 … count()-1: from a file, or made by a schema
// whenever one is asked for. Immutable; shared by all versions and forks of the collection; any thread.
class Base {
 public:
  // Makes or finds rows, on one thread. The base outlives it.
  class Reader {
   public:
    virtual ~Reader() = default;
    virtual Row row(std::uint64_t position) = 0;  // < count()
  };

  virtual ~Base();
  virtual std::uint64_t count() const = 0;
  virtual std::unique_ptr<Reader> reader() const = 0;
  virtual std::optional<std::uint64_t> position_of(std::string_view id) const = 0;
  virtual double next_number() const = 0;  // the greatest id that is a number, and one more

  // The order by a member of Definition::indexed; nullptr for others. Begins to build it at the first call.
  const BaseIndex* index(std::string_view member) const;

 protected:
  explicit Base(const std::vector<std::string>& indexed);
  void stop_indexing();  // derived destructors: the indexers read rows

 private:
  std::map<std::string, std::unique_ptr<BaseIndex>, std::less<>> indexes_;
};

// Generated rows are those of this chance. Errors: the first row cannot be made.
Result<std::shared_ptr<const Base>> make_base(const Definition& definition, Chance chance);

// The id of generated row `position` where ids are uuids: computed in both directions, stored nowhere.
std::string generated_uuid(Chance chance, std::uint64_t position);
std::optional<std::uint64_t> position_of_uuid(Chance chance, std::string_view uuid);

}  // namespace mimus::collections
