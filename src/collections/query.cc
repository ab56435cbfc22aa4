#include "query.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "text/encoding.h"
#include "text/percent.h"
#include "text/suggest.h"

namespace mimus::collections {
namespace {

constexpr std::size_t kMostParameters = 100;
constexpr std::uint64_t kMostOffset = 1'000'000'000'000;

std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> out;
  while (!list.empty()) {
    const std::string_view one = list.substr(0, list.find(','));
    list.remove_prefix(std::min(one.size() + 1, list.size()));
    if (const std::string_view bare = text::trim(one); !bare.empty()) out.emplace_back(bare);
  }
  return out;
}

// What members the rows of a table have, as far as a look at some of them shows.
class Members {
 public:
  explicit Members(const Table& table) : table_(table) {}

  bool knows(std::string_view path) {
    const std::string_view first = path.substr(0, path.find('.'));
    if (first == table_.definition().id) return true;
    look();
    return anything_ || names_.contains(std::string(path)) || names_.contains(std::string(first));
  }
  std::string hint(std::string_view name) {
    look();
    const std::vector<std::string_view> names(names_.begin(), names_.end());
    return names.empty() ? std::string() : text::did_you_mean(name, names);
  }

 private:
  void look() {
    if (looked_) return;
    looked_ = true;
    constexpr std::uint64_t kLooked = 50;  // from the front, and as many from the end
    if (const json::Value* properties = json::find(table_.definition().validation, "/properties"))
      note(*properties);
    Table::Reader read(table_);
    const bool alike = table_.definition().schema.has_value();  // generated rows have the same members
    const std::uint64_t size = table_.size();
    const std::uint64_t front = std::min<std::uint64_t>(size, alike ? 2 : kLooked);
    for (std::uint64_t i = 0; i < front; ++i) note(*read.row(table_.nth(i)));
    for (std::uint64_t i = std::max(front, size - std::min(size, alike ? 2 : kLooked)); i < size; ++i)
      note(*read.row(table_.nth(i)));
    anything_ = names_.empty();
  }
  void note(const json::Value& row) {
    if (!row.is_object()) return;
    for (const auto& member : row.get_object()) names_.emplace(member.key());
  }

  const Table& table_;
  bool looked_ = false, anything_ = false;
  std::set<std::string> names_;
};

struct Reading {
  const Table& table;
  Members members;
  Query query;
  std::optional<std::uint64_t> page, limit, end;
  std::vector<std::string> order;
  std::optional<std::string> cursor;
  std::string parameter;  // the one that is being read

  Problem fault(std::string detail, std::string hint = {}) const {
    Problem made = problem(400, std::move(detail), std::move(hint));
    made.parameter = parameter;
    return made;
  }
};

Outcome<std::uint64_t> whole(const Reading& in, const std::string& value, std::uint64_t least) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc() || end != value.data() + value.size() || value.empty() || number < least || number > kMostOffset)
    return in.fault(in.parameter + " must be a whole number from " + std::to_string(least) + "; got '" + value + "'");
  return number;
}

Settled known(Reading& in, const std::string& path) {
  if (in.members.knows(path)) return Done{};
  return in.fault("rows of '" + in.table.definition().name + "' have no member '" + path + "'", in.members.hint(path));
}

// Unknown names are dropped where the definition is lenient.
Outcome<std::vector<std::string>> known_list(Reading& in, const std::string& value) {
  std::vector<std::string> out;
  for (std::string& path : split(value)) {
    const Settled good = known(in, path.starts_with('-') ? path.substr(1) : path);
    if (!good && in.table.definition().lenient) continue;
    if (!good) return good.error();
    out.push_back(std::move(path));
  }
  return out;
}

// ---- parameters that are no filters --------------------------------------------------------------

using Read = Settled (*)(Reading&, const std::string& value);

