#pragma once

#include <string_view>

#include "base/result.h"
#include "formats/formats.h"

namespace mimus::formats {

// json-server's db.json: {"posts": [{"id": 1, …}], "profile": {…}}. A list of objects is a `resource:` route with these
// rows, `belongs_to` where a member like postId names another list; anything else is a route that answers with it. All are
// documents (Imported::routes): what a collection does is the native file's affair. Errors: kSyntax with line and
// column; kInvalid when it is no object, or without any list.
Result<Imported> read_json_server(std::string_view text);

// An object with a list of objects.
bool is_database(const json::Value& document);

}  // namespace mimus::formats
