#pragma once

#include "json.h"

namespace mimus::json {

// RFC 7396, JSON Merge Patch: members of the patch are set, those that are null are removed,
// objects are merged member by member, anything else replaces what was there.
//
//   merge_patch(target, *parse(R"({"a": {"f": null}, "b": 1})"));
void merge_patch(Value& target, const Value& patch);

}  // namespace mimus::json
