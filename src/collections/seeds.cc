#include "seeds.h"

#include <algorithm>

#include "base/uuid.h"
#include "json/document.h"
#include "scalar.h"
#include "text/encoding.h"

namespace mimus::collections {
namespace {

Error syntax_at(std::size_t line, std::string message, std::string hint = {}) {
  Error error{Code::kSyntax, std::move(message), std::move(hint), {}};
  error.where.line = static_cast<int>(line);
  error.where.column = 1;
  return error;
}

// ---- tables ----------------------------------------------------------------------------------------

// Cells of one record, from the front of `text`.
class Records {
 public:
  Records(std::string_view text, char separator) : text_(text), separator_(separator) {}

  bool done() const { return text_.empty(); }
  std::size_t line() const { return line_; }

  struct Cell {
    std::string text;
    bool quoted = false;
  };
  Result<std::vector<Cell>> next() {
    std::vector<Cell> cells;
    for (;;) {
      MIMUS_TRY(Cell cell, take_cell());
      cells.push_back(std::move(cell));
      if (text_.empty()) return cells;
      const char end = text_.front();
      text_.remove_prefix(1);
      if (end == separator_) continue;
      if (end == '\r' && !text_.empty() && text_.front() == '\n') text_.remove_prefix(1);
      ++line_;
      return cells;
    }
  }

 private:
  Result<Cell> take_cell() {
    Cell cell;
    if (text_.empty() || text_.front() != '"') {
      const std::size_t end = std::min(text_.find_first_of(std::string("\r\n") + separator_), text_.size());
      cell.text = text_.substr(0, end);
      text_.remove_prefix(end);
      return cell;
    }
    cell.quoted = true;
    const std::size_t opened = line_;
    text_.remove_prefix(1);
    for (;;) {
      const std::size_t quote = text_.find('"');
      if (quote == text_.npos) return syntax_at(opened, "a quoted cell does not end");
      cell.text.append(text_.substr(0, quote));
      line_ += static_cast<std::size_t>(std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(quote), '\n'));
      text_.remove_prefix(quote + 1);
      if (text_.empty() || text_.front() != '"') break;
      cell.text += '"';
      text_.remove_prefix(1);
    }
    if (!text_.empty() && text_.front() != separator_ && text_.front() != '\r' && text_.front() != '\n')
      return syntax_at(line_, "text behind the closing quote of a cell", "a quote inside is written twice");
    return cell;
  }

  std::string_view text_;
  const char separator_;
  std::size_t line_ = 1;
};

// 007, +49 and 1e5 are texts that look like numbers.
json::Value typed(const Records::Cell& cell) {
  if (!cell.quoted) {
    if (cell.text == "true" || cell.text == "false") return cell.text == "true";
    const bool plain = cell.text.find_first_not_of("-.0123456789") == std::string::npos;
    if (plain && read_number(cell.text)) return *json::parse(cell.text);
  }
  return json::Value(text::to_valid_utf8(cell.text));
}

// False when a step of the path is a value already.
bool put(json::Object& row, std::string_view path, json::Value value) {
  json::Object* into = &row;
  for (std::size_t dot; (dot = path.find('.')) != path.npos; path.remove_prefix(dot + 1)) {
    json::Value& next = into->emplace(path.substr(0, dot), json::Object()).first->value();
    if (!next.is_object()) return false;
    into = &next.get_object();
  }
  return into->emplace(path, std::move(value)).second;
}

Result<std::vector<json::Value>> read_lines(std::string_view text) {
  std::vector<json::Value> rows;
  for (std::size_t line = 1; !text.empty(); ++line) {
    const std::string_view one = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(one.size() + 1, text.size()));
    if (text::trim(one).empty()) continue;
    auto value = json::parse(one);
    if (!value) {
      Error error = std::move(value).error();
      error.where.line = static_cast<int>(line);
      return error;
    }
    if (!value->is_object()) return syntax_at(line, "a row must be a JSON object");
    rows.push_back(*std::move(value));
  }
  return rows;
}

Result<std::vector<json::Value>> read_list(std::string_view text) {
  MIMUS_TRY(const json::Value document, json::parse(text, {.comments = true, .trailing_commas = true}));
  const json::Array* list = document.if_array();
  if (list == nullptr) return invalid("a file of rows is a list of objects", "[{\"id\": 1}, …]");
  for (std::size_t i = 0; i < list->size(); ++i) {
    if ((*list)[i].is_object()) continue;
    Error error = invalid("a row must be a JSON object");
    error.where.pointer = "/" + std::to_string(i);
    return error;
  }
  return std::vector<json::Value>(list->begin(), list->end());
}

// ---- db.json ---------------------------------------------------------------------------------------

// userId and user_id: "user".
std::string_view referred(std::string_view member) {
  for (const std::string_view ending : {"_id", "Id"}) {
    if (member.size() > ending.size() && member.ends_with(ending)) return member.substr(0, member.size() - ending.size());
  }
  return {};
}

