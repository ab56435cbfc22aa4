#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "headers.h"
#include "keys.h"
#include "stub/stub.h"

namespace mimus::native {

// A response while it is read: what was said, not yet what follows from it.
struct ResponseDraft {
  std::optional<int> status;
  std::string status_text;  // a template, instead of `status`
  std::string reason;
  Headers headers;
  stub::Body body;
  std::string_view body_key;      // "response", "file", …: a row's name; "" while there is none
  std::string_view content_type;  // that follows from html and file; static text
  std::optional<bool> templated;
};

// status, headers, response, json, text, html, file, base64 …
std::span<const Key<ResponseDraft>> response_keys();

// What the whole file says about every response.
struct ResponseDefaults {
  Headers headers;
  int status = 200;
  std::string status_text{};
};

// `at` is the object whose keys were read into `draft`. Checks the templates in it.
stub::ResponseSpec finish(Context& in, ResponseDraft draft, const ResponseDefaults& defaults,
                          const Place& at);

}  // namespace mimus::native
