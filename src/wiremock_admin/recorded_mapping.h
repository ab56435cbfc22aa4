#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/uuid.h"
#include "journal/journal.h"
#include "json/json.h"
#include "record_spec.h"

namespace mimus::wiremock_admin {

// A stub mapping that answers a request as it was answered, and the file that its body went to.
struct RecordedMapping {
  struct File {
    std::string name;  // below __files
    std::string bytes;
  };
  json::Object document;
  std::optional<File> file;
};

//   GET /a/b?x=1 with Accept: text/plain   becomes   {"id": …, "name": "a_b", "request": {"method": "GET", "urlPath": "/a/b",
//                                                    "queryParameters": {"x": {"hasExactly": [{"equalTo": "1"}]}}, …}, "response": {…}}
//
// The response's fields are those that were sent, but for Content-Length, Transfer-Encoding and Date, and Content-Encoding, which is undone.
RecordedMapping recorded_mapping(const journal::Exchange& exchange, const RecordSpec& spec, const Uuid& id);

// Was the response recorded whole? Not of a fault, nor a body that the journal had no room for, or that was still on its way: one
// of another server that goes on while it comes has no length, or more than was there.
bool is_whole(const journal::Exchange& exchange, bool was_proxied);

// Mappings with equal requests, oldest first, become the steps of a scenario each, "scenario-1-a-b"; or all but the first go.
void join_repeats(std::vector<RecordedMapping>& mappings, bool as_scenarios);

// "/a/b c" -> "a_b-c", of at most 200 bytes; with '-' for `separator` "a-b-c".
std::string name_of_path(std::string_view path, char separator = '_');

}  // namespace mimus::wiremock_admin
