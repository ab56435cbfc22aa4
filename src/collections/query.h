#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "problem.h"
#include "regex/regex.h"
#include "scalar.h"
#include "table.h"

namespace mimus::collections {

enum class Operator : std::uint8_t {
  kEqual, kNotEqual, kGreater, kGreaterEqual, kLess, kLessEqual, kIn, kNotIn, kLike, kContains, kStart, kEnd, kExists,
};

// A row for docs and suggestions.
struct OperatorName {
  std::string_view name;  // as in price_gte and price[gte]
  Operator op;
  std::string_view summary;
};
std::span<const OperatorName> operators();

// price_gte=10: holds for rows whose member compares so with one of the operands.
struct Filter {
  std::string path;
  Operator op = Operator::kEqual;
  std::vector<Operand> operands;
  std::optional<regex::Regex> pattern;  // of kLike

  bool holds(const json::Value& row) const;
};

struct SortKey {
  std::string path;
  bool descending = false;
};

// Where a page begins that follows another, however many rows have come and gone: behind this row.
struct Cursor {
  std::vector<Scalar> values;  // of the sort keys
  std::uint64_t position = 0;

  std::string text(std::span<const SortKey> sort) const;  // opaque
  static std::optional<Cursor> parse(std::string_view text, std::span<const SortKey> sort);
};

// What the query string of a list asks for.
struct Query {
  enum class Paging : std::uint8_t { kNone, kPage, kOffset, kCursor };

  std::vector<Filter> filters;  // all have to hold
  std::string text;             // somewhere in the row, in any case (ASCII)
  std::vector<SortKey> sort;    // none: in the order of the rows
  Paging paging = Paging::kNone;
  std::uint64_t offset = 0, limit = ~std::uint64_t{0};
  std::optional<Cursor> after;       // of kCursor; none: from the start
  std::vector<std::string> fields;   // none: all
  std::vector<std::string> embed, expand;

  bool filtered() const { return !filters.empty() || !text.empty(); }
};

// Parameters as in docs/collections.md. Problems: 400 that names the parameter and what is near; a lenient
// definition ignores those that it does not know.
Outcome<Query> parse_query(std::string_view query_string, const Table& table);

// Is the text, lower case, in any value of it?
bool has_text(const json::Value& value, std::string_view lower);
// The row with these members only.
json::Value project(const json::Value& row, std::span<const std::string> fields);

}  // namespace mimus::collections
