#pragma once

#include "json/json.h"
#include "reload/reloader.h"

namespace mimus::admin {

// {"reloaded": true, "routes": 12, "millis": 3.1, "warnings": [...]} or {"reloaded": false, "routes": …, "errors": [{"file", "line",
// "column", "message", "hint", "text"}]}; `text` is the line as the terminal shows it.
json::Object to_json(const reload::Report& report);
json::Object to_json(const Error& error);

}  // namespace mimus::admin
