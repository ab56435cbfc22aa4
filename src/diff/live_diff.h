#pragma once

#include <functional>
#include <memory>
#include <string>

#include "ledger.h"
#include "recording/compare.h"
#include "serve/outward.h"
#include "server/handler.h"

namespace mimus::diff {

// Answers every request from a real server, and asks the mocks the same in the background: where would they have said something else?
//
//   LiveDiff live(outward, mocks, {.against = "https://api.example.com", .shadow_loop = loops});
//   Server::start(options, live);
//
// Requests to Mimus's own address space (/__…) go to the mocks' handler as ever. All others are journalled once, with the answer that the client got;
// what the mocks remember moves on, because they are asked in the order in which requests arrive. A client never waits for them.
class LiveDiff final : public server::Handler {
 public:
  struct Options {
    std::string against;
    server::LoopIndex shadow_loop = 0;              // of the mocks' handler, and no server's
    recording::Comparer comparer;
    std::function<void(const Verdict&)> on_verdict{};  // on a thread of its own
    std::size_t most_waiting = 1000;                // requests; further ones are skipped
    std::size_t most_waiting_bytes = 64u << 20;     // of their bodies
  };
  // Both outlive this. `mocks` has one loop more than the server.
  LiveDiff(const serve::Outward& outward, server::Handler& mocks, Options options);
  ~LiveDiff() override;

  Ledger& ledger();
  std::size_t waiting() const;  // requests whose comparison is still to come
  void finish();                // waits for those whose answer has come; none may come after this

  void answer(const http::Request& request, server::LoopIndex loop, Arena& arena, server::Reply& reply) override;
  void leaving(const http::Request& request, server::LoopIndex loop, Arena& arena, const server::Reply& reply, const server::Timing& timing) override;
  void refused(int status, std::string_view why, server::LoopIndex loop) override;

 private:
  struct Impl;
  struct Hearing;
  std::shared_ptr<Impl> impl_;
};

}  // namespace mimus::diff
