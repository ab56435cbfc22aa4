#include "trail.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <unordered_set>

namespace mimus::replay {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

constexpr std::size_t kLongest = 4096;  // bytes of a value that is looked for

// "5f2b8c0e9d3a", "ord_8Fk3kQ0z", a JSON Web Token: no word of a language.
bool looks_made(std::string_view text) {
  const bool digit = std::ranges::any_of(text, &is_digit);
  const bool lower = std::ranges::any_of(text, &is_lower), upper = std::ranges::any_of(text, &is_upper);
  return (text.size() >= 8 && digit && (lower || upper)) || (text.size() >= 16 && (digit || (lower && upper)));
}

bool is_one_word(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != 0x7f; });
}

bool can_be_made(const Spot& spot) {
  if (spot.text.empty() || spot.text.size() > kLongest || !is_one_word(spot.text)) return false;
  if (looks_made(spot.text)) return true;
  return spot.segment ? spot.is_number() : spot.named_like_id();
}

// Would a number or word here be taken for an identifier?
bool is_place_of_ids(const Spot& spot) { return spot.segment || spot.named_like_id(); }

// "body /items/0/id" and "body /items/7/id" are places of one kind.
std::string without_indices(std::string_view address) {
  std::string out;
  for (std::size_t i = 0; i < address.size();) {
    std::size_t end = i + 1;
    while (address[i] == '/' && end < address.size() && is_digit(address[end])) ++end;
    const bool index = end > i + 1 && (end == address.size() || address[end] == '/');
    out += address[i];
    if (index) out += '0';
    i = index ? end : i + 1;
  }
  return out;
}

class Follower {
 public:
  Trail run(std::span<const exchange::Exchange> exchanges) {
    trail_.steps.resize(exchanges.size());
    for (std::size_t i = 0; i < exchanges.size(); ++i) {
      asked(i, exchanges[i].request);
      if (exchanges[i].response) answered(i, *exchanges[i].response);
    }
    return std::move(trail_);
  }

 private:
  struct Candidate {
    Link link;
    std::optional<std::size_t> taken;  // as which link
  };

  void asked(std::size_t i, const exchange::Request& request) {
    for (const Spot& spot : spots_of(request)) {
      const auto known = made_.find(spot.text);
      if (known == made_.end()) {
        if (is_place_of_ids(spot) || looks_made(spot.text)) sent_.insert(spot.text);
      } else if (fits(spot, known->second.link)) {
        use(i, known->second);
      }
    }
  }

  void use(std::size_t i, Candidate& candidate) {
    if (!candidate.taken) {
      candidate.taken = trail_.links.size();
      trail_.links.push_back(candidate.link);
      trail_.steps[candidate.link.from].makes.push_back(*candidate.taken);
    }
    std::vector<std::size_t>& uses = trail_.steps[i].uses;
    if (std::ranges::find(uses, *candidate.taken) == uses.end()) uses.push_back(*candidate.taken);
  }

  void answered(std::size_t i, const exchange::Response& response) {
    for (Spot& spot : spots_of(response)) {
      if (!can_be_made(spot) || sent_.contains(spot.text)) continue;
      std::string text = spot.text;
      made_.try_emplace(std::move(text), Candidate{{i, std::move(spot.address), std::move(spot.name), std::move(spot.text)}, {}});
    }
  }

  Trail trail_;
  std::unordered_map<std::string, Candidate> made_;
  std::unordered_set<std::string> sent_;  // before any answer had it
};

}  // namespace

Trail follow(std::span<const exchange::Exchange> exchanges) { return Follower().run(exchanges); }

bool fits(const Spot& spot, const Link& link) {
  return spot.text == link.text && (is_place_of_ids(spot) || spot.name == link.name || looks_made(spot.text));
}

const Spot* find(const Link& link, std::span<const Spot> answer) {
  const auto place = std::ranges::find(answer, link.address, &Spot::address);
  if (place != answer.end() && place->text == link.text) return &*place;
  const std::string kind = without_indices(link.address);
  if (kind != link.address || link.address.find("/0") != link.address.npos) {
    const auto moved = std::ranges::find_if(answer, [&](const Spot& spot) { return spot.text == link.text && without_indices(spot.address) == kind; });
    if (moved != answer.end()) return &*moved;
  }
  return place == answer.end() ? nullptr : &*place;
}

}  // namespace mimus::replay
