#pragma once

#include <cstddef>

#include "base/result.h"
#include "facts/state_path.h"
#include "json/json.h"
#include "stub/state_use.h"

namespace mimus::serve {

// How many bytes a value takes, roughly.
std::size_t weight_of(const json::Value& value);

// One change inside the value of a name, in two steps, so that a change that cannot be, or that is
// too large, has done nothing: prepare() looks, carry_out() changes.
struct ValueEdit {
  stub::Assignment::Kind kind;
  json::Value operand;  // what will stand there; of kAppend: what will be the last element
  json::Value
      result;  // of kAdd: the number; of kAppend: how many elements then; of kRemove: was it there?
  std::ptrdiff_t growth = 0;  // by how many bytes, roughly
};

// `value`: that of the path's name, nullptr for none. Errors are those of State.
Result<ValueEdit> prepare(const json::Value* value, stub::Assignment::Kind kind,
                          const facts::StatePath& path, json::Value operand);
void carry_out(json::Value& value, const facts::StatePath& path, ValueEdit edit);

}  // namespace mimus::serve
