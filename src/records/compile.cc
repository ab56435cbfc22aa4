#include <algorithm>

#include "compiler.h"
#include "text/suggest.h"

namespace mimus::records {
namespace {

constexpr std::string_view kCompanions[] = {"$args", "$as", "$count", "$null", "$unique"};
constexpr std::string_view kOfDocument[] = {"$count", "$locale"};

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](unsigned char c) { return std::isalnum(c) || c == '_'; });
}
// "module.method" or "module.method(…)": surely meant as a method.
bool looks_like_method(std::string_view text) {
  const std::string_view name = text.substr(0, text.find('('));
  const std::size_t dot = name.find('.');
  if (dot == name.npos || !is_name(name.substr(0, dot)) || !is_name(name.substr(dot + 1)))
    return false;
  const bool letters = !std::isdigit(static_cast<unsigned char>(name.front())) &&
                       !std::isdigit(static_cast<unsigned char>(name[dot + 1]));
  return letters && (name.size() == text.size() || text.ends_with(')'));
}

// In which order the dates of a record lie; -1 for other names.
int date_rank(std::string_view name) {
  struct Rank {
    std::string_view part;
    int rank;
  };
  constexpr Rank kRanks[] = {{"birth", 0},    {"creat", 1},  {"register", 1}, {"signup", 1},
                             {"joined", 1},   {"order", 2},  {"start", 2},    {"begin", 2},
                             {"publish", 3},  {"paid", 3},   {"ship", 4},     {"updat", 5},
                             {"modif", 5},    {"chang", 5},  {"deliver", 5},  {"lastlogin", 6},
                             {"lastseen", 6}, {"end", 7},    {"clos", 7},     {"finish", 7},
                             {"complet", 7},  {"cancel", 7}, {"delet", 8},    {"expir", 9}};
  std::string plain;
  for (const char c : name) {
    if (c != '_' && c != '-')
      plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  for (const Rank& row : kRanks) {
    if (plain.find(row.part) != std::string::npos) return row.rank;
  }
  return -1;
}

Error unknown_directive(std::string_view key, const Place& place) {
  std::vector<std::string_view> names(std::begin(kCompanions), std::end(kCompanions));
  for (const Directive& row : directive_table()) names.push_back(row.word.name);
  return at(invalid("'" + std::string(key) + "' is no directive", text::did_you_mean(key, names)),
            place.member(key));
}

}  // namespace

Place Place::member(std::string_view name) const {
  return {pointer + "/" + json::escape_pointer(name), std::string(name), of_record};
}
Place Place::element(std::size_t index) const {
  return {pointer + "/" + std::to_string(index), "", of_record};
}

Error at(Error error, const Place& place) {
  if (error.where.pointer.empty()) error.where.pointer = place.pointer;
  return error;
}

bool Compiler::fits_city(std::string_view method) const {
  const bool of_place = method.starts_with("location.");
  return !of_place || city_ || method == "location.country" || method == "location.countryCode";
}

Result<NodePtr> Compiler::method(std::string_view text, const Place& place) {
  Result<fake::Call> call = fake::Call::parse(text);
  if (!call) {
    Error error = std::move(call).error();
    error.where.pointer = place.pointer;  // the message names the argument
    return error;
  }
  const fake::Method* method = call->method();
  const bool bare = text.find('(') == text.npos;
  // An alias with arguments of its own ("name_female") is no longer about this record's person.
  const fake::Alias* alias = bare ? fake::find_alias(text) : nullptr;
  if (bare && method != nullptr && (alias == nullptr || alias->arguments.empty())) {
    const std::string name = method->full_name();
    if (fits_city(name)) {
      if (NodePtr fitting = coherent_node(name)) return fitting;
    }
  }
  return call_node(*std::move(call));
}

Result<NodePtr> Compiler::text(std::string_view text, const Place& place) {
  if (text.find("{{") != text.npos) {
    Result<NodePtr> made = text_node(text);
    if (!made) return at(std::move(made).error(), place);
    return made;
  }
  if (const Shorthand* shorthand = find_shorthand(text)) {
    return shorthand->make != nullptr ? Result<NodePtr>(shorthand->make(place))
                                      : method(shorthand->method, place);
  }
  const bool bare = is_name(text);
  const bool known =
      bare && (fake::find_method(text) != nullptr || fake::find_alias(text) != nullptr);
  if (known || looks_like_method(text)) return method(text, place);
  return literal_node(json::Value(text));
}

