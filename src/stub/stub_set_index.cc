#include "stub_set_index.h"

#include <limits>

namespace mimus::stub {
namespace {

using match::PathPattern;
using Kind = Placement::Kind;
using Segment = PathPattern::Segment;

// Up to so many candidates are as good as none: no better place is looked for.
constexpr std::size_t kLight = 8;
// More regular expressions under one text are better off with an automaton.
constexpr std::size_t kHeavy = 64;

std::uint64_t id_key(const StubId& id) {
  return hash_bytes({reinterpret_cast<const char*>(id.value.bytes.data()), id.value.bytes.size()});
}

Record record_of(StubPtr stub, Placement placement) {
  const PathPattern& path = stub->pattern.pattern().path;
  thread_local std::string text;  // keeps its memory: sets are built of many stubs
  text = path.literal();
  for (const Segment& segment : path.segments()) (text += '/') += segment.literal;
  (text += path.inner()) += path.ending();
  return {std::move(stub), placement, letters_of(text)};
}

// Walks the trie's keys along a template: step(key, segment) at each node on the way, end(key,
// rest) at the last.
template <class Step, class End>
void walk(const PathPattern& path, Step&& step, End&& end) {
  std::uint64_t key = kTrieRoot;
  for (const Segment& segment : path.segments()) {
    if (segment.kind == Segment::Kind::kRest) return end(key, true);
    const bool literal = segment.kind == Segment::Kind::kLiteral;
    step(key, literal);
    key = literal ? literal_child(key, segment.literal) : variable_child(key);
  }
  end(key, false);
}

// Does the path have literal text that neither shapes nor the trie can use: a piece of a segment,
// or what follows a ** inside?
bool is_blunt(const PathPattern& path) {
  const bool begins_within =
      !path.literal().ends_with('/') && path.kind() == PathPattern::Kind::kTemplate;
  const bool ends_within = !path.ending().empty() && !path.ending().starts_with('/');
  const auto is_rest = [](const Segment& segment) { return segment.kind == Segment::Kind::kRest; };
  const auto segments = path.segments();
  return begins_within || ends_within || std::any_of(segments.begin(), segments.end() - 1, is_rest);
}

Placement under_prefix(std::string_view text) {
  text = text.substr(0, Lengths::kMost);
  return {Kind::kPrefix, static_cast<std::uint8_t>(text.size()), probe_key(Probe::kPrefix, text)};
}

Placement under_suffix(std::string_view text) {
  text = text.substr(text.size() - std::min(text.size(), Lengths::kMost));
  return {Kind::kSuffix, static_cast<std::uint8_t>(text.size()), probe_key(Probe::kSuffix, text)};
}

}  // namespace

std::uint64_t letters_of(std::string_view text) {
  std::uint64_t letters = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    const auto pair = static_cast<std::uint64_t>(static_cast<unsigned char>(text[i - 1])) * 256 +
                      static_cast<unsigned char>(text[i]);
    letters |= std::uint64_t{1} << ((pair * 0x9e3779b97f4a7c15ull) >> 58);
  }
  return letters;
}

// ---- where -------------------------------------------------------------------------------------

std::size_t StubSet::Index::load(const Placement& placement) const {
  const Bucket* bucket = buckets.find(placement.key);
  return bucket == nullptr ? 0 : bucket->list.size();
}

// Stubs that want one value each leave a crowd for the emptiest of the buckets that their values
// name.
void StubSet::Index::tell_apart(const CompiledStub& stub, Placement& placement) const {
  if (placement.kind == Kind::kTrie || placement.kind == Kind::kTiers) return;
  const bool for_any = placement.kind == Kind::kAny;
  if ((for_any ? any.size() : load(placement)) < kLight) return;
  const std::uint64_t crowd = for_any ? kAnyPath : placement.key;
  const Split* split = splits.find(crowd);
  std::size_t least = std::numeric_limits<std::size_t>::max();
  for (const match::Discriminator& one : stub.pattern.discriminators()) {
    if (split != nullptr && !split->admits(one.subject())) continue;
    const std::uint64_t key = Split::key(crowd, one.subject(), one.value());
    const Bucket* bucket = buckets.find(key);
    const std::size_t others = bucket == nullptr ? 0 : bucket->list.size();
    if (others >= least) continue;
    least = others;
    placement.split = key;
    placement.subject = one.subject();
  }
}

void StubSet::Index::file_split(const CompiledStub& stub, const Entry& entry,
                                const Placement& placement) {
  for (const match::Discriminator& one : stub.pattern.discriminators()) {
    if (one.subject() != placement.subject) continue;
    splits.edit(placement.kind == Kind::kAny ? kAnyPath : placement.key).add(one, entry);
    break;
  }
  Bucket& bucket = buckets.edit(placement.split);
  if (bucket.list.empty()) bucket.expect(*entry.path);
  bucket.list.insert(entry);
}

