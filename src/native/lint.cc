#include <algorithm>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "base/hash.h"
#include "native.h"
#include "stub/state_use.h"

namespace mimus::native {
namespace {

using match::Condition;
using match::PathPattern;
using stub::Stub;

// Lint helps, it does not prove: so many routes are compared with each, and no more, so that ten
// thousand routes on one path, or ten thousand wildcards, stay cheap.
constexpr std::size_t kMostAlike = 16;
constexpr std::size_t kMostBroad = 64;

// ---- does one route take everything from another? ----------------------------------------------

bool holds_all(const std::vector<Condition>& all, const std::vector<Condition>& some) {
  return std::all_of(some.begin(), some.end(), [&](const Condition& condition) {
    return std::find(all.begin(), all.end(), condition) != all.end();
  });
}

bool takes_methods(const Stub& first, const Stub& later) {
  if (first.request.methods.empty()) return true;
  if (later.request.methods.empty()) return false;
  const auto& methods = first.request.methods;
  return std::all_of(later.request.methods.begin(), later.request.methods.end(),
                     [&](const auto& method) {
                       return std::find(methods.begin(), methods.end(), method) != methods.end();
                     });
}

// What depends on the world takes nothing for certain, but from a route that depends on just the same.
bool is_on_as_often(const Stub& first, const Stub& later) {
  const stub::Particulars& a = *first.more;
  const stub::Particulars& b = *later.more;
  if (a.lifespan != stub::Lifespan{}) return false;
  const auto required = [](const stub::Particulars& more) {
    return more.scenario && more.scenario->required ? std::optional(std::pair(more.scenario->scenario, *more.scenario->required))
                                                    : std::nullopt;
  };
  if (required(a) && required(a) != required(b)) return false;
  if (!a.state || !a.state->condition) return true;
  return b.state && b.state->condition == a.state->condition;
}

bool takes_all(const Stub& first, const Stub& later) {
  return takes_methods(first, later) && is_on_as_often(first, later) &&
         holds_all(later.request.conditions, first.request.conditions) &&
         first.request.path.covers(later.request.path);
}

// ---- who could? --------------------------------------------------------------------------------

// Equal for paths that differ in the names of their captures only (and seldom for others).
std::uint64_t shape_of(const PathPattern& path) {
  if (path.kind() == PathPattern::Kind::kExact) return hash_bytes(path.literal());
  const auto segments = path.segments();
  if (segments.empty()) return hash_bytes(path.text(), static_cast<std::uint64_t>(path.kind()));
  std::uint64_t hash = segments.size();
  for (const PathPattern::Segment& segment : segments) {
    hash = hash_mix(hash, static_cast<std::uint64_t>(segment.kind));
    if (segment.kind == PathPattern::Segment::Kind::kLiteral)
      hash = hash_bytes(segment.literal, hash);
  }
  return hash;
}

std::uint64_t hash_of(const std::vector<Condition>& conditions) {
  std::uint64_t sum = 0;  // in whatever order they stand
  for (const Condition& condition : conditions) {
    std::uint64_t hash = hash_bytes(condition.name, static_cast<std::uint64_t>(condition.place));
    for (const match::Test& test : condition.tests) {
      hash = hash_bytes(json::write(test.operand), hash_bytes(test.key, hash));
    }
    sum += hash;
  }
  return sum;
}

// A route with what lint keeps asking about it.
struct Entry {
  const Stub* stub;
  std::uint64_t shape;                               // of its path
  std::uint64_t conditions;                          // their hash; 0: none
  std::tuple<int, std::uint32_t, std::size_t> rank;  // smaller is asked first

  explicit Entry(const Stub& of)
      : stub(&of),
        shape(shape_of(of.request.path)),
        conditions(hash_of(of.request.conditions)),
        rank(of.priority, ~of.request.path.specificity(), ~of.request.conditions.size()) {}
};

// Earlier routes, found by what they have in common with a later one.
class Earlier {
 public:
  explicit Earlier(std::size_t expected) { alike_.reserve(expected); }

  const Stub* who_takes_all(const Entry& entry) const {
    if (const Stub* found = among(hash_mix(entry.shape, entry.conditions), *entry.stub))
      return found;
    if (entry.conditions != 0) {
      if (const Stub* found = among(hash_mix(entry.shape, 0), *entry.stub)) return found;
    }
    return first_of(broad_, *entry.stub);
  }

  void add(const Entry& entry) {
    std::vector<const Stub*>& alike = alike_[hash_mix(entry.shape, entry.conditions)];
    if (alike.size() < kMostAlike) alike.push_back(entry.stub);
    const bool broad = entry.stub->request.path.kind() != PathPattern::Kind::kExact;
    if (broad && broad_.size() < kMostBroad) broad_.push_back(entry.stub);
  }

 private:
  static const Stub* first_of(const std::vector<const Stub*>& stubs, const Stub& later) {
    const auto found = std::find_if(stubs.begin(), stubs.end(),
                                    [&](const Stub* first) { return takes_all(*first, later); });
    return found == stubs.end() ? nullptr : *found;
  }
  const Stub* among(std::uint64_t key, const Stub& later) const {
    const auto group = alike_.find(key);
    return group == alike_.end() ? nullptr : first_of(group->second, later);
  }

  std::unordered_map<std::uint64_t, std::vector<const Stub*>> alike_;  // by path and conditions
  std::vector<const Stub*> broad_;
};

// ---- saying so ---------------------------------------------------------------------------------

bool same_request(const Stub& a, const Stub& b) {
  return a.priority == b.priority && takes_all(b, a) && takes_all(a, b);
}

Error finding(const Stub& first, const Stub& stub) {
  std::string at = first.origin.file;
  at += first.origin.line > 0 ? ":" + std::to_string(first.origin.line)
                              : " at " + first.origin.pointer;
  Error error{Code::kConflict, {}, {}, {}};
  error.message = "'" + stub.label + "' is never asked: ";
  if (same_request(first, stub)) {
    error.message += "the same route stands before it (" + at + ")";
    error.hint = "remove one, or tell them apart with `when`";
  } else {
    error.message += "'" + first.label + "' takes all of its requests first (" + at + ")";
    error.hint = "give it a lower `priority` number, or put it first";
  }
  error.where.source = stub.origin.file;
  error.where.line = stub.origin.line;
  error.where.column = stub.origin.line > 0 ? 1 : 0;
  error.where.pointer = stub.origin.pointer;
  return error;
}

}  // namespace

std::vector<Error> lint(const std::vector<Stub>& stubs) {
  std::vector<Entry> order;  // of asking
  order.reserve(stubs.size());
  for (const Stub& stub : stubs) order.emplace_back(stub);
  const auto before = [](const Entry& a, const Entry& b) { return a.rank < b.rank; };
  std::stable_sort(order.begin(), order.end(), before);
  Earlier earlier(order.size());
  std::vector<Error> findings;
  for (const Entry& entry : order) {
    if (const Stub* first = earlier.who_takes_all(entry)) {
      findings.push_back(finding(*first, *entry.stub));
    } else {
      earlier.add(entry);
    }
  }
  return findings;
}

}  // namespace mimus::native
