#pragma once

#include <string>

#include "diff/live_diff.h"
#include "serve/surface.h"

namespace mimus::admin {

// What diff mode has found (docs/replay.md):
//
//   GET /__mimus/diff      counts by route, the last differences with their places; "waiting": comparisons that are still to come
//   DELETE /__mimus/diff   begins anew
class DiffSurface final : public serve::Surface {
 public:
  // nullptr: there is none, and it says how to get one. Borrows it.
  DiffSurface(diff::LiveDiff* live, std::string against, std::string token) : live_(live), against_(std::move(against)), token_(std::move(token)) {}
  bool answer(const http::Request& request, server::LoopIndex loop, Arena& arena, server::Reply& reply) override;

 private:
  diff::LiveDiff* const live_;
  const std::string against_, token_;
};

}  // namespace mimus::admin
