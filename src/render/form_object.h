#pragma once

#include <span>

#include "facts/request_facts.h"
#include "json/json.h"

namespace mimus::render {

// Decoded pairs as an object, as the `qs` library of Node makes it: a=1&a=2 and a[]=1 are lists,
// a[b]=1 an object.
//
//   form_object(pairs of "a=1&b[c]=2&d[]=3")   // {"a": "1", "b": {"c": "2"}, "d": ["3"]}
//
// At most five levels of brackets; what goes deeper is one name, as it is there.
json::Value form_object(std::span<const facts::NameValue> pairs);

}  // namespace mimus::render
