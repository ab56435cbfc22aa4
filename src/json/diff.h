#pragma once

#include <string_view>
#include <vector>

#include "json.h"
#include "patch.h"
#include "pointer.h"

namespace mimus::json {

// One place where two documents differ. The values are those of the documents compared, which must
// outlive it; nullptr: there is none.
struct Difference {
  Pointer pointer;
  const Value* expected = nullptr;
  const Value* actual = nullptr;
};

// Where `actual` differs from `expected`, in the order of `expected`; what only `actual` has comes
// behind it. Objects are compared member by member, arrays index by index; numbers by value
// (equal.h). Only the innermost differences are named: "/a/b", not "/a" as well.
std::vector<Difference> diff(const Value& expected, const Value& actual);

// "string", "number", "boolean", "null", "object", "array"; "nothing" for nullptr.
std::string_view kind_name(const Value* value);

// The patch that makes `to` of `from`.
Patch patch_between(const Value& from, const Value& to);

}  // namespace mimus::json
