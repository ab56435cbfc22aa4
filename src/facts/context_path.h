#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "state_path.h"
#include "text/percent.h"

namespace mimus::facts {

// The contexts of WireMock's state extension are values of the world's state, so that snapshots, sessions and the state's own
// endpoints have them too:
//
//   "context:cart-7"  {"updateCount": 2, "properties": {"size": "3"}, "list": [{"id": "1"}], "used": 1700000000000}
//
// Names are percent-encoded, so that each is one word of a path. "used" is the world's time in ms of the last change.
inline constexpr std::string_view kContextPrefix = "context:";
// So long after its last change a context is as good as gone.
inline constexpr std::chrono::minutes kContextLife{60};

inline std::string context_name(std::string_view context) {
  std::string name(kContextPrefix);
  for (const char c : text::percent_encode(context)) {
    if (c == '.') name += "%2E";
    else name += c;
  }
  return name;
}

inline StatePath context_path(std::string_view context) {
  return StatePath::of_name(context_name(context));
}

// Is it there, and not out of date? nullptr: no.
inline const json::Object* live_context(const json::Value* stored, WallTime now) {
  const json::Object* context = stored == nullptr ? nullptr : stored->if_object();
  const json::Value* used = context == nullptr ? nullptr : context->if_contains("used");
  if (used == nullptr || !used->is_number()) return nullptr;
  const WallTime until = WallTime(std::chrono::milliseconds(used->to_number<std::int64_t>())) + kContextLife;
  return now < until ? context : nullptr;
}

}  // namespace mimus::facts