Settled read_page(Reading& in, const std::string& value) {
  MIMUS_TRY(in.page, whole(in, value, 1));
  in.query.paging = Query::Paging::kPage;
  return Done{};
}
Settled read_limit(Reading& in, const std::string& value) {
  MIMUS_TRY(const std::uint64_t limit, whole(in, value, 1));
  const std::uint64_t most = in.table.definition().most_page_size;
  if (limit > most) return in.fault("at most " + std::to_string(most) + " rows at once; asked for " + value);
  in.limit = limit;
  if (in.query.paging == Query::Paging::kNone) in.query.paging = Query::Paging::kPage;
  return Done{};
}
Settled read_offset(Reading& in, const std::string& value) {
  MIMUS_TRY(in.query.offset, whole(in, value, 0));
  in.query.paging = Query::Paging::kOffset;
  return Done{};
}
Settled read_end(Reading& in, const std::string& value) {
  MIMUS_TRY(in.end, whole(in, value, 0));
  in.query.paging = Query::Paging::kOffset;
  return Done{};
}
Settled read_cursor(Reading& in, const std::string& value) {
  in.cursor = value;
  in.query.paging = Query::Paging::kCursor;
  return Done{};
}
Settled read_sort(Reading& in, const std::string& value) {
  MIMUS_TRY(const std::vector<std::string> paths, known_list(in, value));
  for (const std::string& path : paths) {
    const bool descending = path.starts_with('-');
    in.query.sort.push_back({descending ? path.substr(1) : path, descending});
  }
  return Done{};
}
Settled read_order(Reading& in, const std::string& value) {
  in.order = split(text::to_lower_ascii(value));
  for (const std::string& each : in.order) {
    if (each != "asc" && each != "desc") return in.fault("an order is asc or desc; got '" + each + "'");
  }
  return Done{};
}
Settled read_text(Reading& in, const std::string& value) {
  in.query.text = text::to_lower_ascii(value);
  return Done{};
}
Settled read_fields(Reading& in, const std::string& value) {
  MIMUS_TRY(std::vector<std::string> paths, known_list(in, value));
  for (std::string& path : paths) in.query.fields.push_back(std::move(path));
  return Done{};
}
Settled read_embed(Reading& in, const std::string& value) {
  for (std::string& name : split(value)) in.query.embed.push_back(std::move(name));
  return Done{};
}
Settled read_expand(Reading& in, const std::string& value) {
  for (std::string& name : split(value)) in.query.expand.push_back(std::move(name));
  return Done{};
}

struct Parameter {
  std::string_view name;
  Read read;
};
constexpr Parameter kParameters[] = {
    {"page", &read_page},      {"limit", &read_limit},     {"per_page", &read_limit}, {"offset", &read_offset},
    {"start", &read_offset},   {"end", &read_end},         {"cursor", &read_cursor},  {"sort", &read_sort},
    {"order", &read_order},    {"q", &read_text},          {"search", &read_text},    {"fields", &read_fields},
    {"embed", &read_embed},    {"expand", &read_expand},
};

