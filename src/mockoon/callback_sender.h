#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "base/error.h"
#include "outbound/request.h"
#include "serve/world.h"

namespace mimus::mockoon {

// Sends an environment's callbacks when it is time, and tells of those that failed, for nobody waits for them. Any thread; those under
// way share it.
class CallbackSender : public std::enable_shared_from_this<CallbackSender> {
 public:
  using Tell = std::function<void(const Error&)>;
  static constexpr int kMostTold = 10;  // a second; one more says how many were left out

  explicit CallbackSender(serve::World& world) : world_(world) {}

  // ---- before the first request
  void tell_to(Tell tell);
  void listens_at(std::string url);

  std::string own_url() const;  // for a uri that begins with '/'
  // After so much of the world's time. Without a way out (World::outward), and with --offline, it fails at once.
  void send_after(std::chrono::nanoseconds delay, std::string name, outbound::Request request);
  void failed(std::string_view name, std::string_view why);
  // Nothing is sent any more: the client goes.
  void stop();

 private:
  void send(const std::string& name, const outbound::Request& request);

  serve::World& world_;
  std::mutex gate_;       // held while the client is used
  bool stopped_ = false;  // guarded by gate_
  mutable std::mutex mutex_;
  std::string own_url_;  // guarded by mutex_, as all below
  Tell tell_;
  std::chrono::steady_clock::time_point second_{};
  int told_ = 0;  // in this second
};

}  // namespace mimus::mockoon
