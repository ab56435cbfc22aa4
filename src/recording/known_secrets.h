#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mimus::recording {

// Values that were secret in one place, so that they are in every other one:
//
//   known.add("t0ken-of-ada");
//   known.mask(text);  // "see /sessions/t0ken-of-ada" -> "see /sessions/REDACTED"
//
// Also as JSON, URLs and XML write them.
class KnownSecrets {
 public:
  // Not those that could as well be something else: of less than 8 bytes, numbers, addresses, and names of secrets
  // ("password").
  void add(std::string_view value);
  bool empty() const { return by_start_.empty(); }
  // How many were replaced.
  std::size_t mask(std::string& text) const;

 private:
  using Start = std::uint64_t;  // the first 8 bytes
  void add_form(std::string_view form);
  std::string_view found_at(std::string_view text) const;  // the longest one that `text` begins with; "" for none

  std::unordered_map<Start, std::vector<std::string>> by_start_;  // longest first
  std::bitset<1 << 16> maybe_;                                    // hashes of starts: nearly every place is passed by this alone
};

}  // namespace mimus::recording
