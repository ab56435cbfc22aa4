#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mimus::json {

// JSON values are Boost.JSON's: null, bool, int64, uint64, double, string, array, object (members
// keep their order). This module reads and writes them.
using Value = boost::json::value;
using Object = boost::json::object;
using Array = boost::json::array;
using String = boost::json::string;

struct ReadOptions {
  std::size_t max_depth = 512;  // deeper documents are refused
  bool comments = false;        // // and /* */ are blanks
  bool trailing_commas = false;
  bool trailing_text = false;  // what follows the first value is ignored (WireMock)
};

// Reads one JSON document (RFC 8259), UTF-8. Errors: Code::kSyntax with line, column, byte offset
// and the JSON pointer of the innermost value being read. Duplicate members: the last one wins.
// Numbers keep their kind: 275 is an integer, 275.0 and 1e2 are doubles; integers beyond 64 bits
// become doubles,
// and what is beyond a double (1e400) is refused. A byte order mark is skipped.
Result<Value> parse(std::string_view text, const ReadOptions& options = {});
// The same, the value's memory from `storage`, which must outlive it.
Result<Value> parse(std::string_view text, boost::json::storage_ptr storage,
                    const ReadOptions& options = {});

struct WriteOptions {
  int indent = 0;      // 0: compact, no blanks
  bool ascii = false;  // \u escapes for everything beyond ASCII
};

// Appends the value as JSON. Doubles in the shortest form that reads back the same, always with a
// fraction or an exponent ("275.0"); no needless escapes; U+2028 and U+2029 as they are.
// Infinity and not-a-number, which JSON does not have, become null.
void write(const Value& value, std::string& out, const WriteOptions& options = {});
std::string write(const Value& value, const WriteOptions& options = {});
// A JSON string literal with its quotes.
void write_string(std::string_view text, std::string& out);
// One number as write() writes it.
void write_number(double number, std::string& out);

// Where in `text` (a JSON document) does the value at `pointer` stand? `key`: its member name
// instead. Slow: it reads the text again. For error messages.
struct Position {
  int line = 0;
  int column = 0;
  std::size_t offset = 0;
};
std::optional<Position> locate(std::string_view text, std::string_view pointer, bool key = false);
// Line and column (1-based, in code points) of a byte offset.
Position position_of(std::string_view text, std::size_t offset);

// JSON pointer (RFC 6901).
const Value* find(const Value& root, std::string_view pointer);
std::string escape_pointer(std::string_view member);  // ~ -> ~0, / -> ~1

}  // namespace mimus::json
