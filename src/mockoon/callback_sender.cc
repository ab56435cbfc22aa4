#include "callback_sender.h"

#include <algorithm>
#include <utility>

#include "serve/alarms.h"
#include "serve/outward.h"

namespace mimus::mockoon {
namespace {

// As of a timer of Node, which waits this long at least: the answer is on its way then.
constexpr std::chrono::milliseconds kLeast{1};

Error trouble(std::string message) {
  return Error{Code::kIo, std::move(message), "", {}};
}

}  // namespace

void CallbackSender::tell_to(Tell tell) {
  const std::lock_guard lock(mutex_);
  tell_ = std::move(tell);
}

void CallbackSender::listens_at(std::string url) {
  const std::lock_guard lock(mutex_);
  own_url_ = std::move(url);
}

std::string CallbackSender::own_url() const {
  const std::lock_guard lock(mutex_);
  return own_url_;
}

void CallbackSender::stop() {
  const std::lock_guard lock(gate_);
  stopped_ = true;
}

void CallbackSender::send_after(std::chrono::nanoseconds delay, std::string name, outbound::Request request) {
  const serve::Outward* const outward = world_.outward;
  if (outward != nullptr && outward->offline) return failed(name, "nothing is sent to other servers (--offline)");
  if (outward == nullptr || outward->client == nullptr) return failed(name, "this server sends no requests");
  delay = std::max<std::chrono::nanoseconds>(delay, kLeast);
  const auto send = [self = shared_from_this(), name = std::move(name), request = std::move(request)] { self->send(name, request); };
  const Clock::State clock = world_.clock.state();
  if (world_.alarms != nullptr && (clock.frozen || clock.speed != 1)) {
    world_.alarms->at(world_.clock, world_.clock.now() + delay, send);
    return;
  }
  const std::lock_guard lock(gate_);
  if (!stopped_) outward->client->after(delay, send);
}

void CallbackSender::send(const std::string& name, const outbound::Request& request) {
  const std::lock_guard lock(gate_);
  if (stopped_) return;
  world_.outward->client->fetch(request, [self = shared_from_this(), name](const auto& answer) {
    if (!answer && answer.error().kind != outbound::Failure::Kind::kCancelled) self->failed(name, answer.error().message);
  });
}

void CallbackSender::failed(std::string_view name, std::string_view why) {
  const std::lock_guard lock(mutex_);
  if (!tell_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - second_ >= std::chrono::seconds(1)) {
    if (told_ > kMostTold) tell_(trouble(std::to_string(told_ - kMostTold) + " more callbacks failed in that second"));
    second_ = now;
    told_ = 0;
  }
  if (++told_ > kMostTold) return;
  tell_(trouble("the callback '" + std::string(name) + "' was not sent: " + std::string(why)));
}

}  // namespace mimus::mockoon
