#pragma once

#include <cstdint>
#include <string_view>

#include "dialect.h"
#include "json/json.h"

namespace mimus::jsonschema {

// One value of "format". Rows with accepts_number speak about numbers, the others about strings.
struct Format {
  std::string_view name;
  DialectSet dialects;
  bool (*accepts)(std::string_view text);
  bool (*accepts_number)(const json::Value& number);
  std::string_view summary;  // "an e-mail address", for sentences: must be …
};

// nullptr: the dialect does not know it, so it says nothing.
const Format* find_format(std::string_view name, Dialect dialect);

}  // namespace mimus::jsonschema
