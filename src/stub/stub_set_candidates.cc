#include "stub_set_candidates.h"

namespace mimus::stub {

void Candidates::collect_stage_for_path() {
  switch (stage_) {
    case Stage::kPaths: return collect_paths();
    case Stage::kTemplates:
      if (path_.starts_with('/')) collect_templates();
      return;
    case Stage::kTexts: return collect_texts();
    case Stage::kEnd: return;
  }
}

void Candidates::collect_stage() {
  if (stage_ == Stage::kEnd) return;
  collect_stage_for_path();
  if (two_paths_) {
    path_ = paths_[1];
    raw_ = true;
    collect_stage_for_path();
    path_ = paths_[0];
    raw_ = false;
  }
  stage_ = static_cast<Stage>(static_cast<int>(stage_) + 1);
  least_ahead_ = index_.least_from(stage_);
  if (count_ > 1) std::make_heap(lanes_.begin(), lanes_.begin() + static_cast<std::ptrdiff_t>(count_), later);
}

void Candidates::collect_split(std::uint64_t crowd) {
  const Split* split = index_.splits.find(crowd);
  if (split == nullptr) return;
  if (wanted_ == Wanted::kOnPath) return add(split->everyone.begin(), false, Filed::kSplit);
  static thread_local match::Discriminator::Values values;  // keeps its memory from request to request
  for (const Split::Use& use : split->uses) {
    values.clear();
    use.of.values_of(facts_, values);
    for (const std::uint64_t value : values) {
      const Bucket* bucket = index_.buckets.find(Split::key(crowd, use.of.subject(), value));
      if (bucket != nullptr) add(bucket->list.begin(), false, Filed::kSplit);
    }
  }
}

void Candidates::collect_paths() {
  if (index_.paths == 0) return;
  const std::uint64_t key = probe_key(Probe::kPath, path_);
  if (const Bucket* bucket = index_.buckets.find(key)) {
    bucket->fetch();
    add(bucket->list.begin(), bucket->path() == path_, Filed::kExactPath);
  }
  if (!index_.splits.empty()) collect_split(key);
}

void Candidates::collect_texts() {
  if (!index_.any.empty()) add(index_.any.begin(), false, Filed::kAny);
  if (!index_.splits.empty()) collect_split(kAnyPath);
  index_.prefixes.for_each_up_to(path_.size(), [this](std::size_t length) {
    collect_bucket(probe_key(Probe::kPrefix, path_.substr(0, length)), Filed::kPrefix);
  });
  index_.suffixes.for_each_up_to(path_.size(), [this](std::size_t length) {
    collect_bucket(probe_key(Probe::kSuffix, path_.substr(path_.size() - length)), Filed::kSuffix);
  });
  collect_grams();
  if (!index_.tiers.empty()) {
    index_.tiers.candidates(path_, arena_, [this](EntryList::Cursor list) { add(list, false, Filed::kTier); });
  }
}

void Candidates::collect_templates() {
  if (!index_.shapes.empty()) {
    const SegmentHashes segments(path_);
    index_.shapes.for_each_of(segments.count, [&](const Shape& shape) { collect_bucket(shape.key(segments), Filed::kShape); });
  }
  if (!index_.trie.empty()) collect_trie(kTrieRoot, path_);
}

// `rest` is what is left of the path: empty, or a slash, a segment and so on. As deep as the deepest template.
void Candidates::collect_trie(std::uint64_t key, std::string_view rest) {
  const TrieNode* node = index_.trie.find(key);
  if (node == nullptr) return;
  if (!node->rest.empty()) add(node->rest.begin(), false, Filed::kTrie);
  if (rest.empty()) {
    if (!node->here.empty()) add(node->here.begin(), false, Filed::kTrie);
    return;
  }
  if (node->literals == 0 && node->variables == 0) return;
  const std::string_view segment = rest.substr(1, rest.find('/', 1) - 1);
  rest.remove_prefix(1 + segment.size());
  if (node->literals != 0) collect_trie(literal_child(key, segment), rest);
  if (node->variables != 0) collect_trie(variable_child(key), rest);
}

void Candidates::collect_grams() {
  if (index_.grams8 != 0) {
    for (std::size_t i = 0; i + 8 <= path_.size(); ++i) {
      collect_bucket(probe_key(Probe::kGram8, path_.substr(i, 8)), Filed::kGram);
    }
  }
  if (index_.grams4 != 0) {
    for (std::size_t i = 0; i + 4 <= path_.size(); ++i) {
      collect_bucket(probe_key(Probe::kGram4, path_.substr(i, 4)), Filed::kGram);
    }
  }
}

void Candidates::add(EntryList::Cursor list, bool same_path, Filed filed) {
  if (count_ == lanes_.size()) {
    const std::span<Lane> more = arena_.array<Lane>(count_ * 2);
    std::copy(lanes_.begin(), lanes_.end(), more.begin());
    lanes_ = more;
  }
  lanes_[count_++] = {list, same_path, raw_, filed};
}

// Takes the head of the least lane away.
void Candidates::advance() {
  lanes_[0].at.next();
  if (lanes_[0].at.done()) lanes_[0] = lanes_[--count_];
  sift_down();
}

// Lets the first lane sink to where it belongs in the heap.
void Candidates::sift_down() {
  for (std::size_t i = 0, child = 1; child < count_; child = 2 * i + 1) {
    if (child + 1 < count_ && later(lanes_[child], lanes_[child + 1])) ++child;
    if (!later(lanes_[i], lanes_[child])) return;
    std::swap(lanes_[i], lanes_[child]);
    i = child;
  }
}

bool Candidates::matches(const Entry& entry, const Lane& lane, match::Captures& captures) const {
  if (two_paths_ && entry.raw != lane.raw) return false;
  if (entry.path != nullptr) return entry.path->match(paths_[lane.raw ? 1 : 0], captures);
  captures.clear();
  return lane.same_path;
}

const Entry* Candidates::next(match::Captures& captures) {
  for (;;) {
    while (stage_ != Stage::kEnd && (count_ == 0 || !((*lanes_[0].at).rank < least_ahead_))) collect_stage();
    if (count_ == 0) return nullptr;
    const Lane lane = lanes_[0];
    const Entry& entry = *lane.at;
    advance();
    filed_ = lane.filed;
    if (matches(entry, lane, captures)) return &entry;
  }
}

}  // namespace mimus::stub
