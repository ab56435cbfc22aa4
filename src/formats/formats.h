#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/json.h"
#include "stub/stub.h"

namespace mimus::formats {

// What an import did, for people.
struct Report {
  struct Line {
    std::string what;  // "GET /users (entry 3)"
    std::string why;   // "answered with status 0: net::ERR_ABORTED"
    friend bool operator==(const Line&, const Line&) = default;
  };
  std::size_t taken = 0;           // requests that have an answer now
  std::vector<Line> approximated;  // taken, but not to the letter
  std::vector<Line> left_out;
};

// What a file of another program says, as stubs of ours: first match first, ids that stay the same over a reload.
struct Imported {
  std::vector<stub::Stub> stubs;
  std::vector<json::Value> routes;  // what a native file says and a stub does not (yet): `resource:` entries
  Report report;
};

// Who wrote the file.
enum class Kind : std::uint8_t { kHar, kCurl, kFetch, kPowerShell, kPostman, kMountebank, kHoverfly, kJsonServer };
struct Format {
  Kind kind;
  std::string_view name;     // "har": what --format takes
  std::string_view summary;  // "an HTTP archive of a browser's network tab"
};
std::span<const Format> formats();

// Which one a text is of; nullptr when it is none of these. Looks at what is inside, not at the file's name, but for
// json-server's, which is any object of lists: it has to be called db.json.
const Format* detect(std::string_view text, std::string_view file_name = {});

//   MIMUS_TRY(Imported shop, import_text(text, Kind::kHar, "shop.har"));
//
// Requests and answers become one stub for each distinct request, see stubs_of.h. Errors: kSyntax with line and column,
// kInvalid when the document is not of this format at all; parts that cannot be taken are in the report instead.
Result<Imported> import_text(std::string_view text, Kind kind, std::string_view source);

}  // namespace mimus::formats
