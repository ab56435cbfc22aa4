#include <algorithm>

#include "state.h"
#include "text/suggest.h"

namespace mimus::collections {
namespace {

std::vector<std::string_view> names_of(const std::vector<Catalog::Entry>& entries) {
  std::vector<std::string_view> names;
  for (const Catalog::Entry& entry : entries) names.push_back(entry.definition->name);
  return names;
}

// A way from `at` back to `start` along belongs_to, as names; empty: there is none.
bool leads_back(const std::vector<Catalog::Entry>& entries, std::size_t at, std::size_t start,
                std::vector<bool>& seen, std::string& way) {
  for (const std::size_t target : entries[at].targets) {
    if (target == at) continue;  // a tree
    const std::size_t length = way.size();
    way += " → " + entries[target].definition->name;
    if (target == start) return true;
    if (!seen[target]) {
      seen[target] = true;
      if (leads_back(entries, target, start, seen, way)) return true;
    }
    way.resize(length);
  }
  return false;
}

}  // namespace

Result<std::shared_ptr<const Catalog>> Catalog::make(std::vector<DefinitionPtr> definitions) {
  auto catalog = std::make_shared<Catalog>();
  std::vector<Entry>& entries = catalog->entries_;
  for (DefinitionPtr& definition : definitions) {
    if (catalog->find(definition->name))
      return Error{Code::kConflict, "two collections are called '" + definition->name + "'",
                   "give one of them another name", {}};
    entries.push_back({std::move(definition), {}, {}});
  }
  for (std::size_t i = 0; i < entries.size(); ++i) {
    for (const BelongsTo& relation : entries[i].definition->belongs_to) {
      const auto target = catalog->find(relation.target);
      if (!target)
        return Error{Code::kNotFound,
                     "'" + entries[i].definition->name + "' belongs to '" + relation.target + "', which is no collection",
                     text::did_you_mean(relation.target, names_of(entries)), {}};
      entries[i].targets.push_back(*target);
      entries[*target].children.push_back({i, relation});
    }
  }
  for (std::size_t i = 0; i < entries.size(); ++i) {
    std::vector<bool> seen(entries.size());
    std::string way = entries[i].definition->name;
    if (leads_back(entries, i, i, seen, way))
      return invalid("collections belong to each other in a circle: " + way, "leave out one of these relations");
  }
  return std::shared_ptr<const Catalog>(std::move(catalog));
}

std::optional<std::size_t> Catalog::find(std::string_view name) const {
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (entries_[i].definition->name == name) return i;
  }
  return std::nullopt;
}

std::string Catalog::hint_for(std::string_view name) const {
  return text::did_you_mean(name, names_of(entries_));
}

}  // namespace mimus::collections
