#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "asked.h"
#include "condense.h"

namespace mimus::recording {

// An exchange that has a response, and its request taken apart.
struct Seen {
  const exchange::Exchange* exchange = nullptr;
  Asked asked;
  std::string exact;  // asked.key(Blur::kExact, …)
};

// Hashes of all values in requests: what a response made up and a later request asks for cannot be made up again.
using Mentions = std::unordered_set<std::uint64_t>;
void mention(const Seen& seen, Mentions& mentions);

// One stub for several exchanges whose requests share a Blur::key(): what differs between the requests becomes captures and matchers, what
// differs between the responses becomes what the request says in the same place, or a value that is made anew. Nothing when a
// difference has no such rule; then no stub but those of the single requests is right.
struct Unified {
  match::RequestPattern pattern;
  stub::ResponseSpec response;
  std::vector<Note> notes;  // without the stub's label
};
std::optional<Unified> unify(std::span<const Seen* const> members, const Mentions& mentions, const CondenseOptions& options);

}  // namespace mimus::recording
