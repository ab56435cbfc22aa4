#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "json/json.h"

namespace mimus::collections {

// What rows are compared by. Kinds never mix: nothing (absent or null) < false < true < numbers < texts <
// lists and objects. Texts by their bytes, which is the order of their code points.
struct Scalar {
  enum class Kind : std::uint8_t { kNothing, kBool, kNumber, kText, kOther };
  Kind kind = Kind::kNothing;
  double number = 0;  // of kBool: 0 or 1
  std::string text;   // of kOther: its JSON

  static Scalar of(const json::Value* value);  // nullptr: nothing
  friend bool operator==(const Scalar& a, const Scalar& b) { return compare(a, b) == 0; }
  friend bool operator<(const Scalar& a, const Scalar& b) { return compare(a, b) < 0; }
  static int compare(const Scalar& a, const Scalar& b);
};

// What a parameter's text may stand for in a row: 10 is a number and a text.
struct Operand {
  std::string text;
  std::optional<double> number;
  std::optional<bool> flag;
  bool null = false;

  static Operand of(std::string text);
  // The value of that kind, if the text can be one.
  std::optional<Scalar> as(Scalar::Kind kind) const;
  bool equals(const json::Value* value) const;
};

// "name", "address.city", "tags.0": the member of that very name, else step by step; nullptr: none.
const json::Value* member_at(const json::Value& row, std::string_view path);

// An id, or a reference to one, as it stands in a URL: 7 and "7" are the same.
std::string id_text(const json::Value& id);
std::optional<double> read_number(std::string_view text);  // the whole of it, as JSON writes numbers

}  // namespace mimus::collections
