#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace mimus::history {

// Which bodies are in the file already, and under which id: the latest of them, within a budget. Told apart by their
// bytes and found by a hash of them, so that the hash needs no strength against somebody who makes two collide.
class BodyCache {
 public:
  explicit BodyCache(std::size_t budget) : budget_(budget) {}

  std::optional<std::int64_t> find(std::string_view bytes);
  void add(std::string_view bytes, std::int64_t id);  // of what find() has just not found
  void clear();

 private:
  struct Entry {
    std::uint64_t hash;
    std::int64_t id;
    std::string bytes;
  };
  static std::size_t cost(const Entry& entry) { return entry.bytes.size() + 128; }
  void drop(std::list<Entry>::iterator entry);

  std::size_t budget_;
  std::size_t used_ = 0;
  std::list<Entry> entries_;  // latest use first
  std::unordered_map<std::uint64_t, std::list<Entry>::iterator> by_hash_;
};

}  // namespace mimus::history
