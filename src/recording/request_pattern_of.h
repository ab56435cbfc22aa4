#pragma once

#include <optional>
#include <string>
#include <vector>

#include "asked.h"
#include "match/request_pattern.h"

namespace mimus::recording {

// What a stub asks for that answers one request and no other: method, path, every parameter of the query, the body.
// A JSON body is compared as a value; of one that was redacted, member by member, the rest counts. Multipart bodies have a new
// boundary each time and do not count.
match::RequestPattern exact_pattern(const Asked& asked, const std::string& body);

// What a stub asks for that answers all of these requests, which share a Blur::key(). `varies[i]`: is slot i not the same in all?
// A segment that varies becomes a capture, and `names[i]` its name. Nothing when a path cannot be written so.
struct General {
  match::RequestPattern pattern;
  std::vector<std::string> names;
};
std::optional<General> general_pattern(const Asked& first, const std::string& body, const std::vector<bool>& varies);

}  // namespace mimus::recording
