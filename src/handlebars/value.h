#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "dialect.h"
#include "json/json.h"

namespace mimus::handlebars {

class Object;
struct Entry;

// What an expression, an argument or a result is. 16 bytes, copied freely, owns nothing: texts,
// lists, maps and objects live in the arena of the rendering, in the program (constants) or in the
// data.
//
//   Value::text(call.arena().copy(made))   Value::number(4)   Value::json(*found)   Value::null()
//
// json() takes scalars apart, so a value of kind kJson is always a JSON object or array (or an
// integer beyond int64). A numeral is one JSON number in its own spelling ("1.50"): it counts as a
// number and prints as written.
class Value {
 public:
  enum class Kind : std::uint8_t {
    kAbsent,  // nothing there: JavaScript's undefined
    kNull,
    kBool,
    kInteger,
    kDouble,
    kNumeral,
    kText,
    kSafeText,  // never escaped
    kJson,
    kList,
    kMap,
    kObject,
  };

  constexpr Value() = default;  // absent
  static Value null() { return Value(Kind::kNull); }
  static Value boolean(bool value);
  static Value number(std::int64_t value);
  static Value number(double value);
  static Value numeral(std::string_view json_number) { return Value(Kind::kNumeral, json_number); }
  static Value text(std::string_view text) { return Value(Kind::kText, text); }
  static Value safe(std::string_view text) { return Value(Kind::kSafeText, text); }
  static Value json(const json::Value& value);
  static Value list(std::span<const Value> items);
  static Value map(std::span<const Entry> entries);
  static Value object(const Object& object);

  Kind kind() const { return kind_; }
  bool is_absent() const { return kind_ == Kind::kAbsent; }
  bool is_nothing() const { return kind_ <= Kind::kNull; }
  bool is_bool() const { return kind_ == Kind::kBool; }
  bool is_number() const { return kind_ >= Kind::kInteger && kind_ <= Kind::kNumeral; }
  bool is_text() const { return kind_ == Kind::kText || kind_ == Kind::kSafeText; }
  bool is_list_like() const;  // list, JSON array, object that says so
  bool is_map_like() const;   // map, JSON object, object that says so

  // Each only for its kind.
  bool as_bool() const { return payload_.integer != 0; }
  std::int64_t as_integer() const { return payload_.integer; }
  double as_double() const { return payload_.real; }
  std::string_view as_text() const { return {payload_.text, size_}; }  // kText, kSafeText, kNumeral
  const json::Value& as_json() const { return *payload_.json; }
  std::span<const Value> as_list() const { return {payload_.list, size_}; }
  std::span<const Entry> as_map() const;
  const Object& as_object() const { return *payload_.object; }
  // The object when it is one of that type: value.if_object<DateObject>(). See Object::type().
  template <class T>
  const T* if_object() const;

  // A number of any kind, as a double; nothing for everything else, texts too.
  std::optional<double> to_double() const;
  // A whole number of any kind without loss (3.0 is 3).
  std::optional<std::int64_t> to_integer() const;

  // The very same value: kind and bits, not contents.
  bool same(const Value& other) const;

 private:
  explicit constexpr Value(Kind kind) : kind_(kind) {}
  Value(Kind kind, std::string_view text)
      : kind_(kind), size_(static_cast<std::uint32_t>(text.size())) {
    payload_.text = text.data();
  }

  Kind kind_ = Kind::kAbsent;
  std::uint32_t size_ = 0;
  union {
    std::int64_t integer;
    double real;
    const char* text;
    const json::Value* json;
    const Value* list;
    const Entry* map;
    const Object* object;
  } payload_ = {0};
};

// One member of a map, one hash argument, one data variable.
struct Entry {
  std::string_view name;
  Value value;
};

// A value that works out what it holds when it is asked: request.query.a, which prints its first
// value and has elements; a date. Made in the arena (call.make<T>(…)), never destroyed; immutable.
// Any name or index may be asked.
class Object {
 public:
  enum class Shape : std::uint8_t { kScalar, kList, kMap };

  // Tells types apart, by address: return &kType of a `static constexpr char kType[] = "date";`.
  virtual const char* type() const = 0;
  virtual Shape shape() const { return Shape::kScalar; }
  virtual Value member(std::string_view, Arena&) const { return {}; }
  // Elements of a list, members of a map: how many, and each of them. index < size().
  virtual std::size_t size() const { return 0; }
  virtual Entry entry(std::size_t, Arena&) const { return {}; }  // a list's entries have no name
  virtual bool truthy() const { return shape() != Shape::kList || size() > 0; }
  virtual void print(std::string& out, const Dialect&) const = 0;
  // What it prints, when that is known without printing it; data() == nullptr otherwise.
  virtual std::string_view text() const { return {}; }
  // The document that its text is, parsed already: the body of a request. nullptr when it is none.
  virtual const json::Value* document() const { return nullptr; }
  // As one JSON value; unless said otherwise a list or map of its entries, or a string of what it
  // prints.
  virtual void write_json(std::string& out, const Dialect&, Arena&) const;

 protected:
  ~Object() = default;
};

template <class T>
const T* Value::if_object() const {
  if (kind_ != Kind::kObject || payload_.object->type() != T::kType) return nullptr;
  return static_cast<const T*>(payload_.object);
}

// What `if` thinks: false are nothing, false, 0, NaN, "" and empty lists.
bool truthy(const Value& value);

// A member by name of a map-like value, an element of a list-like one when the name is a number
// ("0"), `length` and `size` of lists and texts (`size` in Java's dialects only); else absent.
Value member(const Value& value, std::string_view name, const Dialect& dialect, Arena& arena);
// The elements or members of a list- or map-like value; 0 for all others.
std::size_t size_of(const Value& value);
Entry entry_of(const Value& value, std::size_t index, Arena& arena);  // index < size_of(value)

// How the dialect prints it: nothing for nothing; lists and maps "1,2" and "[object Object]"
// (JavaScript), "[1, 2]" and
// "{a=1}" (Java), or compact JSON (ours). Doubles: JavaScript prints 275 for 275.0, the others
// 275.0. Not escaped.
void append_text(const Value& value, const Dialect& dialect, std::string& out);
// The same as a view: of the value's own text, or of a copy in the arena.
std::string_view to_text(const Value& value, const Dialect& dialect, Arena& arena);

// As one compact JSON value; absent is null, and so are infinities; texts that are not UTF-8 get
// U+FFFD. Doubles as json::write() has them, but in JavaScript's dialect (1.0 is 1).
void append_json(const Value& value, const Dialect& dialect, Arena& arena, std::string& out);
// As a document, for what wants one. Costs a copy of everything.
json::Value to_json(const Value& value, const Dialect& dialect, Arena& arena);
// The document itself when the value is one, else a copy of it in the arena.
const json::Value& as_document(const Value& value, const Dialect& dialect, Arena& arena);
// A copy of the document that lives as long as the arena.
const json::Value& keep_in(Arena& arena, const json::Value& document);

// JavaScript's text of a number: 275, 0.1, 1e+21, NaN.
void append_javascript_number(double number, std::string& out);

}  // namespace mimus::handlebars
