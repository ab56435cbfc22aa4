#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/arena.h"
#include "facts/request_facts.h"
#include "json/json.h"

namespace mimus::mockoon {

// What a CRUD route's list is asked for: ?search=text&name_like=^a&price_gt=5&sort=name&order=desc&page=2&limit=10
struct ListQuery {
  enum class Op : std::uint8_t { kEq, kNe, kGt, kGte, kLt, kLte, kLike, kStart, kEnd };
  struct Filter {
    std::string path, value;
    Op op;
  };
  std::string search;
  std::vector<Filter> filters;  // all must hold
  std::string sort;
  bool descending = false;
  std::optional<std::size_t> page, limit;  // one of them: pages of 10, from the first

  static ListQuery read(std::span<const facts::NameValue> query);
};

struct Listed {
  std::vector<const json::Value*> rows;  // of the list that was asked
  std::size_t total = 0, filtered = 0;  // before, and after search and filters
};
Listed list(const json::Array& all, const ListQuery& query, Arena& arena);

}  // namespace mimus::mockoon
