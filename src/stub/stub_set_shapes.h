#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/cow.h"
#include "base/hash.h"
#include "match/path_pattern.h"

namespace mimus::stub {

// The segments of a path, as hashes; of at most the first kMost.
struct SegmentHashes {
  static constexpr std::size_t kMost = 32;

  std::array<std::uint64_t, kMost> hashes;
  std::size_t count = 0;  // of all segments, so perhaps more than kMost

  SegmentHashes() = default;
  explicit SegmentHashes(std::string_view path) {  // begins with a slash, as every segment does
    while (!path.empty()) {
      path.remove_prefix(1);
      const std::string_view segment = path.substr(0, path.find('/'));
      add(segment);
      path.remove_prefix(segment.size());
    }
  }
  void add(std::string_view segment) {
    if (count < kMost) hashes[count] = hash_bytes(segment);
    ++count;
  }
};

// A template without its texts: which of its segments are variable. /users/{id}/orders and /a/*/b have one shape.
struct Shape {
  std::uint8_t segments = 0;    // at most SegmentHashes::kMost; those before the first **
  std::uint32_t variables = 0;  // bit i: segment i is one
  bool rest = false;            // any rest may follow

  friend auto operator<=>(const Shape&, const Shape&) = default;

  // Of a bucket: its stubs share the shape and the literal segments.
  std::uint64_t key(const SegmentHashes& of) const {
    std::uint64_t key = hash_mix(0x9d5c1f3b2a8e4760ull + segments * 2u + (rest ? 1 : 0), variables);
    for (std::size_t i = 0; i < segments; ++i) {
      if ((variables >> i & 1) == 0) key = hash_mix(key, of.hashes[i]);
    }
    return key;
  }
};

struct ShapedKey {
  Shape shape;
  std::uint64_t key = 0;
};

// nullopt: more segments than a shape has.
inline std::optional<ShapedKey> shaped_key(const match::PathPattern& path) {
  using Segment = match::PathPattern::Segment;
  Shape shape;
  SegmentHashes hashes;
  for (const Segment& segment : path.segments()) {
    if (segment.kind == Segment::Kind::kRest) {
      shape.rest = true;
      break;
    }
    if (hashes.count == SegmentHashes::kMost) return std::nullopt;
    if (segment.kind == Segment::Kind::kVariable) shape.variables |= std::uint32_t{1} << hashes.count;
    hashes.add(segment.literal);
  }
  shape.segments = static_cast<std::uint8_t>(hashes.count);
  return ShapedKey{shape, shape.key(hashes)};
}

// The shapes in use (tuple-space search, Srinivasan, Suri and Varghese 1999): a lookup tries one bucket for each that can fit
// the path. Real sets have few; kMost of them for one number of segments (for all, of those with a rest) bound the tries.
// A value; copies share.
class Shapes {
 public:
  static constexpr std::size_t kMost = 24;

  bool empty() const { return !ends_ && !rests_; }

  // Is it in use, or is there room for it?
  bool admits(const Shape& shape) const {
    std::size_t rivals = 0;
    for (const Use& use : view(of(shape))) {
      if (use.shape == shape) return true;
      if (shape.rest || use.shape.segments == shape.segments) ++rivals;
    }
    return rivals < kMost;
  }

  void add(const Shape& shape) {
    std::vector<Use>& uses = of(shape).edit();
    const auto at = std::lower_bound(uses.begin(), uses.end(), shape, before);
    if (at != uses.end() && at->shape == shape) {
      ++at->count;
    } else {
      uses.insert(at, {shape, 1});
    }
  }

  // It is in use.
  void remove(const Shape& shape) {
    std::vector<Use>& uses = of(shape).edit();
    const auto at = std::lower_bound(uses.begin(), uses.end(), shape, before);
    if (--at->count == 0) uses.erase(at);
    if (uses.empty()) of(shape) = {};
  }

  // Those that a path of so many segments can have.
  template <class Visit>
  void for_each_of(std::size_t segments, Visit&& visit) const {
    for (const Use& use : view(rests_)) {
      if (use.shape.segments > segments) break;
      visit(use.shape);
    }
    if (segments > SegmentHashes::kMost) return;
    const std::span<const Use> ends = view(ends_);
    const Shape first{static_cast<std::uint8_t>(segments), 0, false};
    for (auto at = std::lower_bound(ends.begin(), ends.end(), first, before);
         at != ends.end() && at->shape.segments == segments; ++at) {
      visit(at->shape);
    }
  }

 private:
  struct Use {
    Shape shape;
    std::uint32_t count = 0;  // stubs filed under it
  };
  using Uses = Cow<std::vector<Use>>;  // by shape, fewer segments first

  static bool before(const Use& use, const Shape& shape) { return use.shape < shape; }
  static std::span<const Use> view(const Uses& uses) { return uses ? std::span<const Use>(*uses) : std::span<const Use>(); }
  Uses& of(const Shape& shape) { return shape.rest ? rests_ : ends_; }
  const Uses& of(const Shape& shape) const { return shape.rest ? rests_ : ends_; }

  Uses ends_, rests_;
};

}  // namespace mimus::stub