// json-server's _page beside page. `start` and `end` are common members: only with the underscore.
const Parameter* find_parameter(std::string_view name) {
  const bool underscored = name.starts_with('_');
  if (underscored) name.remove_prefix(1);
  if (!underscored && (name == "start" || name == "end")) return nullptr;
  for (const Parameter& row : kParameters) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

// ---- filters -------------------------------------------------------------------------------------

const OperatorName* find_operator(std::string_view name) {
  for (const OperatorName& row : operators()) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

std::string nearest_operator(std::string_view name) {
  std::vector<std::string_view> names;
  for (const OperatorName& row : operators()) names.push_back(row.name);
  return text::did_you_mean(name, names);
}

struct Target {
  std::string path;
  Operator op = Operator::kEqual;
};

// price[gte], price_gte, price. A member that is really called price_gte comes first.
Outcome<Target> target_of(Reading& in, const std::string& name) {
  if (const std::size_t open = name.find('['); open != name.npos && name.ends_with(']')) {
    const std::string op = name.substr(open + 1, name.size() - open - 2);
    const OperatorName* found = find_operator(op);
    if (found == nullptr) return in.fault("there is no operator '" + op + "'", nearest_operator(op));
    return Target{name.substr(0, open), found->op};
  }
  const std::size_t bar = name.rfind('_');
  if (bar == name.npos || bar == 0) return Target{name, Operator::kEqual};
  const OperatorName* found = find_operator(std::string_view(name).substr(bar + 1));
  const std::string front = name.substr(0, bar);
  if (found != nullptr) {
    if (in.members.knows(front) || !in.members.knows(name)) return Target{front, found->op};
  } else if (!in.members.knows(name) && in.members.knows(front)) {
    return in.fault("there is no operator '" + name.substr(bar + 1) + "'", nearest_operator(name.substr(bar + 1)));
  }
  return Target{name, Operator::kEqual};
}

Settled read_filter(Reading& in, const std::string& name, std::string value) {
  MIMUS_TRY(Target target, target_of(in, name));
  MIMUS_TRY_DONE(known(in, target.path));
  if (target.op == Operator::kEqual) {  // id=1&id=2: one of them
    for (Filter& filter : in.query.filters) {
      if (filter.path != target.path || filter.op != Operator::kEqual) continue;
      filter.operands.push_back(Operand::of(std::move(value)));
      return Done{};
    }
  }
  Filter filter{std::move(target.path), target.op, {}, {}};
  if (filter.op == Operator::kIn || filter.op == Operator::kNotIn) {
    for (std::string& each : split(value)) filter.operands.push_back(Operand::of(std::move(each)));
    if (filter.operands.empty()) return in.fault(in.parameter + " needs a value");
  } else if (filter.op == Operator::kLike) {
    auto pattern = regex::Regex::compile(value, {.ignore_case = true});
    if (!pattern) return in.fault("'" + value + "' is no regular expression: " + pattern.error().message);
    filter.pattern = *std::move(pattern);
  }
  if (filter.operands.empty()) filter.operands.push_back(Operand::of(std::move(value)));
  in.query.filters.push_back(std::move(filter));
  return Done{};
}

Settled finish(Reading& in) {
  Query& query = in.query;
  const Definition& definition = in.table.definition();
  for (std::size_t i = 0; i < query.sort.size() && i < in.order.size(); ++i) query.sort[i].descending = in.order[i] == "desc";
  if (in.end) in.limit = *in.end > query.offset ? *in.end - query.offset : 0;
  const bool paged = query.paging != Query::Paging::kNone;
  query.limit = in.limit.value_or(paged ? definition.page_size : definition.unpaged_size);
  query.limit = std::min(query.limit, definition.most_page_size);
  if (query.paging == Query::Paging::kPage) {
    in.parameter = "page";
    if (in.page && *in.page > kMostOffset / definition.most_page_size) return in.fault("there is no page " + std::to_string(*in.page));
    query.offset = (in.page.value_or(1) - 1) * query.limit;
  }
  if (query.paging == Query::Paging::kCursor && !in.cursor->empty()) {
    in.parameter = "cursor";
    query.after = Cursor::parse(*in.cursor, query.sort);
    if (!query.after) return in.fault("this cursor is not one of ours, or belongs to another sort order",
                                      "take the one in the Link header, or cursor= for the first page");
  }
  return Done{};
}

}  // namespace

Outcome<Query> parse_query(std::string_view query_string, const Table& table) {
  Reading in{table, Members(table), {}, {}, {}, {}, {}, {}, {}};
  std::size_t count = 0;
  while (!query_string.empty()) {
    const std::string_view pair = query_string.substr(0, query_string.find('&'));
    query_string.remove_prefix(std::min(pair.size() + 1, query_string.size()));
    if (pair.empty()) continue;
    if (++count > kMostParameters) return in.fault("more than " + std::to_string(kMostParameters) + " parameters");
    const std::size_t equals = std::min(pair.find('='), pair.size());
    in.parameter = text::to_valid_utf8(text::form_decode(pair.substr(0, equals)));
    std::string value = text::to_valid_utf8(text::form_decode(pair.substr(std::min(equals + 1, pair.size()))));
    const Parameter* const known_one = find_parameter(in.parameter);
    const std::string name = in.parameter;
    Settled read = known_one != nullptr ? known_one->read(in, value) : read_filter(in, name, std::move(value));
    if (!read && !(known_one == nullptr && table.definition().lenient)) return std::move(read).error();
  }
  MIMUS_TRY_DONE(finish(in));
  return std::move(in.query);
}

}  // namespace mimus::collections