Result<NodePtr> Compiler::node(const json::Value& value, const Place& place) {
  if (const json::String* words = value.if_string()) return text(*words, place);
  if (const json::Array* list = value.if_array()) {
    if (list->size() == 1) {
      Place inside = place.element(0);
      inside.of_record = false;
      MIMUS_TRY(NodePtr item, node((*list)[0], inside));
      return array_node(std::move(item), Range{1, 3});
    }
    std::vector<NodePtr> items;
    for (std::size_t i = 0; i < list->size(); ++i) {
      MIMUS_TRY(NodePtr item, node((*list)[i], place.element(i)));
      items.push_back(std::move(item));
    }
    return tuple_node(std::move(items));
  }
  const json::Object* members = value.if_object();
  if (members == nullptr) return literal_node(value);
  const bool directed = std::any_of(members->begin(), members->end(), [](const auto& member) {
    return member.key().starts_with('$');
  });
  if (directed) return directive(*members, place);
  MIMUS_TRY(std::shared_ptr<const ObjectNode> nested, object(*members, place));
  return NodePtr(std::move(nested));
}

// One member of the table, and the ones that go with it.
Result<NodePtr> Compiler::directive(const json::Object& members, const Place& place) {
  const Directive* chosen = nullptr;
  const json::Value* operand = nullptr;
  json::Object others;
  for (const auto& member : members) {
    const std::string_view key = member.key();
    const json::Value& value = member.value();
    const auto table = directive_table();
    const auto found = std::find_if(table.begin(), table.end(),
                                    [&](const Directive& row) { return row.word.name == key; });
    const bool companion = std::find(std::begin(kCompanions), std::end(kCompanions),
                                     key) != std::end(kCompanions);
    if (found == table.end() && key.starts_with('$') && !companion)
      return unknown_directive(key, place);
    if (found == table.end() && !companion) others.emplace(key, value);
    if (found == table.end()) continue;
    if (chosen != nullptr)
      return at(invalid("'" + std::string(chosen->word.name) + "' and '" + std::string(key) +
                            "' say two things",
                        "keep one of them"),
                place.member(key));
    chosen = &*found;
    operand = &value;
  }
  if (chosen != nullptr && !others.empty()) {
    const std::string_view first = others.begin()->key();
    return at(invalid("'" + std::string(first) + "' does not belong beside " +
                          std::string(chosen->word.name),
                      "such as " + std::string(chosen->word.example)),
              place.member(first));
  }
  if (chosen == nullptr && others.empty()) {
    return at(invalid("a directive is missing", "such as {\"$int\": {\"min\": 1, \"max\": 9}}"),
              place);
  }
  NodePtr made;
  if (chosen != nullptr) {
    MIMUS_TRY(made, chosen->compile(*this, members, *operand, place.member(chosen->word.name)));
  } else {  // an object that may be null
    MIMUS_TRY(made, object(others, place));
  }
  const json::Value* unique = members.if_contains("$unique");
  if (unique != nullptr && !unique->is_bool())
    return at(invalid("$unique is true or false", "say true"), place.member("$unique"));
  const bool has_own_way =
      chosen != nullptr && (chosen->word.name == "$int" || chosen->word.name == "$oneOf");
  if (unique != nullptr && unique->get_bool() && !has_own_way) made = unique_node(std::move(made));
  if (const json::Value* null = members.if_contains("$null")) {
    const double probability = null->is_number() ? null->to_number<double>() : -1;
    if (!(probability >= 0 && probability <= 1))
      return at(invalid("$null is the probability of null, 0 to 1", "say 0.1"),
                place.member("$null"));
    made = nullable_node(std::move(made), probability);
  }
  return made;
}

bool Compiler::is_plain_date(const json::Value& value) const {
  const json::String* text = value.if_string();
  if (text == nullptr) return false;
  if (*text == "datetime") return true;
  const fake::Method* method = fake::find_method(*text);
  if (method == nullptr || method->returns != fake::Returns::kDate) return false;
  return method->module == "date"
             ? method->name == "past" || method->name == "recent" || method->name == "anytime" ||
                   method->name == "soon" || method->name == "future"
             : method->module == "date_time";
}

