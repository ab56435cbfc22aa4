#include "formats.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "curl_reader.h"
#include "fetch_reader.h"
#include "har_reader.h"
#include "hoverfly_reader.h"
#include "json_server_reader.h"
#include "members.h"
#include "mountebank_reader.h"
#include "postman_reader.h"
#include "stubs_of.h"

namespace mimus::formats {
namespace {

// ---- what they look like -----------------------------------------------------------------------

bool is_har(const json::Value& document) {
  const json::Value* log = member(document, "log");
  return log != nullptr && log->is_object();
}

bool is_postman(const json::Value& document) {
  const json::Value* wrapped = member(document, "collection");
  const json::Value& collection = wrapped != nullptr ? *wrapped : document;
  const bool new_form =
      member(collection, "info") != nullptr && member(collection, "item") != nullptr;
  return new_form ||
         (member(collection, "requests") != nullptr && member(collection, "order") != nullptr);
}

bool is_mountebank(const json::Value& document) {
  if (const json::Value* imposters = member(document, "imposters")) return imposters->is_array();
  return member(document, "protocol") != nullptr && member(document, "stubs") != nullptr;
}

bool is_hoverfly(const json::Value& document) {
  const json::Value* data = member(document, "data");
  return data != nullptr && member(*data, "pairs") != nullptr;
}

bool says_word(std::string_view text, std::string_view word) {
  const std::size_t at = text.find(word);
  return at != text.npos &&
         (at == 0 || std::string_view(" \t\r\n;(/").find(text[at - 1]) != std::string_view::npos);
}

template <Result<Recordings> (*kRead)(std::string_view)>
Result<Imported> recorded(std::string_view text) {
  MIMUS_TRY(Recordings recordings, kRead(text));
  return stubs_of(std::move(recordings));
}

struct Row {
  Format format;
  bool (*is_document)(const json::Value& document);  // nullptr: of texts that are no JSON
  bool (*is_text)(std::string_view text);
  Result<Imported> (*read)(std::string_view text);
};
constexpr Row kRows[] = {
    {{Kind::kHar, "har", "an HTTP archive: the network tab of a browser, a proxy, a history"},
     &is_har,
     nullptr,
     &recorded<&read_har>},
    {{Kind::kPostman, "postman", "a Postman collection (v1, v2.0, v2.1) with its saved answers"},
     &is_postman,
     nullptr,
     &recorded<&read_postman>},
    {{Kind::kMountebank, "mountebank", "imposters of mountebank"},
     &is_mountebank,
     nullptr,
     &read_mountebank},
    {{Kind::kHoverfly, "hoverfly", "a simulation of Hoverfly (v3 to v5)"},
     &is_hoverfly,
     nullptr,
     &read_hoverfly},
    {{Kind::kJsonServer, "json-server", "json-server's db.json"},
     nullptr,
     nullptr,
     &read_json_server},
    {{Kind::kPowerShell, "powershell", "Invoke-WebRequest, as browsers copy requests"},
     nullptr,
     [](std::string_view text) {
       return says_word(text, "Invoke-WebRequest") || says_word(text, "Invoke-RestMethod");
     },
     &recorded<&read_powershell>},
    {{Kind::kCurl, "curl", "curl commands, as browsers copy requests"},
     nullptr,
     [](std::string_view text) {
       return says_word(text, "curl ") || says_word(text, "curl.exe ") || says_word(text, "curl\t");
     },
     &recorded<&read_curl>},
    {{Kind::kFetch, "fetch", "calls of fetch(), as browsers copy requests"},
     nullptr,
     [](std::string_view text) { return says_word(text, "fetch("); },
     &recorded<&read_fetch>},
};

constexpr auto kFormats = [] {
  std::array<Format, std::size(kRows)> all{};
  std::ranges::transform(kRows, all.begin(), &Row::format);
  return all;
}();

// Of a start with 10,000 routes six searches were 15 %: one goes through all quotes.
bool says_any(std::string_view text, std::span<const std::string_view> quoted) {
  const auto begins = [&](std::string_view key) { return text.size() > 1 && text[1] == key[1] && text.starts_with(key); };
  for (std::size_t at = text.find('"'); at != text.npos; at = text.find('"', 1)) {
    text.remove_prefix(at);
    if (std::ranges::any_of(quoted, begins)) return true;
  }
  return false;
}

// Large native files are not to be read twice: no document of these is a list, and each has one of
// these keys.
bool is_surely_none(std::string_view text, std::string_view file_name) {
  const std::size_t first = std::min(text.find_first_not_of(" \t\r\n\xEF\xBB\xBF"), text.size());
  const std::string_view rest = text.substr(first);
  if (rest.starts_with('[')) return true;
  if (!rest.starts_with('{') || file_name.ends_with("db.json")) return false;
  constexpr std::string_view kKeys[] = {"\"log\"",       "\"item\"",  "\"requests\"",
                                        "\"imposters\"", "\"stubs\"", "\"pairs\""};
  return !says_any(rest, kKeys);
}

}  // namespace

std::span<const Format> formats() {
  return kFormats;
}

const Format* detect(std::string_view text, std::string_view file_name) {
  if (is_surely_none(text, file_name)) return nullptr;
  const auto document = json::parse(text);
  for (std::size_t i = 0; i < std::size(kRows); ++i) {
    const Row& row = kRows[i];
    const bool fits = document ? row.is_document != nullptr && row.is_document(*document)
                               : row.is_text != nullptr && row.is_text(text);
    if (fits) return &kFormats[i];
  }
  // A broken one is still what its name says; whoever reads it says where it is broken.
  if (!document && file_name.ends_with(".har")) return &*std::ranges::find(kFormats, Kind::kHar, &Format::kind);
  // Nothing tells it from other JSON but its name.
  const std::string_view name = file_name.substr(file_name.rfind('/') + 1);
  if (name != "db.json" || !document || !is_database(*document)) return nullptr;
  return &*std::ranges::find(kFormats, Kind::kJsonServer, &Format::kind);
}

Result<Imported> import_text(std::string_view text, Kind kind, std::string_view source) {
  const auto row =
      std::ranges::find_if(kRows, [&](const Row& one) { return one.format.kind == kind; });
  auto imported = row->read(text);
  if (!imported) {
    imported.error().where.source = source;
    return imported;
  }
  for (stub::Stub& stub : imported->stubs) stub.origin.file = source;
  return imported;
}

}  // namespace mimus::formats
