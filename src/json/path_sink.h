#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "json.h"

namespace mimus::json {

// Keeps the JSON pointer of the value that is being read, and tells Watch where values and keys
// stand. For Reader<>; see there for the order of calls.
template <class Watch>
class PathSink {
 public:
  explicit PathSink(Watch& watch) : watch_(watch) {}

  // Of the innermost value begun and not followed by another yet.
  const std::string& pointer() const { return pointer_; }

  void value(std::size_t offset) {
    if (!open_.empty() && open_.back().array) {
      pointer_.resize(open_.back().length);
      pointer_.append(1, '/').append(std::to_string(open_.back().next++));
    }
    watch_.value(pointer_, offset);
  }
  void key(std::string_view name, std::size_t offset) {
    pointer_.resize(open_.back().length);
    pointer_.append(1, '/').append(escape_pointer(name));
    watch_.key(pointer_, offset);
  }
  void begin_object() { open_.push_back({.length = pointer_.size(), .array = false}); }
  void begin_array() { open_.push_back({.length = pointer_.size(), .array = true}); }
  void end_object(std::size_t) { close(); }
  void end_array(std::size_t) { close(); }

  void null() {}
  void boolean(bool) {}
  void int64(std::int64_t) {}
  void uint64(std::uint64_t) {}
  void real(double) {}
  void string(std::string_view) {}

 private:
  struct Open {
    std::size_t length;  // of the container's own pointer
    bool array;
    std::size_t next = 0;  // index of the next element
  };
  void close() {
    pointer_.resize(open_.back().length);
    open_.pop_back();
  }

  Watch& watch_;
  std::string pointer_;
  std::vector<Open> open_;
};

}  // namespace mimus::json
