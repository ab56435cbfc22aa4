#include "pipe.h"

#include "base/spare_memory.h"
#include "exchange.h"
#include "loop.h"

namespace mimus::outbound {

void Pipe::end(std::vector<http::OwnedField> trailers, const Times& times) {
  const std::lock_guard lock(mutex_);
  trailers_ = std::move(trailers);
  times_ = times;
  ended_ = true;
}

void Pipe::fail(Failure failure) {
  const std::lock_guard lock(mutex_);
  failure_ = std::move(failure);
}

void Pipe::rouse() const {
  std::shared_ptr<const std::function<void()>> wake;
  {
    const std::lock_guard lock(mutex_);
    wake = wake_;
  }
  if (wake) (*wake)();
}

Body::Next Pipe::next(std::string& out) {
  bool was_full = false;
  Body::Next next = Body::Next::kData;
  {
    const std::lock_guard lock(mutex_);
    was_full = bytes_.size() >= kFull;
    const bool had = !bytes_.empty();
    if (out.empty()) {
      out.swap(bytes_);
    } else {
      out += bytes_;
      bytes_.clear();
    }
    if (ended_) next = Body::Next::kEnd;
    else if (failure_) next = Body::Next::kFailed;
    else if (!had) next = Body::Next::kWait;
  }
  if (was_full) resume();
  return next;
}

void Pipe::on_wake(std::function<void()> wake) {
  auto kept = std::make_shared<const std::function<void()>>(std::move(wake));
  const std::lock_guard lock(mutex_);
  wake_ = std::move(kept);
}

void Pipe::abandon() {
  {
    const std::lock_guard lock(mutex_);
    abandoned_ = true;
    wake_ = nullptr;
    if (ended_) return;
  }
  resume();
}

void Pipe::resume() const {
  door_->post([producer = producer_] {
    if (const auto exchange = producer.lock()) exchange->resume();
  });
}

Failure Pipe::failure() const {
  const std::lock_guard lock(mutex_);
  return failure_.value_or(Failure{});
}

std::vector<http::OwnedField> Pipe::trailers() const {
  const std::lock_guard lock(mutex_);
  return trailers_;
}

Times Pipe::times() const {
  const std::lock_guard lock(mutex_);
  return times_;
}

// ---- the consumer's face -----------------------------------------------------------------------

void* Body::operator new(std::size_t bytes) { return take_spare(bytes); }
void Body::operator delete(void* body, std::size_t bytes) noexcept { give_spare(body, bytes); }

Body::Body(Whole whole) : whole_(std::move(whole)) {}
Body::Body(std::shared_ptr<Pipe> pipe) : pipe_(std::move(pipe)) {}
Body::~Body() {
  if (pipe_) pipe_->abandon();
}

Body::Next Body::next(std::string& out) {
  if (pipe_) return pipe_->next(out);
  if (out.empty()) out.swap(whole_.bytes);
  else out += whole_.bytes;
  whole_.bytes.clear();
  return Next::kEnd;
}

void Body::on_wake(std::function<void()> wake) {
  if (pipe_) pipe_->on_wake(std::move(wake));
}

bool Body::ended() const { return !pipe_ || pipe_->ended(); }
std::size_t Body::waiting() const { return pipe_ ? pipe_->waiting() : whole_.bytes.size(); }
Failure Body::failure() const { return pipe_ ? pipe_->failure() : Failure{}; }
std::vector<http::OwnedField> Body::trailers() const { return pipe_ ? pipe_->trailers() : whole_.trailers; }
Times Body::times() const { return pipe_ ? pipe_->times() : whole_.times; }

}  // namespace mimus::outbound
