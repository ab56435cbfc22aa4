#include <charconv>
#include <cmath>

#include "json/arena_memory.h"
#include "text/encoding.h"
#include "value.h"

namespace mimus::handlebars {
namespace {

void append_quoted(std::string_view text, std::string& out) {
  if (text::is_valid_utf8(text)) {
    json::write_string(text, out);
  } else {
    json::write_string(text::to_valid_utf8(text), out);
  }
}

void append_number(double number, const Dialect& dialect, std::string& out) {
  if (!std::isfinite(number)) {
    out += "null";
  } else if (dialect.printing == Dialect::Printing::kJavaScript) {
    append_javascript_number(number, out);
  } else {
    json::write_number(number, out);
  }
}

void append_entries(const Value& value, bool list, const Dialect& dialect, Arena& arena,
                    std::string& out) {
  out += list ? '[' : '{';
  const std::size_t size = size_of(value);
  for (std::size_t i = 0; i < size; ++i) {
    if (i > 0) out += ',';
    const Entry entry = entry_of(value, i, arena);
    if (!list) {
      append_quoted(entry.name, out);
      out += ':';
    }
    append_json(entry.value, dialect, arena, out);
  }
  out += list ? ']' : '}';
}

}  // namespace

void Object::write_json(std::string& out, const Dialect& dialect, Arena& arena) const {
  if (shape() != Shape::kScalar) {
    return append_entries(Value::object(*this), shape() == Shape::kList, dialect, arena, out);
  }
  std::string printed;
  print(printed, dialect);
  append_quoted(printed, out);
}

void append_json(const Value& value, const Dialect& dialect, Arena& arena, std::string& out) {
  switch (value.kind()) {
    case Value::Kind::kAbsent:
    case Value::Kind::kNull:
      out += "null";
      return;
    case Value::Kind::kBool:
      out += value.as_bool() ? "true" : "false";
      return;
    case Value::Kind::kInteger: {
      char digits[24];
      out.append(digits, std::to_chars(digits, digits + sizeof digits, value.as_integer()).ptr);
      return;
    }
    case Value::Kind::kDouble:
      return append_number(value.as_double(), dialect, out);
    case Value::Kind::kNumeral:
      out += value.as_text();
      return;
    case Value::Kind::kText:
    case Value::Kind::kSafeText:
      return append_quoted(value.as_text(), out);
    case Value::Kind::kObject:
      return value.as_object().write_json(out, dialect, arena);
    case Value::Kind::kList:
      return append_entries(value, true, dialect, arena, out);
    case Value::Kind::kMap:
      return append_entries(value, false, dialect, arena, out);
    case Value::Kind::kJson:
      break;
  }
  if (dialect.printing == Dialect::Printing::kJavaScript && !value.as_json().is_uint64()) {
    return append_entries(value, value.as_json().is_array(), dialect, arena,
                          out);  // its doubles differ
  }
  json::write(value.as_json(), out);
}

json::Value to_json(const Value& value, const Dialect& dialect, Arena& arena) {
  switch (value.kind()) {
    case Value::Kind::kAbsent:
    case Value::Kind::kNull:
      return nullptr;
    case Value::Kind::kBool:
      return value.as_bool();
    case Value::Kind::kInteger:
      return value.as_integer();
    case Value::Kind::kDouble:
      return value.as_double();
    case Value::Kind::kText:
    case Value::Kind::kSafeText:
      return json::Value(value.as_text());
    case Value::Kind::kJson:
      return value.as_json();
    default:
      break;
  }
  if (value.is_list_like()) {
    json::Array array;
    for (std::size_t i = 0; i < size_of(value); ++i)
      array.push_back(to_json(entry_of(value, i, arena).value, dialect, arena));
    return array;
  }
  if (value.is_map_like()) {
    json::Object object;
    for (std::size_t i = 0; i < size_of(value); ++i) {
      const Entry entry = entry_of(value, i, arena);
      object[entry.name] = to_json(entry.value, dialect, arena);
    }
    return object;
  }
  std::string written;
  append_json(value, dialect, arena, written);
  auto read = json::parse(written);
  return read ? *std::move(read) : json::Value(nullptr);
}

const json::Value& keep_in(Arena& arena, const json::Value& document) {
  auto* memory = new (arena.allocate(sizeof(json::ArenaMemory), alignof(json::ArenaMemory)))
      json::ArenaMemory(arena);
  return *new (arena.allocate(sizeof(json::Value), alignof(json::Value)))
      json::Value(document, memory);
}

const json::Value& as_document(const Value& value, const Dialect& dialect, Arena& arena) {
  if (value.kind() == Value::Kind::kJson) return value.as_json();
  return keep_in(arena, to_json(value, dialect, arena));
}

}  // namespace mimus::handlebars
