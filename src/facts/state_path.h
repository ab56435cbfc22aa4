#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/result.h"
#include "json/json.h"

namespace mimus::facts {

// A place in a world's stored state: a name and what is inside its value.
//
//   cart.items[0].id        name "cart", then members and elements
//   cart.items[-1]          the last element
//   cart['a.b']             a member whose name has a dot; also ["a.b"]
//   cart.items.0            a number is an element of a list, a member of an object
//   cart.size               how many members, elements or characters, unless there is such a member
//
// A value; cheap to look with, so parse it once. parse() fails with Code::kSyntax at the byte
// offset of what is wrong.
class StatePath {
 public:
  struct Step {
    std::string name;                   // a member; "" for [3]
    std::optional<std::int64_t> index;  // an element; set as well when the name is a number
    friend bool operator==(const Step&, const Step&) = default;
  };

  static Result<StatePath> parse(std::string_view text);
  static StatePath of_name(std::string name);  // this name, whatever is in it

  const std::string& name() const { return name_; }
  std::uint64_t key() const { return key_; }  // hash of the name
  const std::vector<Step>& steps() const { return steps_; }
  void cut(std::size_t steps) { steps_.resize(steps); }  // keeps the first of them
  std::string text() const;                              // as it would be written

  // The value there, inside the value of the name: nullptr when there is none. A size is made in
  // the arena.
  const json::Value* find_in(const json::Value& value, Arena& arena) const;

  friend bool operator==(const StatePath&, const StatePath&) = default;

 private:
  std::string name_;
  std::uint64_t key_ = 0;
  std::vector<Step> steps_;
};

// Where an index leads in a list of so many, counted from the end when it is negative; nothing when
// that is outside.
std::optional<std::size_t> element_at(std::int64_t index, std::size_t size);

}  // namespace mimus::facts
