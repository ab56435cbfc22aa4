#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "base/result.h"
#include "json/json.h"
#include "program.h"

namespace mimus::jmespath {

class Run;

// One argument of a call: a value, or what stood behind a &.
struct Argument {
  const json::Value* value = nullptr;
  std::optional<Id> reference{};
};

// A call while it is carried out.
struct Invocation {
  Run& run;
  const Function& function;
  std::span<const Argument> arguments;
  std::size_t at;

  const json::Value& value(std::size_t i) const { return *arguments[i].value; }
  Id reference(std::size_t i) const { return *arguments[i].reference; }
};

// What an argument may be, as letters: n number, s string, b boolean, a array, o object, 0 null, &
// reference, N array of numbers, S array of strings; "" anything but a reference.
struct Function {
  std::string_view name;
  Result<json::Value> (*run)(const Invocation&);
  std::string_view takes[2];
  std::size_t arguments;
  bool more = false;  // more of the last kind may follow
};

const Function* find_function(std::string_view name);
std::span<const Function> functions();

// Are the arguments what the function takes? The error says which is not.
Status check_arguments(const Invocation& call);

}  // namespace mimus::jmespath
