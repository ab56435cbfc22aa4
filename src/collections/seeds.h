#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "definition.h"

namespace mimus::collections {

// Rows from the text of a file, by its name: a JSON list of objects, one object a line (.ndjson, .jsonl), or a
// table (.csv, .tsv). Errors: Code::kSyntax or kInvalid with line and column, or where.pointer.
Result<std::vector<json::Value>> read_rows(std::string_view text, std::string_view file_name);

// RFC 4180 with a line of names on top. Cells that read as numbers, true or false are such (007 and 1e5 are texts);
// empty ones are absent; "address.city" makes an object.
Result<std::vector<json::Value>> read_table(std::string_view text, char separator);

// json-server's db.json: an object of lists (collections) and objects (singular resources). Members such as
// userId and user_id belong to a collection of that name, users or user, that is there. Lenient, and lists come
// whole, as there.
bool is_database(const json::Value& document);
Result<std::vector<Definition>> read_database(const json::Value& document);

// "users" -> "user", "categories" -> "category": what one row of a collection is called.
std::string singular_of(std::string_view name);

}  // namespace mimus::collections