void StubSet::Index::unfile_split(const Entry& entry, const Placement& placement) {
  const std::uint64_t crowd = placement.kind == Kind::kAny ? kAnyPath : placement.key;
  Split& split = splits.edit(crowd);
  split.remove(placement.subject, entry);
  if (split.empty()) splits.erase(crowd);
  Bucket& bucket = buckets.edit(placement.split);
  bucket.list.erase(entry);
  if (bucket.list.empty()) buckets.erase(placement.split);
}

Placement StubSet::Index::place(const CompiledStub& stub) const {
  Placement placement = place(stub.pattern.pattern().path);
  tell_apart(stub, placement);
  return placement;
}

Placement StubSet::Index::place(const PathPattern& path) const {
  switch (path.kind()) {
    case PathPattern::Kind::kExact:
      return {Kind::kPath, 0, probe_key(Probe::kPath, path.literal())};
    case PathPattern::Kind::kAny:
      return {};
    case PathPattern::Kind::kPrefix:
      return path.literal().empty() ? Placement{} : under_prefix(path.literal());
    case PathPattern::Kind::kRegex:
      return place_regex(path);
    case PathPattern::Kind::kTemplate:
    case PathPattern::Kind::kRest:
      break;
  }
  return place_template(path);
}

Placement StubSet::Index::place_template(const PathPattern& path) const {
  const std::optional<ShapedKey> shaped = shaped_key(path);
  if (shaped && shapes.admits(shaped->shape)) {
    const Placement under_shape{Kind::kShape, 0, shaped->key};
    const std::size_t crowd = load(under_shape);
    return crowd < kLight || !is_blunt(path) ? under_shape : place_blunt(path, under_shape, crowd);
  }
  const Placement in_trie{Kind::kTrie, 0, 0};
  if (!is_blunt(path)) return in_trie;
  std::size_t in_node = 0;
  walk(
      path, [](std::uint64_t, bool) {},
      [&](std::uint64_t key, bool rest) {
        if (const TrieNode* node = trie.find(key))
          in_node = (rest ? node->rest : node->here).size();
      });
  return in_node < kLight ? in_trie : place_blunt(path, in_trie, in_node);
}

Placement StubSet::Index::place_blunt(const PathPattern& path, Placement best,
                                      std::size_t least) const {
  const auto consider = [&](const Placement& other) {
    if (other.length < 2 || load(other) >= least) return;
    best = other;
    least = load(other);
  };
  consider(under_prefix(path.literal()));
  consider(under_suffix(path.ending()));
  return best;
}

// Under the text at the beginning or the end, whichever leads to fewer stubs (the longer one if the
// same); if that is still a crowd, under the rarest gram inside; if nothing helps, to the automata.
Placement StubSet::Index::place_regex(const PathPattern& path) const {
  Placement best{Kind::kTiers, 0, 0};
  std::size_t least = kHeavy;
  Placement first = under_prefix(path.literal());
  Placement second = under_suffix(path.ending());
  if (first.length < second.length) std::swap(first, second);
  for (const Placement& anchored : {first, second}) {
    if (anchored.length < 2) continue;
    const std::size_t crowd = load(anchored);
    if (crowd >= least) continue;
    best = anchored;
    least = crowd;
  }
  if (least < kLight) return best;
  const std::string_view inner = path.inner();
  const std::size_t gram = inner.size() >= 8 ? 8 : 4;
  for (std::size_t i = 0; i + gram <= inner.size(); ++i) {
    const Placement other{
        gram == 8 ? Kind::kGram8 : Kind::kGram4, 0,
        probe_key(gram == 8 ? Probe::kGram8 : Probe::kGram4, inner.substr(i, gram))};
    const std::size_t crowd = load(other);
    if (crowd >= least) continue;
    best = other;
    least = crowd;
  }
  return best;
}

// ---- in and out --------------------------------------------------------------------------------

void StubSet::Index::count(const Placement& placement, bool added) {
  const auto one = [added](std::size_t& number) { added ? ++number : --number; };
  const auto length = [&](Lengths& lengths) {
    added ? lengths.add(placement.length) : lengths.remove(placement.length);
  };
  switch (placement.kind) {
    case Kind::kPath:
      return one(paths);
    case Kind::kPrefix:
      return length(prefixes);
    case Kind::kSuffix:
      return length(suffixes);
    case Kind::kGram8:
      return one(grams8);
    case Kind::kGram4:
      return one(grams4);
    case Kind::kShape:
    case Kind::kTrie:
    case Kind::kTiers:
    case Kind::kAny:
      return;
  }
}

