#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "base/chance.h"
#include "json/json.h"
#include "path.h"

// Examples as rows, and awkward values, for the tests of all dialects.
namespace mimus::jsonpath {

struct Row {
  std::string_view rule, path, document;
  std::string_view result;   // JSON: of select() the array of values, of read() the value; "-": read() gives nothing
};

template <class Rows>
void expect_rows(const Rows& rows, Dialect dialect, bool read = false) {
  Selection found;
  for (const Row& row : rows) {
    SCOPED_TRACE(std::string(row.rule) + ": " + std::string(row.path));
    const auto path = Path::compile(row.path, dialect);
    if (!path) {
      ADD_FAILURE() << describe(path.error());
      continue;
    }
    const json::Value document = *json::parse(row.document);
    if (read) {
      const auto value = path->read(document);
      ASSERT_TRUE(value);
      EXPECT_EQ(*value ? json::write(**value) : "-", row.result == "-" ? "-" : json::write(*json::parse(row.result)));
      continue;
    }
    ASSERT_TRUE(path->select(document, found));
    json::Array values;
    for (const json::Value* value : found.values()) values.push_back(*value);
    EXPECT_EQ(json::write(json::Value(values)), json::write(*json::parse(row.result)));
    EXPECT_EQ(*path->exists(document), !values.empty());
  }
}

// Nested arrays, as deep as wanted. Boost.JSON destroys recursively, so take_apart() what is very deep.
inline json::Value deep_document(std::size_t depth) {
  json::Value value(1);
  for (std::size_t i = 0; i < depth; ++i) {
    json::Array outer;
    outer.push_back(std::move(value));
    value = std::move(outer);
  }
  return value;
}
inline void take_apart(json::Value& document) {
  while (document.is_array()) {
    json::Value inner = std::move(document.get_array()[0]);
    document = std::move(inner);
  }
}

}  // namespace mimus::jsonpath

namespace mimus::json {

// Small documents with repeated and awkward names.
inline Value arbitrary_value(const Chance& chance, int depth) {
  static constexpr const char* kNames[] = {"a", "id", "", "a'b", "\\", "\n", "\x01", "é", "😀", "0"};
  switch (chance.fork("kind").below(depth > 0 ? 8 : 4)) {
    case 0: return Value(chance.between(-3, 3));
    case 1: return Value(kNames[chance.fork("text").below(std::size(kNames))]);
    case 2: return Value(static_cast<double>(chance.between(-8, 8)) / 4);
    case 3: return chance.happens(0.5) ? Value(nullptr) : Value(chance.fork("bool").happens(0.5));
    case 4:
    case 5: {
      Array array;
      const std::uint64_t count = chance.fork("count").below(4);
      for (std::uint64_t i = 0; i < count; ++i) array.push_back(arbitrary_value(chance.fork(i), depth - 1));
      return array;
    }
    default: {
      Object object;
      const std::uint64_t count = chance.fork("count").below(4);
      for (std::uint64_t i = 0; i < count; ++i) {
        object[kNames[chance.fork("name").fork(i).below(std::size(kNames))]] = arbitrary_value(chance.fork(i), depth - 1);
      }
      return object;
    }
  }
}

}  // namespace mimus::json
