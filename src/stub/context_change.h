#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "render/template.h"

namespace mimus::stub {

// What an answer does to a context of WireMock's state extension ("recordState", "deleteState"). All texts are templates over the
// request and {{response.body}}, {{response.headers.Name}}, {{response.status}}. Where contexts are kept: facts/context_path.h.
struct ContextChange {
  using Properties = std::vector<std::pair<std::string, render::Template>>;
  struct Addition {
    bool at_the_front = false;
    Properties element;
  };
  // Which element of the list goes.
  struct Removal {
    std::optional<render::Template> index;     // "0", "-1"; first and last are these
    std::optional<render::Template> property;  // else all those …
    std::optional<render::Template> value;     // … that have this there
  };

  std::vector<render::Template> contexts;    // their names
  // ---- recordState: one context, made when it is not there
  bool records = false;
  Properties properties;                     // a value of "null" takes the property away
  std::vector<Addition> additions;
  // ---- deleteState: the contexts, or one element of the list of each
  std::optional<render::Template> matching;  // a regular expression: those whose names it matches
  std::optional<Removal> removal;
};

}  // namespace mimus::stub