// created <= updated <= deleted, whatever is drawn for each.
void Compiler::order_dates(std::vector<Field>& fields, const std::vector<bool>& plain_dates) const {
  std::vector<std::size_t> dated;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (plain_dates[i] && date_rank(fields[i].name) >= 0) dated.push_back(i);
  }
  if (dated.size() < 2) return;
  std::stable_sort(dated.begin(), dated.end(), [&](std::size_t a, std::size_t b) {
    return date_rank(fields[a].name) < date_rank(fields[b].name);
  });
  std::vector<NodePtr> nodes;
  std::vector<std::string> names;
  for (const std::size_t i : dated) {
    nodes.push_back(fields[i].node);
    names.push_back(fields[i].name);
  }
  for (std::size_t rank = 0; rank < dated.size(); ++rank)
    fields[dated[rank]].node = ordered_date_node(nodes[rank], nodes, names, rank);
}

Result<std::shared_ptr<const ObjectNode>> Compiler::object(const json::Object& members,
                                                           const Place& place) {
  std::vector<Field> fields;
  std::vector<bool> plain_dates;
  for (const auto& [key, value] : members) {
    MIMUS_TRY(NodePtr made, node(value, place.member(key)));
    std::string quoted;
    json::write_string(key, quoted);
    quoted += ':';
    fields.push_back({std::string(key), std::move(quoted), std::move(made)});
    plain_dates.push_back(is_plain_date(value));
  }
  order_dates(fields, plain_dates);
  return std::shared_ptr<const ObjectNode>(std::make_shared<ObjectNode>(std::move(fields)));
}

Result<Compiler::Target> Compiler::target(const json::Value& value, const Place& place) const {
  const json::String* text = value.if_string();
  if (text == nullptr)
    return at(invalid("a reference is \"type.field\"", "say \"user.id\""), place);
  const std::string_view path = *text;
  const std::string_view name = path.substr(0, path.find('.'));
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < types_.size(); ++i) {
    names.push_back(types_[i].name);
    if (types_[i].name != name) continue;
    std::vector<std::string_view> fields;
    for (const auto& member : *types_[i].body) {
      if (!member.key().starts_with('$')) fields.push_back(member.key());
    }
    if (fields.empty())
      return at(invalid("'" + std::string(name) + "' has no fields to refer to", "give it an id"),
                place);
    if (name.size() == path.size()) return Target{i, std::string(fields.front())};
    std::string field(path.substr(name.size() + 1));
    const std::string_view first = std::string_view(field).substr(0, field.find('.'));
    if (std::find(fields.begin(), fields.end(), first) != fields.end())
      return Target{i, std::move(field)};
    return at(invalid("'" + std::string(name) + "' has no field '" + std::string(first) + "'",
                      text::did_you_mean(first, fields)),
              place);
  }
  return at(invalid("there is no record type '" + std::string(name) + "'",
                    text::did_you_mean(name, names)),
            place);
}

Result<RecordType> Compiler::record_type(std::size_t type, const Place& place) {
  RecordType made;
  made.name = types_[type].name;
  json::Object fields;
  for (const auto& [key, value] : *types_[type].body) {
    if (!key.starts_with('$')) {
      fields.emplace(key, value);
      continue;
    }
    if (key == "$count") {
      const bool fits = value.is_int64() && value.get_int64() >= 0;
      if (!fits)
        return at(invalid("$count is how many records there are", "say 100"), place.member(key));
      made.count = static_cast<std::uint64_t>(value.get_int64());
    } else if (key != "$locale") {
      return at(invalid("'" + std::string(key) + "' says nothing about a record type",
                        text::did_you_mean(key, kOfDocument)),
                place.member(key));
    }
  }
  const std::string written = json::write(json::Value(fields));
  city_ = written.find("location.latitude") != written.npos ||
          written.find("location.longitude") != written.npos ||
          written.find("location.timeZone") != written.npos;
  MIMUS_TRY(made.fields, object(fields, place));
  return made;
}

}  // namespace mimus::records
