#include "stub_set_index.h"

namespace mimus::stub {
namespace {

using Buckets = PersistentMap<Bucket>;

// Fewer stubs are in the cache anyway.
constexpr std::size_t kWorthIt = 256;

// Buckets that probably hold a path, on their way to the cache. What finds no room goes without.
class Coming {
 public:
  // Is there a bucket?
  bool add(const Buckets& buckets, std::uint64_t key) {
    if (count_ == kMost) return true;
    Item& item = items_[count_];
    item = {buckets.fetch(key), key};
    count_ += item.bucket ? 1 : 0;
    return static_cast<bool>(item.bucket);
  }

  void fetch_what_they_name() const {
    for (std::size_t i = 0; i < count_; ++i) {
      const Bucket* bucket = items_[i].bucket.arrived(items_[i].key);
      if (bucket != nullptr) bucket->fetch();
    }
  }

 private:
  struct Item {
    Buckets::Fetched bucket;
    std::uint64_t key = 0;
  };
  static constexpr std::size_t kMost = 64;
  std::array<Item, kMost> items_;
  std::size_t count_ = 0;
};

}  // namespace

// The likely places only, the most specific first: where something is found, no more is looked for.
void StubSet::fetch(std::span<const std::string_view> paths) const {
  const Index& index = *index_;
  if (index.size < kWorthIt) return;
  Coming coming;
  for (const std::string_view path : paths) {
    if (index.paths != 0 && coming.add(index.buckets, probe_key(Probe::kPath, path))) continue;
    bool found = false;
    if (!index.shapes.empty() && path.starts_with('/')) {
      const SegmentHashes segments(path);
      index.shapes.for_each_of(segments.count, [&](const Shape& shape) {
        found |= coming.add(index.buckets, shape.key(segments));
      });
    }
    if (found) continue;
    index.prefixes.for_each_up_to(path.size(), [&](std::size_t length) {
      coming.add(index.buckets, probe_key(Probe::kPrefix, path.substr(0, length)));
    });
  }
  coming.fetch_what_they_name();
}

}  // namespace mimus::stub
