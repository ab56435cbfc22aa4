#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "event.h"
#include "json/json.h"

namespace mimus::yaml {

// Builds a JSON value from events: resolves scalars, aliases and merge keys (<<), and refuses
// duplicate keys, keys that are collections, aliases that unfold too far, and what nests too deep.
//
// All memory of the value comes from the storage that the tree is given.
//
// Errors have where.offset and where.pointer; lines are for the caller, who has the text.
class Tree {
 public:
  explicit Tree(boost::json::storage_ptr storage = {})
      : storage_(std::move(storage)), documents_(storage_) {}

  static constexpr std::size_t kMaxDepth = 200;
  // What anchors and aliases may copy: nodes, and 64 bytes of text count as one more.
  static constexpr std::size_t kMaxCopied = 1'000'000;

  Status take(const Event& event);
  // The only document; an array of them when there are several; null when there is none.
  json::Value finish();

 private:
  // What open collections hold so far, in one stack: an element, or a member and where its key
  // stands.
  struct Item {
    json::Value value;
    std::string name;
    std::size_t offset = 0;
    bool merge = false;  // the member's key is '<<'
  };
  struct Open {
    bool mapping;
    bool awaits_value = false;  // the last item has its key only
    bool merges = false;
    std::size_t first;  // of its items
    std::size_t weight_before;
    std::string anchor;
  };
  struct Anchor {
    json::Value value;
    std::size_t weight = 0;
  };

  Status begin(const Event& event);
  Status end(const Event& event);
  Status alias(const Event& event);
  Status scalar(const Event& event);
  void key(const Event& event, std::string_view name, bool merge = false);
  Status add(json::Value value, const Event& event);
  Status charge(std::size_t weight, const Event& event);
  Status remember(std::string_view anchor, const json::Value& value, std::size_t weight,
                  const Event& event);
  Result<json::Value> close(const Open& open);
  Result<json::Object> members(std::size_t first);
  json::Object merged(json::Object own, std::size_t first);
  bool expects_key() const {
    return !open_.empty() && open_.back().mapping && !open_.back().awaits_value;
  }
  Error fault(const Event& event, Error error) const;

  const boost::json::storage_ptr storage_;
  std::vector<Open> open_;
  std::vector<Item> items_;
  std::map<std::string, Anchor, std::less<>> anchors_;  // of this document
  std::size_t weight_ = 0;                              // of all nodes so far
  std::size_t copied_ = 0;
  json::Array documents_;
};

}  // namespace mimus::yaml
