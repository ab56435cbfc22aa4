#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "history/recorder.h"
#include "serve/surface.h"

namespace mimus::admin {

// The history over HTTP (docs/history.md):
//
//   GET /__mimus/history?status=5xx&since=10m&format=har   exchanges; the parameters of history/query.h
//   GET /__mimus/history?sql=SELECT…                       what a SELECT answers
//   GET /__mimus/history/stats                             figures of the file and of the writer
//   GET /__mimus/history/7                                 one exchange
//
// Questions run one after the other on a thread of their own, so that no event loop waits for a disk, and see every exchange
// whose response had arrived before (unless the writer is more than a moment behind).
class HistorySurface final : public serve::Surface {
 public:
  // Without a recorder it says how to get one. Borrows it, and the clock: "10m ago" is by that.
  HistorySurface(history::Recorder* recorder, const Clock& clock, std::string token);
  ~HistorySurface() override;  // answers what was asked

  bool answer(const http::Request& request, server::LoopIndex loop, Arena& arena, server::Reply& reply) override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mimus::admin
