#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

namespace mimus::serve {

// What a world may use. Nothing: as much as it likes. Its journal's bytes are the journal's own option.
struct Limits {
  std::optional<std::size_t> stubs;                  // that are served at a time; one more is refused
  std::optional<std::uint64_t> requests_per_second;  // more are answered with 429
  friend bool operator==(const Limits&, const Limits&) = default;
};

}  // namespace mimus::serve
