// A request's body that is taken while it comes: beside the coroutine, which waits for the answer and sends it, pump() moves
// bytes from the socket to whoever takes them, as long as there is room.
#include <boost/asio/post.hpp>

#include "connection.h"

namespace mimus::server {
namespace {

constexpr std::size_t kPiece = 64 * 1024;

}  // namespace

// Calls pump() from any thread. Outlives the connection; `connection` is read and written on the loop's thread only.
struct Connection::Room {
  Loop* loop;
  Connection* connection;
  std::atomic<bool> on_its_way{false};
};

bool Connection::begin_upload() {
  upload_asked_ = true;
  if (!arena_) {
    arena_ = loop_.take_arena();
    reader_.keep_head(*arena_);
  }
  http::Request& request = reader_.request();
  request.client_ip = peer_.ip;
  request.client_port = peer_.port;
  if (!handler_.streams(request, loop_.index, *arena_)) return false;
  reader_.stream_body();
  if (capacity_ < kPiece) grow(kPiece);
  if (reader_.wants_continue() && !continue_sent_) {
    continue_sent_ = true;
    loop_.out += "HTTP/1.1 100 Continue\r\n\r\n";
  }
  upload_ = std::make_shared<http::Upload>(reader_.length());
  room_ = std::make_shared<Room>();
  room_->loop = &loop_;
  room_->connection = this;
  upload_->on_room([room = room_] {
    if (room->on_its_way.exchange(true)) return;
    asio::post(room->loop->io, [room] {
      room->on_its_way.store(false);
      if (room->connection != nullptr) room->connection->pump();
    });
  });
  return true;
}

void Connection::pump() {
  if (!upload_) return;
  upload_deadline_ = 0;
  for (;;) {
    if (begin_ < end_ && !reader_.done()) begin_ += reader_.read_body({buffer_.get() + begin_, end_ - begin_});
    upload_->push(reader_.take_body());
    if (reader_.done()) break;
    if (upload_->full()) return;  // room_ calls again
    make_room();
    const std::ptrdiff_t got = stream_.read_now({buffer_.get() + end_, capacity_ - end_});
    if (got == Stream::kWait) {
      upload_deadline_ = loop_.coarse_now + options_.request_timeout.count() + 1;
      return;
    }
    if (got <= 0) break;
    end_ += static_cast<std::size_t>(got);
  }
  stream_.pumps(false);
  if (reader_.done() && !reader_.refused()) {
    upload_->end();
  } else {
    upload_->fail();
    close_after_ = true;
  }
}

// What nobody took is not read: the connection cannot go on behind it.
void Connection::end_upload() {
  stream_.pumps(false);
  room_->connection = nullptr;
  upload_->fail();
  if (!reader_.done() || reader_.refused()) close_after_ = true;
  upload_.reset();
  room_.reset();
  upload_deadline_ = 0;
}

}  // namespace mimus::server
