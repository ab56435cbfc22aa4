#include "columns.h"

namespace mimus::rows {
namespace {

void collect(const fake::Value& value, const std::string& prefix, std::vector<std::string>& out) {
  const auto* members = value.get<fake::Value::Object>();
  if (members == nullptr || (members->empty() && !prefix.empty())) {
    out.push_back(prefix);
    return;
  }
  for (const auto& [name, member] : *members)
    collect(member, prefix.empty() ? name : prefix + "." + name, out);
}

}  // namespace

std::vector<std::string> columns_of(const fake::Value& row) {
  std::vector<std::string> columns;
  if (row.get<fake::Value::Object>() == nullptr) return {"value"};
  collect(row, "", columns);
  return columns;
}

const fake::Value* cell(const fake::Value& row, std::string_view column) {
  const fake::Value* at = &row;
  if (row.get<fake::Value::Object>() == nullptr) return column == "value" ? at : nullptr;
  // A member's own name may have dots, so the longest comes first.
  if (const fake::Value* whole = row.member(column)) return whole;
  for (std::size_t dot = column.rfind('.'); dot != column.npos && dot > 0;
       dot = column.rfind('.', dot - 1)) {
    const fake::Value* inner = row.member(column.substr(0, dot));
    if (inner != nullptr && inner->get<fake::Value::Object>() != nullptr)
      return cell(*inner, column.substr(dot + 1));
  }
  return nullptr;
}

bool is_null(const fake::Value* value) {
  return value == nullptr || value->is_undefined() || value->get<std::nullptr_t>() != nullptr;
}

void append_cell(const fake::Value& value, std::string& out) {
  if (is_null(&value)) return;
  if (value.is_text()) {
    out += value.text();
    return;
  }
  const std::size_t start = out.size();
  fake::append_json(value, out);
  const bool quoted = out.size() > start + 1 && out[start] == '"';  // dates, large integers
  if (!quoted) return;
  out.pop_back();
  out.erase(start, 1);
}

}  // namespace mimus::rows
