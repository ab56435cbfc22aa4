#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "json/json.h"
#include "list_query.h"
#include "memory.h"
#include "value_path.h"

namespace mimus::mockoon {

enum class CrudCall : std::uint8_t { kList, kGet, kCreate, kReplaceAll, kReplace, kMergeAll, kMerge, kDeleteAll, kDelete };

// The nine calls that a CRUD route takes.
struct CrudRow {
  CrudCall call;
  std::string_view method;  // "get"
  bool item;                // on /endpoint/:id, else on /endpoint
  bool changes;
};
std::span<const CrudRow> crud_rows();

struct CrudAsk {
  CrudCall call = CrudCall::kList;
  std::string_view id;                     // of an item
  const ValuePath* key = nullptr;          // of the property that holds it: "id", "data.id"
  const json::Value* body = nullptr;       // parsed, or a text
  const ListQuery* query = nullptr;        // of kList
  std::function<json::Value()> fresh_id{};  // for an item that brings none where no number can be counted on
};

struct CrudAnswer {
  Memory::Value body;                // nullptr: undefined, which is sent as nothing
  const json::Value* part = nullptr;  // of `body`: an item, which is sent instead
  std::optional<std::vector<const json::Value*>> rows{};  // likewise: a list of these
  std::optional<int> status{};       // instead of the response's own
  std::optional<std::size_t> total{}, filtered{};

  std::string text(Arena& arena) const;  // what is sent
};

// Does to the bucket's value what the call says; `value` becomes another one when it changes.
CrudAnswer crud(Memory::Value& value, const CrudAsk& ask, Arena& arena);

}  // namespace mimus::mockoon
