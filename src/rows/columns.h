#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fake/value.h"

namespace mimus::rows {

// The columns of rows like this one: members, those of nested objects with dots, "value" for what
// is no object.
std::vector<std::string> columns_of(const fake::Value& row);
// The value in a column; nullptr when the row has none.
const fake::Value* cell(const fake::Value& row, std::string_view column);
// As people write it: texts and numbers plainly, dates in ISO 8601, lists and objects as JSON,
// nothing for null.
void append_cell(const fake::Value& value, std::string& out);
bool is_null(const fake::Value* value);

}  // namespace mimus::rows
