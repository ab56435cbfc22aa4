#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "json/json.h"
#include "stub/stub.h"

namespace mimus::native {

// A route as a native file writes it, and what of the stub it does not say.
struct Route {
  json::Value document;           // {"path": "/users/{id}", "method": "GET", "response": …}
  std::vector<std::string> lost;  // "the scenario 'cart'": a phrase each, for comments and reports
};

// The inverse of the reader: load() of the document gives the stub back, but for its origin. Keys are the shortest that
// say it; what follows by itself is left out. A stub of another dialect is put in native words first, see as_native().
Route to_document(const stub::Stub& stub);

// A stub of another dialect as the native file means it: WireMock's matchers by the names that both have, URLs compared
// raw as paths compared decoded, bodies with the Content-Type that a native response has anyway. `lost` says what is
// different then. Of a native stub: itself.
stub::Stub as_native(const stub::Stub& stub, std::vector<std::string>& lost);

// A whole file. Every route that lost something has a comment that says so. The text is YAML, and the reader takes it.
//
//   native::write_file(stubs, {.title = "imported from shop.har"});
//   # imported from shop.har
//   routes:
//     - path: /users/{id}
//       method: GET
//       response: …
//
// Stubs that are all of seed 2's form (PATH and VALUE) are written in that form.
struct WriteOptions {
  std::string title{};             // lines of a comment at the top; "" for none
  std::span<const json::Value> more{};  // routes that are documents already; they come last
  std::filesystem::path folder{};  // where the file will stand, for the names of body files; "" : absolute names
};
struct WrittenFile {
  std::string text;
  std::vector<std::vector<std::string>> lost;  // of each stub
};
WrittenFile write_file(std::span<const stub::Stub> stubs, const WriteOptions& options = {});

// A file that a person may have written, with some of its routes changed, gone or added: all else stays as it stands, with comments, blank lines
// and the order of members. `before`: its stubs; `after`: what they shall be, those of the file first, in its order and with their origin, then new
// ones. Nothing when routes do not stand on lines of their own (JSON, PATH and VALUE), or the text would not be read as `after`: then write_file().
std::optional<WrittenFile> rewrite_file(const std::string& text, std::span<const stub::Stub> before, std::span<const stub::Stub> after,
                                        const std::filesystem::path& file, const std::filesystem::path& folder);

// A literal path as routes write it: braces, stars, '?' and '#' escaped.
std::string escape_path(std::string_view path);

}  // namespace mimus::native
