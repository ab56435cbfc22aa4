#include <algorithm>
#include <numeric>
#include <string>
#include <tuple>
#include <unordered_map>

#include "base/hash.h"
#include "native.h"

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
  return std::all_of(later.request.methods.begin(), later.request.methods.end(), [&](const auto& method) {
    return std::find(methods.begin(), methods.end(), method) != methods.end();
  });
}

bool takes_all(const Stub& first, const Stub& later) {
  return takes_methods(first, later) && holds_all(later.request.conditions, first.request.conditions) &&
         first.request.path.covers(later.request.path);
}

// ---- who could? --------------------------------------------------------------------------------

// Equal for paths that differ in the names of their captures only (and seldom for others).
std::uint64_t shape_of(const PathPattern& path) {
  const auto segments = path.segments();
  if (segments.empty()) return hash_bytes(path.text(), static_cast<std::uint64_t>(path.kind()));
  std::uint64_t hash = segments.size();
  for (const PathPattern::Segment& segment : segments) {
    hash = hash_mix(hash, static_cast<std::uint64_t>(segment.kind));
    if (segment.kind == PathPattern::Segment::Kind::kLiteral) hash = hash_bytes(segment.literal, hash);
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

// Earlier routes, found by what they have in common with a later one.
class Earlier {
 public:
  const Stub* who_takes_all(const Stub& stub) const {
    const std::uint64_t shape = shape_of(stub.request.path);
    if (const Stub* found = among(alike_, hash_mix(shape, hash_of(stub.request.conditions)), stub)) return found;
    if (!stub.request.conditions.empty()) {
      if (const Stub* found = among(alike_, hash_mix(shape, 0), stub)) return found;
    }
    return first_of(broad_, stub);
  }

  void add(const Stub& stub) {
    const std::uint64_t shape = shape_of(stub.request.path);
    std::vector<const Stub*>& alike = alike_[hash_mix(shape, hash_of(stub.request.conditions))];
    if (alike.size() < kMostAlike) alike.push_back(&stub);
    if (stub.request.path.kind() != PathPattern::Kind::kExact && broad_.size() < kMostBroad) {
      broad_.push_back(&stub);
    }
  }

 private:
  using Groups = std::unordered_map<std::uint64_t, std::vector<const Stub*>>;

  static const Stub* first_of(const std::vector<const Stub*>& stubs, const Stub& later) {
    const auto found = std::find_if(stubs.begin(), stubs.end(),
                                    [&](const Stub* first) { return takes_all(*first, later); });
    return found == stubs.end() ? nullptr : *found;
  }
  static const Stub* among(const Groups& groups, std::uint64_t key, const Stub& later) {
    const auto group = groups.find(key);
    return group == groups.end() ? nullptr : first_of(group->second, later);
  }

  Groups alike_;                     // by path and conditions
  std::vector<const Stub*> broad_;
};

// ---- saying so ---------------------------------------------------------------------------------

bool same_request(const Stub& a, const Stub& b) {
  return a.priority == b.priority && takes_all(b, a) && takes_all(a, b);
}

Error finding(const Stub& first, const Stub& stub) {
  std::string at = first.origin.file;
  at += first.origin.line > 0 ? ":" + std::to_string(first.origin.line) : " at " + first.origin.pointer;
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
  std::vector<const Stub*> order;   // of asking
  order.reserve(stubs.size());
  for (const Stub& stub : stubs) order.push_back(&stub);
  const auto rank = [](const Stub* stub) {
    constexpr std::uint32_t kMost = ~std::uint32_t{0};
    return std::tuple(stub->priority, kMost - stub->request.path.specificity(),
                      kMost - stub->request.conditions.size());
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](const Stub* a, const Stub* b) { return rank(a) < rank(b); });
  Earlier earlier;
  std::vector<Error> findings;
  for (const Stub* stub : order) {
    if (const Stub* first = earlier.who_takes_all(*stub)) {
      findings.push_back(finding(*first, *stub));
    } else {
      earlier.add(*stub);
    }
  }
  return findings;
}

}  // namespace mimus::native
