#pragma once

#include <string_view>

#include "base/result.h"
#include "json/json.h"

namespace mimus::helpers {

// Mockoon's setData: changes a document at an object path (a.b.0, `\.` for a dot of a name; "" is
// the document).
//
//   MIMUS_TRY_DONE(edit_bucket(document, "inc", "users.0.visits", json::Value(1)));
//
// `operation`: set (also when it is none of these), push, del, inc, dec, invert, merge. `value`
// nullptr: none was given. What does not fit (pushing to what is no list) changes nothing. Missing
// objects and lists on the way are made; a list grows by 10,000 elements at most, beyond it
// Code::kLimit.
Status edit_bucket(json::Value& document, std::string_view operation, std::string_view path,
                   const json::Value* value);

}  // namespace mimus::helpers
