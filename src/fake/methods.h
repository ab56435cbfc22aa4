#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "value.h"

namespace mimus::fake {

class Args;
class Engine;

// What an argument is. How each binds from JSON: fake/call.h.
enum class Type : std::uint8_t {
  kNumber,
  kRange,  // a number, or {"min": a, "max": b}
  kBoolean,
  kText,
  kChoice,      // one of Param::choices
  kDate,        // ISO 8601 text, or milliseconds since 1970
  kCharacters,  // text, or a list of texts
  kList,        // an array of anything
  kTexts,       // an array of texts, each one of Param::choices if there are any
  kObject,
  kInteger,   // of any size: a whole number, or text with its digits
  kPattern,   // text, or {"$regex": "…", "flags": "i"}
  kTemplate,  // text or a list of texts for helpers.fake; stands where JavaScript takes a function,
              // too
  kPoint,     // [latitude, longitude]
};
std::string_view type_name(Type type);  // "number or {min, max}"

struct Param {
  std::string_view name;
  Type type;
  std::string_view fallback =
      {};  // its default, as text for people: "1", "a draw", ""; "!": must be given
  std::string_view choices = {};  // "upper|lower|mixed"

  bool required() const { return fallback == "!"; }
};

enum class Returns : std::uint8_t {
  kText,
  kNumber,
  kBoolean,
  kDate,
  kDates,
  kBigInt,
  kObject,
  kNumbers,
  kAny
};
std::string_view returns_name(Returns returns);  // "string", "number", "Date[]"

// One method of faker-js: a row of a table. `airline.airport`, `person.fullName`, …
//
// Its first `positional` params are arguments of their own, in order; the others are members of one
// options object that comes last. `shorthand`: what that argument means when it is no object but a
// number (number.int(5): max), a text or a boolean: the index of a param, or kNone.
struct Method {
  static constexpr std::uint8_t kNone = 0xFF;
  using TextFn = void (*)(Engine&, const Args&, std::string& out);  // appends
  using ValueFn = Value (*)(Engine&, const Args&);

  std::string_view module;
  std::string_view name;
  std::string_view summary;
  Returns returns = Returns::kText;
  std::span<const Param> params = {};
  std::uint8_t positional = 0;
  std::uint8_t shorthand = kNone;
  // How it is done; one of three. `entry`: an element of that list of the locale's data.
  TextFn text = nullptr;
  ValueFn value = nullptr;
  TextFn json = nullptr;  // beside `value`, for speed: appends the same value as JSON, from the same draws
  std::uint16_t entry = 0xFFFF;

  std::string full_name() const;  // "person.fullName"
};

// All modules, in alphabetical order, and the methods of each likewise: 27 and 262.
struct Module {
  std::string_view name;
  std::span<const Method> methods;
};
std::span<const Module> modules();

// What Python's Faker has beyond faker-js, a module for each of its providers: profile, ssn,
// national_id, bank, … Some share a module's name with faker-js (internet, company, color), none a
// method's.
std::span<const Module> python_modules();

// By its name: "person.fullName", exactly; nullptr when there is none. Python's methods by their
// name alone, too: "simple_profile" is profile.simple_profile.
const Method* find_method(std::string_view name);

// What a name of another library or an older faker means: `name.firstName`, `address.city`,
// `random.word` (faker 6 to 9; exact) and Datafaker's `Name.first_name`, `address.streetAddress`
// (case and underscores do not matter). `arguments`: what it is called with, as JSON text, e.g.
// `[{"abbreviated":true}]`; `raw`: a list of the data without a method, "location.city_suffix".
struct Alias {
  std::string_view name;
  std::string_view target;  // "person.firstName", or "location.city_suffix" when raw
  std::string_view arguments = {};
  bool raw = false;
};
const Alias* find_alias(std::string_view name);
std::span<const Alias> legacy_aliases();     // faker-js 6 to 9
std::span<const Alias> python_aliases();     // Python's Faker, where faker-js has the same: "first_name" (exact)
std::span<const Alias> datafaker_aliases();  // Java's Datafaker, as WireMock's faker extension names them

// Code::kNotFound, with the nearest names as its hint: "did you mean 'person.fullName'?".
Error unknown_method(std::string_view name);

}  // namespace mimus::fake
