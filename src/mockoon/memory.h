#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "environment.h"
#include "json/json.h"

namespace mimus::mockoon {

// What an environment remembers while it is served: the values of its buckets, global variables, how often each route was
// called. Any thread. A single reading or writing is one step; for several that belong together hold editing().
class Memory {
 public:
  // Values are never changed, only replaced, so who has one may go on reading it. nullptr: JavaScript's undefined.
  using Value = std::shared_ptr<const json::Value>;

  Memory(const std::vector<Bucket>& buckets, std::size_t routes);

  // ---- buckets, by their place in the file
  // As templates name them: by exact id or by a part of the name in any case; the first one wins.
  std::optional<std::size_t> find(std::string_view reference) const;
  // As rules do: by exact id or exact name; the last one wins.
  std::optional<std::size_t> find_exact(std::string_view reference) const;
  Value bucket(std::size_t place) const;
  void set_bucket(std::size_t place, Value value);
  // Of a bucket that is made at its first use: who gets true makes it and calls set_bucket(). Under editing().
  bool begin_making(std::size_t place);

  // ---- setGlobalVar
  Value global(std::string_view name) const;  // nullptr: not set
  void set_global(std::string_view name, json::Value value);

  // ---- how often a route was called
  std::uint64_t calls(std::size_t route) const;
  std::uint64_t count_call(std::size_t route);              // this call included
  bool count_call(std::size_t route, std::uint64_t after);  // unless there was another one after so many

  using Editing = std::unique_lock<std::recursive_mutex>;
  Editing editing(bool wanted = true) const { return wanted ? Editing(editing_) : Editing(); }

 private:
  struct Slot {
    std::string id, name, lower_name;
    Value value;
    bool begun = false;
  };
  mutable std::recursive_mutex editing_;
  mutable std::mutex mutex_;
  std::vector<Slot> slots_;                                // values guarded by mutex_
  std::map<std::string, Value, std::less<>> globals_;      // guarded by mutex_
  std::unique_ptr<std::atomic<std::uint64_t>[]> calls_;
};

// A value for the memory. Moved, unless it lies elsewhere than on the heap (in a request's arena): then it is copied.
Memory::Value share(json::Value value);

}  // namespace mimus::mockoon
