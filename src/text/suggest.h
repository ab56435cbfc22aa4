#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace mimus::text {

// Optimal string alignment distance: insert, delete, replace, swap neighbours.
std::size_t edit_distance(std::string_view a, std::string_view b);

// The candidate that was probably meant, or "" when none is near (distance over a third of the length).
// Case is ignored in the comparison.
std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);

// "did you mean 'response'?" or, when none is near, "expected one of a, b, c".
std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace mimus::text
