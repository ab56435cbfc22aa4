#pragma once

#include <string>
#include <string_view>

#include "handlebars/value.h"
#include "java.h"
#include "json/json.h"

namespace mimus::helpers {

// JSON text as values whose numbers keep their spelling: 1.50 stays 1.50 (1e3 is 1000). `text` must
// outlive them. Errors as json::parse() has them.
Result<Value> read_spelled(std::string_view text, Arena& arena);

// As Jackson's default pretty printer writes it: two blanks a level, "a" : 1, lists on one line, {
// } and [ ].
struct PrettyOptions {
  bool drop_nulls = false;  // members that are null
};
std::string write_pretty(const Value& value, const handlebars::Dialect& dialect, Arena& arena,
                         PrettyOptions options = {});

// What jsonPath finds: a list prints as compact JSON wherever it stands, a map as pretty JSON
// without its nulls at the top and as {a=1} further down (Jayway's JSONArray and LinkedHashMap).
// The document must outlive the value.
Value found_value(const Call& call, const json::Value& document);
// The document of such a value, or of a JSON value; nullptr for others.
const json::Value* document_of(const Value& value);

}  // namespace mimus::helpers