void StubSet::Index::note_rank(const Rank& rank, const Placement& placement) {
  Rank& least_there = least[static_cast<std::size_t>(stage_of(placement.kind))];
  least_there = std::min(least_there, rank);
}

void StubSet::Index::file(const CompiledStub& stub, const Placement& placement) {
  Entry entry = entry_of(stub);
  note_rank(stub.rank, placement);
  count(placement, true);
  if (placement.kind == Kind::kShape) shapes.add(shaped_key(*entry.path)->shape);
  if (placement.split != 0) return file_split(stub, entry, placement);
  switch (placement.kind) {
    case Kind::kAny:
      return any.insert(entry);
    case Kind::kTiers:
      return tiers.add(entry);
    case Kind::kTrie:
      return walk(
          *entry.path,
          [this](std::uint64_t key, bool literal) {
            TrieNode& node = trie.edit(key);
            ++(literal ? node.literals : node.variables);
          },
          [&](std::uint64_t key, bool rest) {
            TrieNode& node = trie.edit(key);
            (rest ? node.rest : node.here).insert(entry);
          });
    default:
      break;
  }
  Bucket& bucket = buckets.edit(placement.key);
  if (placement.kind == Kind::kPath) {
    const std::string_view path = entry.path->literal();
    if (bucket.list.empty()) bucket.name_after(path);
    if (bucket.path() == path) entry.path = nullptr;
  } else if (bucket.list.empty()) {
    bucket.expect(*entry.path);
  }
  bucket.list.insert(entry);
}

void StubSet::Index::unfile(const CompiledStub& stub, const Placement& placement) {
  const Entry entry = entry_of(stub);
  count(placement, false);
  if (placement.kind == Kind::kShape) shapes.remove(shaped_key(*entry.path)->shape);
  if (placement.split != 0) return unfile_split(entry, placement);
  switch (placement.kind) {
    case Kind::kAny:
      any.erase(entry);
      return;
    case Kind::kTiers:
      return tiers.remove(entry);
    case Kind::kTrie:
      return walk(
          *entry.path,
          [this](std::uint64_t key, bool literal) {
            TrieNode& node = trie.edit(key);
            --(literal ? node.literals : node.variables);
            if (node.empty()) trie.erase(key);
          },
          [&](std::uint64_t key, bool rest) {
            TrieNode& node = trie.edit(key);
            (rest ? node.rest : node.here).erase(entry);
            if (node.empty()) trie.erase(key);
          });
    default:
      break;
  }
  Bucket& bucket = buckets.edit(placement.key);
  bucket.list.erase(entry);
  if (bucket.list.empty()) buckets.erase(placement.key);
}

const Record* StubSet::Index::find(const StubId& id) const {
  const SortedList<Record>* list = records.find(id_key(id));
  if (list == nullptr) return nullptr;
  for (auto at = list->begin(); !at.done(); at.next()) {
    if (at->stub->source.id == id) return &*at;
  }
  return nullptr;
}

void StubSet::Index::add(StubPtr stub) {
  const Placement placement = place(*stub);
  worldly += stub->asks_the_world();
  file(*stub, placement);
  SortedList<Record>& list = records.edit(id_key(stub->source.id));
  list.insert(record_of(std::move(stub), placement));
  ++size;
}

void StubSet::Index::remove(const StubId& id) {
  const Record* found = find(id);
  if (found == nullptr) return;
  const Record record = *found;
  unfile(*record.stub, record.placement);
  worldly -= record.stub->asks_the_world();
  const std::uint64_t key = id_key(id);
  SortedList<Record>& list = records.edit(key);
  list.erase(record);
  if (list.empty()) records.erase(key);
  --size;
}

// In rank order every list only grows at its end, and nothing is shared yet, so all happens in
// place.
void StubSet::Index::add_all(std::vector<StubPtr> stubs) {
  std::stable_sort(stubs.begin(), stubs.end(),
                   [](const StubPtr& a, const StubPtr& b) { return a->rank < b->rank; });
  std::vector<Entry> for_tiers;
  for (StubPtr& stub : stubs) {
    const Placement placement = place(*stub);
    worldly += stub->asks_the_world();
    if (placement.kind == Kind::kTiers) {
      note_rank(stub->rank, placement);
      for_tiers.push_back(entry_of(*stub));
    } else {
      file(*stub, placement);
    }
    SortedList<Record>& list = records.edit(id_key(stub->source.id));
    list.insert(record_of(std::move(stub), placement));
  }
  size += stubs.size();
  tiers.add_all(std::move(for_tiers));
}

}  // namespace mimus::stub
