#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json.h"

namespace mimus::json {

// Line and column of offsets in a text, counted on from the last one asked for: ascending offsets
// together cost one pass. Both begin with 1; columns count code points, a byte order mark is none.
class PositionCounter {
 public:
  explicit PositionCounter(std::string_view text);  // borrows the text
  Position at(std::size_t offset);                  // past the end: the end

 private:
  std::string_view text_;
  Position first_{.line = 1, .column = 1};
  Position last_;
};

// Collects where the values and keys at some JSON pointers stand, while a reader goes through a
// text. For pointers that lead nowhere it knows their nearest ancestor.
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

// Notes what is sought in a JSON text (comments and trailing commas allowed), as far as it is
// well-formed.
void locate(std::string_view text, Sought& sought);

// The pointer of the innermost value that was being read when `text` turned out not to be JSON.
std::string innermost_pointer(std::string_view text, const ReadOptions& options);

}  // namespace mimus::json
