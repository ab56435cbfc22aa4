#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "outbound/client.h"

namespace mimus::outbound {

class Door;
class Exchange;

// Between the lane's thread, which fills it, and the consumer of a body. Bounded by what its producer does: it stops
// when full() says so, and is resumed.
class Pipe {
 public:
  static constexpr std::size_t kFull = 256 * 1024;
  Pipe(std::shared_ptr<Door> door, std::weak_ptr<Exchange> producer) : door_(std::move(door)), producer_(std::move(producer)) {}

  // ---- the producer
  void push(std::string_view piece) {
    const std::lock_guard lock(mutex_);
    bytes_ += piece;
  }
  bool full() const {
    const std::lock_guard lock(mutex_);
    return bytes_.size() >= kFull && !abandoned_;
  }
  bool abandoned() const {
    const std::lock_guard lock(mutex_);
    return abandoned_;
  }
  void end(std::vector<http::OwnedField> trailers, const Times& times);
  void fail(Failure failure);
  void rouse() const;  // the consumer

  // ---- the consumer
  Body::Next next(std::string& out);
  void on_wake(std::function<void()> wake);
  void abandon();
  bool ended() const {
    const std::lock_guard lock(mutex_);
    return ended_;
  }
  std::size_t waiting() const {
    const std::lock_guard lock(mutex_);
    return bytes_.size();
  }
  Failure failure() const;
  std::vector<http::OwnedField> trailers() const;
  Times times() const;

 private:
  void resume() const;  // the producer

  const std::shared_ptr<Door> door_;
  const std::weak_ptr<Exchange> producer_;
  mutable std::mutex mutex_;
  std::string bytes_;
  std::vector<http::OwnedField> trailers_;
  std::optional<Failure> failure_;
  std::shared_ptr<const std::function<void()>> wake_;
  Times times_;
  bool ended_ = false;
  bool abandoned_ = false;
};

}  // namespace mimus::outbound
