#include "list_query.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "regex/ecma.h"
#include "regex/regex.h"
#include "text/encoding.h"
#include "value_path.h"

namespace mimus::mockoon {
namespace {

using Op = ListQuery::Op;

struct OpRow {
  std::string_view name;
  Op op;
};
constexpr OpRow kOps[] = {{"eq", Op::kEq},   {"ne", Op::kNe},     {"gt", Op::kGt},       {"gte", Op::kGte}, {"lt", Op::kLt},
                          {"lte", Op::kLte}, {"like", Op::kLike}, {"start", Op::kStart}, {"end", Op::kEnd}};

// A number as JavaScript reads one, but for its other bases; nothing for what is none.
std::optional<double> number_of(std::string_view text) {
  text = text::trim(text);
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size() || !std::isfinite(number)) return std::nullopt;
  return number;
}

std::optional<std::size_t> count_of(std::string_view text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && number > 0 ? std::optional(number) : std::nullopt;
}

bool contains(const json::Value& value, std::string_view lower, Arena& arena) {
  if (const json::Object* object = value.if_object()) {
    return std::ranges::any_of(*object, [&](const auto& member) { return contains(member.value(), lower, arena); });
  }
  if (const json::Array* array = value.if_array()) {
    return std::ranges::any_of(*array, [&](const json::Value& one) { return contains(one, lower, arena); });
  }
  return text::to_lower_ascii(javascript_text(value, arena)).find(lower) != std::string::npos;
}

// a < b as JavaScript has it for a value and a text: as texts when both are, else as numbers. Nothing: not comparable.
std::optional<int> compare(const json::Value& value, std::string_view text) {
  if (const json::String* own = value.if_string()) {
    const int order = std::string_view(own->data(), own->size()).compare(text);
    return order < 0 ? -1 : order > 0 ? 1 : 0;
  }
  const auto given = number_of(text);
  std::optional<double> own;
  if (value.is_number()) own = value.to_number<double>();
  if (value.is_bool()) own = value.get_bool() ? 1 : 0;
  if (value.is_null()) own = 0;
  if (!given || !own) return std::nullopt;
  return *own < *given ? -1 : *own > *given ? 1 : 0;
}

// A filter whose expression is compiled.
class Test {
 public:
  explicit Test(const ListQuery::Filter& filter) : filter_(filter), path_(ValuePath::compile(filter.path)) {
    if (filter.op != Op::kLike && filter.op != Op::kStart && filter.op != Op::kEnd) return;
    std::string expression = filter.value;
    if (filter.op == Op::kStart) expression = "^" + expression;
    if (filter.op == Op::kEnd) expression += "$";
    if (auto compiled = regex::Regex::compile(regex::pcre_from_ecma(expression), {.ignore_case = true})) regex_ = *std::move(compiled);
  }

  bool holds(const json::Value& row, Arena& arena) const {
    const json::Value* value = path_.find(row, arena);
    if (value == nullptr) return filter_.op == Op::kNe;
    switch (filter_.op) {
      case Op::kEq:
        return equal(*value, arena);
      case Op::kNe:
        return !equal(*value, arena);
      case Op::kLike:
      case Op::kStart:
      case Op::kEnd:
        return regex_ && regex_->search(javascript_text(*value, arena)) == regex::Regex::Outcome::kYes;
      default:
        break;
    }
    const auto order = compare(*value, filter_.value);
    if (!order) return false;
    if (*order == 0) return filter_.op == Op::kGte || filter_.op == Op::kLte;
    return *order > 0 ? filter_.op == Op::kGt || filter_.op == Op::kGte : filter_.op == Op::kLt || filter_.op == Op::kLte;
  }

 private:
  bool equal(const json::Value& value, Arena& arena) const {
    const std::string_view text = javascript_text(value, arena);
    if (text == filter_.value) return true;
    const auto own = number_of(text), given = number_of(filter_.value);
    return own && given && *own == *given;
  }

