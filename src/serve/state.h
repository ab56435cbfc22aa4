#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/cow.h"
#include "base/persistent_map.h"
#include "base/result.h"
#include "facts/state_path.h"
#include "json/json.h"
#include "serve/moments.h"
#include "stub/state_use.h"

namespace mimus::serve {

// What a world remembers: names with JSON values, and paths into them (facts/state_path.h). Any
// thread.
//
//   State state(moments);
//   state.set("cart.items[0].id", 7);             // makes what is missing on the way
//   state.add("visits", 1);                       // the new number; atomic, as every call is
//   state.append("cart.items", json::Object{...});
//   const State::Image image = state.image();     // all of it as it is now: O(1), shares what does
//   not change image.find("cart.size", arena); state.restore(image);
//
// Errors: Code::kSyntax of a path that is none; kInvalid of a place that cannot be ("'visits' is a
// number and has no 'x'"); kLimit beyond the byte limit. Whatever fails has changed nothing.
class State {
 public:
  static constexpr std::size_t kUsualLimit = 64 << 20;

  struct Change {
    stub::Assignment::Kind kind = stub::Assignment::Kind::kSet;
    facts::StatePath path;
    json::Value value;
  };

  // One moment of it. A value: immutable, O(1) to copy.
  class Image {
   public:
    // nullptr: nothing is there. Lives as long as the image and the arena.
    const json::Value* find(const facts::StatePath& path, Arena& arena) const;
    std::size_t size() const { return names_.size(); }  // how many names, give or take equal hashes
    std::size_t bytes() const { return bytes_; }        // what they take, roughly
    json::Object to_json() const;                       // in the order of their names
    // visit(name, value) for each, in no order, without a copy.
    template <class Visit>
    void for_each(const Visit& visit) const {
      names_.for_each([&visit](std::uint64_t, const std::vector<Entry>& entries) {
        for (const Entry& entry : entries) visit(entry.name, *entry.value);
      });
    }

   private:
    friend class State;
    struct Entry {
      std::string name;
      Cow<json::Value> value;
    };
    const Entry* find_name(const std::string& name, std::uint64_t key) const;

    PersistentMap<std::vector<Entry>> names_;  // by hash of the name
    std::size_t bytes_ = 0;
    std::shared_ptr<const json::Object> initial_;  // nullptr: nothing
  };

  explicit State(Moments& moments) : moments_(moments) {}

  Image image() const;
  void restore(const Image& image);
  json::Object to_json() const { return image().to_json(); }

  std::optional<json::Value> get(
      std::string_view path) const;  // a copy; nothing for a path that is none
  Status set(std::string_view path, json::Value value);
  Result<bool> remove(std::string_view path);                 // was something there?
  Result<json::Value> add(std::string_view path, double by);  // the new number
  Status append(std::string_view path, json::Value value);
  Status replace(json::Object all);  // these names and no others
  Result<json::Value> change(Change change);

  // What it begins with. Names that are as the initial values before had them follow; names that
  // somebody has changed stay as they are. Errors: kLimit.
  Status begin_with(json::Object initial);
  void reset();  // to the initial values

  void limit(std::size_t bytes);  // of all values, roughly

  // ---- as a part of one change of the world: moments.h
  // All changes or none. The value is that which the last one left at its place.
  Result<json::Value> apply(Moments::Held, std::span<const Change> changes);
  const Image& now_under_lock() const { return now_; }  // inside Moments::read()
  const Image& now(Moments::Held) const { return now_; }
  void put_back(Moments::Held, const Image& image) { now_ = image; }

 private:
  Result<json::Value> apply(const Change& change);
  Status fill(const json::Object& names);

  Moments& moments_;
  Image now_;  // guarded by moments_, as all below
  std::size_t limit_ = kUsualLimit;
};

}  // namespace mimus::serve
