#include "http/upload.h"

#include <utility>

namespace mimus::http {
namespace {

void call(const std::shared_ptr<const std::function<void()>>& callback) {
  if (callback && *callback) (*callback)();
}

}  // namespace

void Upload::on_room(std::function<void()> room) {
  const std::lock_guard lock(mutex_);
  room_ = std::make_shared<const std::function<void()>>(std::move(room));
}

void Upload::on_wake(std::function<void()> wake) {
  const std::lock_guard lock(mutex_);
  wake_ = std::make_shared<const std::function<void()>>(std::move(wake));
}

void Upload::push(std::string_view piece) {
  if (piece.empty()) return;
  Callback wake;
  {
    const std::lock_guard lock(mutex_);
    bytes_ += piece;
    came_ += piece.size();
    beginning_ += piece.substr(0, kBeginning - beginning_.size());
    if (std::exchange(waited_, false)) wake = wake_;
  }
  call(wake);
}

void Upload::finish(State state) {
  Callback wake;
  {
    const std::lock_guard lock(mutex_);
    if (state_ != State::kComing) return;
    state_ = state;
    if (std::exchange(waited_, false)) wake = wake_;
  }
  call(wake);
}

bool Upload::full() const {
  const std::lock_guard lock(mutex_);
  return bytes_.size() >= kFull;
}

Upload::Beginning Upload::beginning() const {
  const std::lock_guard lock(mutex_);
  const std::uint64_t all = length_ ? *length_ : came_ + (state_ == State::kEnded ? 0 : 1);
  return {beginning_, all - beginning_.size()};
}

Upload::Next Upload::next(std::string& out) {
  Callback room;
  Next next = Next::kData;
  {
    const std::lock_guard lock(mutex_);
    if (bytes_.size() >= kFull) room = room_;
    out += bytes_;
    const bool some = !bytes_.empty();
    bytes_.clear();
    if (state_ != State::kComing) {
      next = state_ == State::kEnded ? Next::kEnd : Next::kBroken;
    } else if (!some) {
      next = Next::kWait;
      waited_ = true;
    }
  }
  call(room);
  return next;
}

}  // namespace mimus::http
