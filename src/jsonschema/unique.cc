#include "unique.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "json/equal.h"

namespace mimus::jsonschema {
namespace {

std::size_t mix(std::size_t seed, std::size_t more) {
  return (seed ^ more) * 0x9e3779b97f4a7c15ULL + (seed >> 29);
}

// Equal for equivalent values.
std::size_t hash_of(const json::Value& value) {
  switch (value.kind()) {
    case boost::json::kind::null:
      return 1;
    case boost::json::kind::bool_:
      return value.get_bool() ? 2 : 3;
    case boost::json::kind::int64:
      return std::hash<double>()(static_cast<double>(value.get_int64()));
    case boost::json::kind::uint64:
      return std::hash<double>()(static_cast<double>(value.get_uint64()));
    case boost::json::kind::double_:
      return std::hash<double>()(value.get_double());
    case boost::json::kind::string:
      return std::hash<std::string_view>()(value.get_string());
    case boost::json::kind::array: {
      std::size_t hash = 4;
      for (const json::Value& element : value.get_array()) hash = mix(hash, hash_of(element));
      return hash;
    }
    default: {
      std::size_t hash = 5;
      for (const auto& [key, member] : value.get_object())
        hash += mix(std::hash<std::string_view>()(key), hash_of(member));
      return hash;
    }
  }
}

}  // namespace

std::optional<std::pair<std::size_t, std::size_t>> first_twins(const json::Array& array) {
  constexpr std::size_t kFew = 16;
  if (array.size() <= kFew) {
    for (std::size_t j = 1; j < array.size(); ++j) {
      for (std::size_t i = 0; i < j; ++i) {
        if (json::equivalent(array[i], array[j])) return std::pair(i, j);
      }
    }
    return std::nullopt;
  }
  std::vector<std::pair<std::size_t, std::size_t>> hashes(array.size());
  for (std::size_t i = 0; i < array.size(); ++i) hashes[i] = {hash_of(array[i]), i};
  std::sort(hashes.begin(), hashes.end());
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    for (std::size_t j = i + 1; j < hashes.size() && hashes[j].first == hashes[i].first; ++j) {
      if (json::equivalent(array[hashes[i].second], array[hashes[j].second]))
        return std::pair(hashes[i].second, hashes[j].second);
    }
  }
  return std::nullopt;
}

}  // namespace mimus::jsonschema