void find_relations(const json::Object& database, Definition& definition) {
  for (const json::Value& row : *definition.rows) {
    for (const auto& member : row.get_object()) {
      const std::string_view name = referred(member.key());
      if (name.empty() || !(member.value().is_number() || member.value().is_string())) continue;
      const bool known = std::any_of(definition.belongs_to.begin(), definition.belongs_to.end(),
                                     [&](const BelongsTo& each) { return each.member == std::string_view(member.key()); });
      if (known) continue;
      for (const auto& other : database) {
        if (!other.value().is_array() || (singular_of(other.key()) != name && other.key() != name)) continue;
        definition.belongs_to.push_back({std::string(member.key()), std::string(other.key()), std::string(name), OnDelete::kSetNull});
        break;
      }
    }
  }
}

bool all_objects(const json::Array& list) {
  return std::all_of(list.begin(), list.end(), [](const json::Value& each) { return each.is_object(); });
}

}  // namespace

std::string singular_of(std::string_view name) {
  if (name.size() > 3 && name.ends_with("ies")) return std::string(name.substr(0, name.size() - 3)) + "y";
  for (const std::string_view ending : {"sses", "xes", "ches", "shes"}) {
    if (name.size() > ending.size() && name.ends_with(ending)) return std::string(name.substr(0, name.size() - 2));
  }
  if (name.size() > 1 && name.ends_with("s") && !name.ends_with("ss")) return std::string(name.substr(0, name.size() - 1));
  return std::string(name);
}

Result<std::vector<json::Value>> read_table(std::string_view text, char separator) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  Records records(text, separator);
  std::vector<json::Value> rows;
  if (records.done()) return rows;
  MIMUS_TRY(const std::vector<Records::Cell> head, records.next());
  std::vector<std::string> names;
  for (const Records::Cell& cell : head) {
    names.push_back(text::to_valid_utf8(text::trim(cell.text)));
    if (names.back().empty()) return syntax_at(1, "a column has no name", "the first line names the columns");
  }
  while (!records.done()) {
    const std::size_t line = records.line();
    MIMUS_TRY(const std::vector<Records::Cell> cells, records.next());
    if (cells.size() == 1 && cells[0].text.empty() && !cells[0].quoted) continue;  // a blank line
    if (cells.size() != names.size())
      return syntax_at(line, std::to_string(cells.size()) + " cells in a table of " + std::to_string(names.size()) + " columns");
    json::Object row;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (cells[i].text.empty() && !cells[i].quoted) continue;
      if (!put(row, names[i], typed(cells[i])))
        return syntax_at(1, "the column '" + names[i] + "' is there twice, or inside another one");
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

Result<std::vector<json::Value>> read_rows(std::string_view text, std::string_view file_name) {
  if (file_name.ends_with(".csv")) return read_table(text, ',');
  if (file_name.ends_with(".tsv")) return read_table(text, '\t');
  if (file_name.ends_with(".ndjson") || file_name.ends_with(".jsonl")) return read_lines(text);
  return read_list(text);
}

bool is_database(const json::Value& document) {
  const json::Object* members = document.if_object();
  if (members == nullptr || members->empty()) return false;
  bool list = false;
  for (const auto& member : *members) {
    if (member.key().starts_with("$")) continue;  // "$schema" of an editor
    if (!member.value().is_object() && !(member.value().is_array() && all_objects(member.value().get_array()))) return false;
    list = list || member.value().is_array();
  }
  return list;
}

Result<std::vector<Definition>> read_database(const json::Value& document) {
  std::vector<Definition> out;
  const json::Object& database = document.get_object();
  for (const auto& member : database) {
    if (member.key().starts_with("$")) continue;
    Definition definition;
    definition.name = std::string(member.key());
    definition.lenient = true;
    definition.page_size = 10;
    definition.unpaged_size = definition.most_page_size = 1'000'000;
    definition.most_scanned = 1'000'000;
    definition.text = json::write(member.value());
    definition.singular = member.value().is_object();
    std::vector<json::Value> rows;
    if (definition.singular) {
      rows.push_back(json::own(member.value()));
    } else {
      for (const json::Value& row : member.value().get_array()) rows.push_back(json::own(row));
    }
    const json::Value* id = rows.empty() || definition.singular ? nullptr : rows.front().get_object().if_contains("id");
    if (id != nullptr && id->is_string())
      definition.id_rule = {Uuid::parse(id->get_string()) || !read_number(id_text(*id)) ? IdRule::Kind::kUuid : IdRule::Kind::kPattern, "{n}"};
    if (definition.id_rule.kind == IdRule::Kind::kUuid) definition.id_rule.text.clear();
    definition.rows = std::make_shared<const std::vector<json::Value>>(std::move(rows));
    if (!definition.singular) find_relations(database, definition);
    out.push_back(std::move(definition));
  }
  return out;
}

}  // namespace mimus::collections
