#pragma once

#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "json/json.h"
#include "render/template.h"
#include "stub/stub.h"

namespace mimus::stub {

// Another server answers. The request's path, without `prefix`, and its query are put behind `url`; method, fields and
// body pass. The fields of the stub's response are added to what comes back. Stub::more->proxy.
struct Proxy {
  render::Template url;        // "https://api.example.com/v1"; a slash at its end does not count
  std::string text;            // `url` as it was written, for people
  std::string prefix;          // taken from the front of the path where it stands there
  using Fields = std::vector<std::pair<std::string, render::Template>>;
  Fields fields;                              // of the request, in place of its own of those names
  std::vector<std::string> removed;           // of the request
  std::vector<std::string> removed_after;     // of the response
  json::Value patch;                          // RFC 6902, for a response in JSON; null for none
  // Stands in place of the response's, which it sees as {{response.body}}, after the patch.
  using Body = std::variant<render::Template, render::JsonTemplate>;
  std::shared_ptr<const Body> body;           // nullptr: that of the response
  bool insecure = false;                      // takes any certificate
  bool keeps_host = false;                    // Host passes, too
};

}  // namespace mimus::stub