  const ListQuery::Filter& filter_;
  const ValuePath path_;
  std::optional<regex::Regex> regex_;
};

// What a row is sorted by. Numbers come before texts, and those before all else, so that any list has one order.
struct SortKey {
  int kind = 2;
  double number = 0;
  std::string text;
  std::size_t place = 0;

  friend bool operator<(const SortKey& a, const SortKey& b) {
    if (a.kind != b.kind) return a.kind < b.kind;
    return a.kind == 0 ? a.number < b.number : a.text < b.text;
  }
};

SortKey sort_key(const json::Value& row, const ValuePath& path, std::size_t place, Arena& arena) {
  const json::Value* value = path.find(row, arena);
  if (value == nullptr) return {2, 0, "", place};
  if (value->is_number()) return {0, value->to_number<double>(), "", place};
  if (value->is_bool()) return {0, value->get_bool() ? 1.0 : 0.0, "", place};
  if (const json::String* text = value->if_string()) return {1, 0, text::to_lower_ascii(std::string_view(text->data(), text->size())), place};
  return {2, 0, "", place};
}

using Rows = std::vector<const json::Value*>;

void sort_rows(Rows& rows, const ListQuery& query, Arena& arena) {
  const ValuePath path = ValuePath::compile(query.sort);
  std::vector<SortKey> keys;
  for (std::size_t i = 0; i < rows.size(); ++i) keys.push_back(sort_key(*rows[i], path, i, arena));
  std::ranges::stable_sort(keys, [&](const SortKey& a, const SortKey& b) { return query.descending ? b < a : a < b; });
  Rows sorted;
  for (const SortKey& key : keys) sorted.push_back(rows[key.place]);
  rows = std::move(sorted);
}

void take_page(Rows& rows, const ListQuery& query) {
  if (!query.page && !query.limit) return;
  const std::size_t limit = query.limit.value_or(10), page = query.page.value_or(1);
  const bool beyond = page - 1 > rows.size() / limit;
  const std::size_t first = beyond ? rows.size() : std::min(rows.size(), (page - 1) * limit);
  const std::size_t last = first + std::min(limit, rows.size() - first);
  rows = Rows(rows.begin() + static_cast<std::ptrdiff_t>(first), rows.begin() + static_cast<std::ptrdiff_t>(last));
}

}  // namespace

ListQuery ListQuery::read(std::span<const facts::NameValue> query) {
  ListQuery made;
  for (const facts::NameValue& one : query) {
    if (one.name == "search") made.search = one.value;
    if (one.name == "sort") made.sort = one.value;
    if (one.name == "order") made.descending = text::equal_ignoring_case(one.value, "desc");
    if (one.name == "page") made.page = count_of(one.value).value_or(1);
    if (one.name == "limit") made.limit = count_of(one.value).value_or(10);
    const std::size_t bar = one.name.rfind('_');
    if (bar == one.name.npos || bar == 0) continue;
    const auto row = std::ranges::find(kOps, one.name.substr(bar + 1), &OpRow::name);
    if (row != std::end(kOps)) made.filters.push_back({std::string(one.name.substr(0, bar)), std::string(one.value), row->op});
  }
  return made;
}

Listed list(const json::Array& all, const ListQuery& query, Arena& arena) {
  Listed listed;
  listed.total = all.size();
  const std::string search = text::to_lower_ascii(query.search);
  const std::vector<Test> tests(query.filters.begin(), query.filters.end());
  Rows rows;
  for (const json::Value& row : all) {
    if (!search.empty() && !contains(row, search, arena)) continue;
    if (std::ranges::all_of(tests, [&](const Test& test) { return test.holds(row, arena); })) rows.push_back(&row);
  }
  listed.filtered = rows.size();
  if (!query.sort.empty()) sort_rows(rows, query, arena);
  take_page(rows, query);
  listed.rows = std::move(rows);
  return listed;
}

}  // namespace mimus::mockoon
