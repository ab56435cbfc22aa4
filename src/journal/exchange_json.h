#pragma once

#include <string>

#include "journal/journal.h"
#include "json/json.h"

namespace mimus::journal {

// An exchange as people and scripts read it:
//
//   {"id": 7, "time": "2026-11-20T09:50:57.123Z", "method": "GET", "url": "/users/7?expand=full",
//    "path": "/users/7", "query": "expand=full", "headers": {"Host": "localhost", "X": ["1", "2"]},
//    "body": "", "route": "GET /users/{id}", "stubId": "0193…", "matched": true, "status": 200, "fault": null,
//    "response": {"status": 200, "headers": {…}, "body": "…"},
//    "decidedMicros": 11.5, "leavingMicros": 12.0, "client": "127.0.0.1"}
//
// Path and query are raw. A header given several times has an array, under the spelling that came first. A body
// that is not UTF-8 stands in "bodyBase64" instead of "body"; "bodyCut" beside it counts the bytes that the
// journal had no room for. "route" and "stubId" are null when nothing matched, "response" and
// "status" when none was sent, "fault" when there was none. Other text that is not UTF-8 has U+FFFD in it.
json::Object to_json(const Exchange& exchange);

// Appends the same as one line with its line feed (NDJSON).
void write_line(const Exchange& exchange, std::string& out);

}  // namespace mimus::journal
