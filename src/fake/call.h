#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "engine.h"
#include "json/json.h"
#include "methods.h"
#include "value.h"

namespace mimus::fake {

// What to do with arguments and option members that the method does not know.
enum class Unknown { kRefuse, kIgnore };  // JavaScript ignores them

// A method with its arguments bound: prepared once, called often, from any thread (each with its
// own Engine).
//
//   MIMUS_TRY(const Call name, Call::compile("person.fullName", R"([{"sex": "female"}])"_json));
//   name.append_json(engine, out);     // "Ms. Anna Ruiz", with its quotes
//
// Arguments are those of faker-js as JSON: positional ones, and one object of options.
// `number.int(5)`, `string.alpha({ length: {min: 3, max: 9}})`. A template stands where JavaScript
// takes a function: helpers.multiple("{{person.bio}}", {count: 3}). compile() fails with
// Code::kInvalid and says which argument (pointer "/0/length") is wrong and what would be right;
// with Code::kNotFound when nobody knows the name. Names may be aliases (fake/methods.h).
//
// Calling fails where faker-js throws: no data in this locale, min above max. Nothing stays in
// `out` then, and the engine has made as many draws as faker-js.
class Call {
 public:
  static Result<Call> compile(std::string_view name, const json::Array& arguments = {},
                              Unknown unknown = Unknown::kRefuse);
  static Result<Call> compile(const Method& method, const json::Array& arguments = {},
                              Unknown unknown = Unknown::kRefuse);
  // As written in code: "number.int", "number.int(5)", "person.fullName({\"sex\": \"male\"})",
  // "person.firstName(female)".
  static Result<Call> parse(std::string_view text);

  Result<Value> value(Engine& engine) const;
  Status append_text(Engine& engine, std::string& out) const;  // String(value), as in templates
  Status append_json(Engine& engine, std::string& out) const;

  // For the code of methods, and for those who look at failed() themselves: no take_failure().
  Value run(Engine& engine) const;
  void run_text(Engine& engine, std::string& out) const;

  const Method* method() const {
    return method_;
  }  // nullptr: an element of raw data (some aliases)

 private:
  struct Bound;
  friend struct Binding;
  Call() = default;

  const Method* method_ = nullptr;
  std::uint16_t entry_ = 0xFFFF;        // when method_ is nullptr
  std::shared_ptr<const Bound> bound_;  // nullptr: no arguments
};

// Once: compile and call.
Result<Value> call(Engine& engine, const Method& method, const json::Array& arguments = {});
Result<Value> call(Engine& engine, std::string_view name, const json::Array& arguments = {});

}  // namespace mimus::fake
