#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace mimus::replay {

// A text or a number of a JSON document, and its bytes.
struct JsonScalar {
  std::string pointer;        // "/items/0/id"
  std::string name;           // of the innermost member around it: "id"; "" in an array without one
  std::size_t begin, end;     // of the literal; of a text without its quotes
  bool is_text;
};

// Every text and number of a JSON document, in its order. For replacing them in place, where the rest has to keep its bytes. The
// document has to be one that json::parse() takes; of others some are found, never a byte beyond the end.
void for_each_scalar(std::string_view document, const std::function<void(const JsonScalar&)>& visit);

}  // namespace mimus::replay
