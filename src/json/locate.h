#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json.h"

namespace mimus::json {

// Collects where the values and keys at some JSON pointers stand, while a reader goes through a text.
// For pointers that lead nowhere it knows their nearest ancestor.
//
//   Sought sought({"/routes/3/respose"});
//   locate(text, sought);
//   sought.key("/routes/3/respose");   // the position of "respose"
class Sought {
 public:
  explicit Sought(const std::vector<std::string>& pointers);  // and all their ancestors

  bool wants(std::string_view pointer) const { return places_.find(pointer) != places_.end(); }
  // Of two calls for one pointer the later one counts. Pointers that are not sought are ignored.
  void saw_key(std::string_view pointer, const Position& at);
  void saw_value(std::string_view pointer, const Position& at);

  std::optional<Position> value(std::string_view pointer) const;
  std::optional<Position> key(std::string_view pointer) const;
  // The value or, if `key`, the member name at `pointer`; else the value of the nearest ancestor.
  std::optional<Position> nearest(std::string_view pointer, bool key) const;

 private:
  struct Place {
    std::optional<Position> key;
    std::optional<Position> value;
  };
  std::map<std::string, Place, std::less<>> places_;
};

// Reads a JSON text (comments and trailing commas allowed) as far as it is well-formed.
void locate(std::string_view text, Sought& sought);

// The pointer of the innermost value that was being read when `text` turned out not to be JSON.
std::string innermost_pointer(std::string_view text, const ReadOptions& options);

}  // namespace mimus::json
