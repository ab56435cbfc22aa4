#include "value.h"

#include <charconv>
#include <cmath>

namespace mimus::handlebars {
namespace {

bool is_index(std::string_view name, std::size_t& index) {
  const auto [end, failed] = std::from_chars(name.data(), name.data() + name.size(), index);
  return failed == std::errc() && end == name.data() + name.size();
}

// [1, 2] and {a=1}, or 1,2.
void append_list(const Value& value, const Dialect& dialect, std::string& out, Arena& arena) {
  const bool java = dialect.printing == Dialect::Printing::kJava;
  if (java) out += '[';
  for (std::size_t i = 0; i < size_of(value); ++i) {
    if (i > 0) out += java ? ", " : ",";
    const Value item = entry_of(value, i, arena).value;
    if (java && item.is_nothing()) {
      out += "null";
    } else {
      append_text(item, dialect, out);
    }
  }
  if (java) out += ']';
}

void append_map(const Value& value, const Dialect& dialect, std::string& out, Arena& arena) {
  if (dialect.printing != Dialect::Printing::kJava) {
    out += "[object Object]";
    return;
  }
  out += '{';
  for (std::size_t i = 0; i < size_of(value); ++i) {
    if (i > 0) out += ", ";
    const Entry entry = entry_of(value, i, arena);
    out.append(entry.name) += '=';
    if (entry.value.is_nothing()) {
      out += "null";
    } else {
      append_text(entry.value, dialect, out);
    }
  }
  out += '}';
}

void append_double(double number, const Dialect& dialect, std::string& out) {
  if (dialect.printing == Dialect::Printing::kJavaScript)
    return append_javascript_number(number, out);
  if (std::isfinite(number)) return json::write_number(number, out);
  out += std::isnan(number) ? "NaN" : number < 0 ? "-Infinity" : "Infinity";
}

}  // namespace

// ---- making
// --------------------------------------------------------------------------------------------------

Value Value::boolean(bool value) {
  Value made(Kind::kBool);
  made.payload_.integer = value ? 1 : 0;
  return made;
}

Value Value::number(std::int64_t value) {
  Value made(Kind::kInteger);
  made.payload_.integer = value;
  return made;
}

Value Value::number(double value) {
  Value made(Kind::kDouble);
  made.payload_.real = value;
  return made;
}

Value Value::json(const json::Value& value) {
  switch (value.kind()) {
    case boost::json::kind::null:
      return null();
    case boost::json::kind::bool_:
      return boolean(value.get_bool());
    case boost::json::kind::int64:
      return number(value.get_int64());
    case boost::json::kind::double_:
      return number(value.get_double());
    case boost::json::kind::uint64:
      if (value.get_uint64() <= INT64_MAX)
        return number(static_cast<std::int64_t>(value.get_uint64()));
      break;
    case boost::json::kind::string:
      return text(value.get_string());
    default:
      break;
  }
  Value made(Kind::kJson);
  made.payload_.json = &value;
  return made;
}

Value Value::list(std::span<const Value> items) {
  Value made(Kind::kList);
  made.size_ = static_cast<std::uint32_t>(items.size());
  made.payload_.list = items.data();
  return made;
}

Value Value::map(std::span<const Entry> entries) {
  Value made(Kind::kMap);
  made.size_ = static_cast<std::uint32_t>(entries.size());
  made.payload_.map = entries.data();
  return made;
}

Value Value::object(const Object& object) {
  Value made(Kind::kObject);
  made.payload_.object = &object;
  return made;
}

std::span<const Entry> Value::as_map() const {
  return {payload_.map, size_};
}

// ---- asking
// --------------------------------------------------------------------------------------------------

bool Value::is_list_like() const {
  switch (kind_) {
    case Kind::kList:
      return true;
    case Kind::kJson:
      return payload_.json->is_array();
    case Kind::kObject:
      return payload_.object->shape() == Object::Shape::kList;
    default:
      return false;
  }
}

bool Value::is_map_like() const {
  switch (kind_) {
    case Kind::kMap:
      return true;
    case Kind::kJson:
      return payload_.json->is_object();
    case Kind::kObject:
      return payload_.object->shape() == Object::Shape::kMap;
    default:
      return false;
  }
}

std::optional<double> Value::to_double() const {
  switch (kind_) {
    case Kind::kInteger:
      return static_cast<double>(as_integer());
    case Kind::kDouble:
      return as_double();
    case Kind::kNumeral: {
      double number = 0;
      const std::string_view text = as_text();
      if (std::from_chars(text.data(), text.data() + text.size(), number).ec != std::errc())
        return std::nullopt;
      return number;
    }
    case Kind::kJson:
      if (const std::uint64_t* large = payload_.json->if_uint64())
        return static_cast<double>(*large);
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

std::optional<std::int64_t> Value::to_integer() const {
  if (kind_ == Kind::kInteger) return as_integer();
  const std::optional<double> number = to_double();
  constexpr double kMost = 9007199254740992.0;  // 2^53: whole numbers up to there are exact
  if (!number || std::trunc(*number) != *number || std::fabs(*number) > kMost) return std::nullopt;
  return static_cast<std::int64_t>(*number);
}

bool Value::same(const Value& other) const {
  if (kind_ != other.kind_) return false;
  if (kind_ == Kind::kText || kind_ == Kind::kSafeText || kind_ == Kind::kNumeral)
    return as_text() == other.as_text();
  return size_ == other.size_ && payload_.integer == other.payload_.integer;
}

bool truthy(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::kAbsent:
    case Value::Kind::kNull:
      return false;
    case Value::Kind::kBool:
      return value.as_bool();
    case Value::Kind::kInteger:
      return value.as_integer() != 0;
    case Value::Kind::kDouble:
    case Value::Kind::kNumeral: {
      const double number = value.to_double().value_or(0);
      return number != 0 && !std::isnan(number);
    }
    case Value::Kind::kText:
    case Value::Kind::kSafeText:
      return !value.as_text().empty();
    case Value::Kind::kJson:
      return !value.as_json().is_array() || !value.as_json().get_array().empty();
    case Value::Kind::kList:
      return !value.as_list().empty();
    case Value::Kind::kMap:
      return true;
    case Value::Kind::kObject:
      return value.as_object().truthy();
  }
  return false;
}

// ---- taking apart
// --------------------------------------------------------------------------------------------

Value member(const Value& value, std::string_view name, const Dialect& dialect, Arena& arena) {
  std::size_t index = 0;
  switch (value.kind()) {
    case Value::Kind::kJson:
      if (const json::Object* object = value.as_json().if_object()) {
        const json::Value* found = object->if_contains(name);
        return found == nullptr ? Value() : Value::json(*found);
      }
      break;
    case Value::Kind::kMap:
      for (const Entry& entry : value.as_map()) {
        if (entry.name == name) return entry.value;
      }
      return {};
    case Value::Kind::kObject:
      return value.as_object().member(name, arena);
    case Value::Kind::kText:
    case Value::Kind::kSafeText:
      break;
    case Value::Kind::kList:
      break;
    default:
      return {};
  }
  if (value.is_list_like() && is_index(name, index)) {
    return index < size_of(value) ? entry_of(value, index, arena).value : Value();
  }
  if (name == "length" || (name == "size" && dialect.printing == Dialect::Printing::kJava)) {
    return Value::number(
        static_cast<std::int64_t>(value.is_text() ? value.as_text().size() : size_of(value)));
  }
  return {};
}

std::size_t size_of(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::kList:
      return value.as_list().size();
    case Value::Kind::kMap:
      return value.as_map().size();
    case Value::Kind::kObject:
      return value.as_object().size();
    case Value::Kind::kJson:
      if (const json::Array* array = value.as_json().if_array()) return array->size();
      if (const json::Object* object = value.as_json().if_object()) return object->size();
      return 0;
    default:
      return 0;
  }
}

Entry entry_of(const Value& value, std::size_t index, Arena& arena) {
  switch (value.kind()) {
    case Value::Kind::kList:
      return {{}, value.as_list()[index]};
    case Value::Kind::kMap:
      return value.as_map()[index];
    case Value::Kind::kObject:
      return value.as_object().entry(index, arena);
    case Value::Kind::kJson: {
      if (const json::Array* array = value.as_json().if_array())
        return {{}, Value::json((*array)[index])};
      const auto& pair =
          *(value.as_json().get_object().begin() + static_cast<std::ptrdiff_t>(index));
      return {pair.key(), Value::json(pair.value())};
    }
    default:
      return {};
  }
}

// ---- printing
// ------------------------------------------------------------------------------------------------

void append_text(const Value& value, const Dialect& dialect, std::string& out) {
  switch (value.kind()) {
    case Value::Kind::kAbsent:
      return;
    case Value::Kind::kNull:
      if (dialect.printing == Dialect::Printing::kJson) out += "null";
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
      return append_double(value.as_double(), dialect, out);
    case Value::Kind::kNumeral:
    case Value::Kind::kText:
    case Value::Kind::kSafeText:
      out += value.as_text();
      return;
    case Value::Kind::kObject:
      return value.as_object().print(out, dialect);
    default:
      break;
  }
  Arena arena;  // takes no memory unless an object inside makes something
  if (value.kind() == Value::Kind::kJson && value.as_json().is_uint64())
    return json::write(value.as_json(), out);
  if (dialect.printing == Dialect::Printing::kJson) return append_json(value, dialect, arena, out);
  if (value.is_list_like()) return append_list(value, dialect, out, arena);
  append_map(value, dialect, out, arena);
}

std::string_view to_text(const Value& value, const Dialect& dialect, Arena& arena) {
  if (value.is_text() || value.kind() == Value::Kind::kNumeral) return value.as_text();
  if (value.is_absent()) return {};
  if (value.is_bool()) return value.as_bool() ? "true" : "false";
  if (value.kind() == Value::Kind::kObject && value.as_object().text().data() != nullptr)
    return value.as_object().text();
  std::string made;
  append_text(value, dialect, made);
  return arena.copy(made);
}

// ECMAScript Number::toString(10), §6.1.6.1.20: the shortest digits, an exponent from 1e21 and
// below 1e-6.
void append_javascript_number(double number, std::string& out) {
  if (std::isnan(number)) {
    out += "NaN";
    return;
  }
  if (std::isinf(number)) {
    out += number < 0 ? "-Infinity" : "Infinity";
    return;
  }
  if (number == 0) {
    out += '0';
    return;
  }
  char text[40];
  const double size = std::fabs(number);
  if (size >= 1e21 || size < 1e-6) {
    const char* end =
        std::to_chars(text, text + sizeof text, number, std::chars_format::scientific).ptr;
    const std::string_view made(text, static_cast<std::size_t>(end - text));
    const std::size_t exponent =
        made.find('e') + 2;  // behind its sign; C writes two digits at least
    out += made.substr(0, exponent);
    out += made[exponent] == '0' ? made.substr(exponent + 1) : made.substr(exponent);
    return;
  }
  out.append(text, std::to_chars(text, text + sizeof text, number, std::chars_format::fixed).ptr);
}

}  // namespace mimus::handlebars
