#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace mimus::http {

// A request's body while it comes: between the connection, which fills it on its loop's thread, and the one that takes it,
// on any one thread. What is not taken waits in the network: about so many bytes lie here at most. Content codings are not
// undone, transfer codings are.
class Upload : public std::enable_shared_from_this<Upload> {
 public:
  static constexpr std::size_t kFull = 256 * 1024;
  static constexpr std::size_t kBeginning = 64 * 1024;
  explicit Upload(std::optional<std::uint64_t> length) : length_(length) {}

  // ---- the connection. `room` is called when there is room again after full(), on the thread of who took: it should be
  // cheap.
  void on_room(std::function<void()> room);
  void push(std::string_view piece);
  void end() { finish(State::kEnded); }
  void fail() { finish(State::kBroken); }  // no more comes though it should; nothing after end()
  bool full() const;
  // What came first, at most kBeginning bytes, and how many are behind it: for the journal. 1 of those also means that
  // nobody knows yet.
  struct Beginning {
    std::string bytes;
    std::uint64_t rest = 0;
  };
  Beginning beginning() const;

  // ---- who takes it. As server::BodyStream: `wake` is called after kWait, from the connection's thread.
  enum class Next { kData, kWait, kEnd, kBroken };
  Next next(std::string& out);  // appends all that is there
  void on_wake(std::function<void()> wake);
  std::optional<std::uint64_t> length() const { return length_; }  // of the whole body, when the client said so

 private:
  using Callback = std::shared_ptr<const std::function<void()>>;
  enum class State { kComing, kEnded, kBroken };
  void finish(State state);

  const std::optional<std::uint64_t> length_;
  mutable std::mutex mutex_;
  std::string bytes_;   // guarded by mutex_, as all below
  std::string beginning_;
  std::uint64_t came_ = 0;
  State state_ = State::kComing;
  bool waited_ = false;
  Callback room_, wake_;
};

}  // namespace mimus::http
