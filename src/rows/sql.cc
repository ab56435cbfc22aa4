#include <cmath>

#include "columns.h"
#include "writers.h"

namespace mimus::rows {
namespace {

void append_name(std::string_view name, std::string& out) {
  out += '"';
  for (const char c : name) out.append(c == '"' ? 2 : 1, c);
  out += '"';
}
void append_literal(const fake::Value* value, std::string& out) {
  if (is_null(value)) {
    out += "NULL";
    return;
  }
  if (value->get<double>() != nullptr || value->get<bool>() != nullptr) {
    fake::append_json(*value, out);
    return;
  }
  std::string text;
  append_cell(*value, text);
  out += '\'';
  for (const char c : text) out.append(c == '\'' ? 2 : 1, c);
  out += '\'';
}

// INSERT statements with standard quoting; a CREATE TABLE before them. Types by the first row.
class SqlWriter final : public Writer {
 public:
  SqlWriter(const fake::Value& first, std::string_view table) : columns_(columns_of(first)) {
    append_name(table, table_);
    insert_ = "INSERT INTO " + table_ + " (";
    create_ = "CREATE TABLE " + table_ + " (";
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      insert_ += i > 0 ? ", " : "";
      create_ += i > 0 ? ", " : "";
      append_name(columns_[i], insert_);
      append_name(columns_[i], create_);
      const fake::Value* found = cell(first, columns_[i]);
      const double* number = found != nullptr ? found->get<double>() : nullptr;
      const bool truth = found != nullptr && found->get<bool>() != nullptr;
      const bool whole = number != nullptr && *number == std::floor(*number);
      create_ += whole               ? " NUMERIC"
                 : number != nullptr ? " DOUBLE PRECISION"
                 : truth             ? " BOOLEAN"
                                     : " TEXT";
    }
    insert_ += ") VALUES (";
    create_ += ");\n";
  }
  void begin(std::string& out) const override { out += create_; }
  void row(const fake::Value& value, std::uint64_t, std::string& out) const override {
    out += insert_;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (i > 0) out += ", ";
      append_literal(cell(value, columns_[i]), out);
    }
    out += ");\n";
  }
  void end(std::uint64_t, std::string&) const override {}

 private:
  std::vector<std::string> columns_;
  std::string table_, insert_, create_;
};

}  // namespace

WriterPtr sql_writer(const fake::Value& first, const Options& options) {
  return std::make_unique<SqlWriter>(first, options.table);
}

}  // namespace mimus::rows
