#pragma once

#include <span>

#include "http/multipart.h"
#include "json/json.h"

namespace mimus::mockoon {

// The parts of a form as an object, as Mockoon makes it (busboy and append-field): a name that comes again is a list, so is a[], a[b] is a
// member; a file is what is known of it.
//
//   {"note": "x", "tags": ["a", "b"], "photo": {"filename": "me.png", "mimetype": "image/png", "size": 512}}
json::Value multipart_object(std::span<const http::Part> parts);

}  // namespace mimus::mockoon
