#include "national_id.h"

#include <algorithm>
#include <vector>

#include "national_rules.h"

namespace mimus::checks {
namespace {

Status check_layout(const NationalId& id, std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char wanted = id.layout[i];
    const bool digit = wanted == '9' || wanted == 'Y' || wanted == 'M' || wanted == 'D';
    const bool letter = wanted == 'A';
    const bool either = wanted == 'X' || wanted == 'K';
    const bool fine = digit    ? is_digit(text[i])
                      : letter ? is_upper(text[i])
                      : either ? is_digit(text[i]) || is_upper(text[i])
                               : text[i] == wanted || wanted == '?';
    if (fine) continue;
    const std::string what = digit    ? "a digit"
                             : letter ? "a letter"
                             : either ? "a letter or a digit"
                                      : "'" + std::string(1, wanted) + "'";
    return wrong_at("character " + std::to_string(i + 1) + " must be " + what, i);
  }
  return Done{};
}

Status check_completion(const NationalId& id, std::string_view text) {
  std::string wanted;
  for (int variant = 0; variant < id.variants; ++variant) {
    std::string tried(text);
    if (!id.complete(tried.data(), variant)) continue;
    if (tried == text) return Done{};
    if (wanted.empty()) wanted = std::move(tried);
  }
  if (wanted.empty())
    return invalid("no check digit fits the others: such a number is never given");
  std::string given, asked;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (id.layout[i] == 'K') given += text[i], asked += wanted[i];
  }
  return same_check(given, asked);
}

}  // namespace

std::span<const NationalId* const> national_ids() {
  static const std::vector<const NationalId*> kAll = [] {
    std::vector<const NationalId*> all;
    for (const auto rows : {national_ids_west(), national_ids_north(), national_ids_south(),
                            national_ids_east(), national_ids_world()}) {
      for (const NationalId& row : rows) all.push_back(&row);
    }
    std::sort(all.begin(), all.end(),
              [](const auto* a, const auto* b) { return a->name < b->name; });
    return all;
  }();
  return kAll;
}

const NationalId* find_national_id(std::string_view name) {
  const auto all = national_ids();
  const auto found =
      std::lower_bound(all.begin(), all.end(), name,
                       [](const NationalId* row, std::string_view key) { return row->name < key; });
  return found != all.end() && (*found)->name == name ? *found : nullptr;
}

const NationalId* national_id_of(std::string_view country) {
  // Where a state has several, its persons' number is the first in its file's table.
  for (const auto rows : {national_ids_west(), national_ids_north(), national_ids_south(),
                          national_ids_east(), national_ids_world()}) {
    for (const NationalId& row : rows) {
      if (row.country == country) return &row;
    }
  }
  return nullptr;
}

Status check(const NationalId& id, std::string_view text) {
  // A layout with '?' tells the century by a sign that elsewhere only separates.
  const bool signs = id.layout.find('?') != std::string_view::npos;
  MIMUS_TRY(std::string compacted, signs ? compact(text, "", "+-") : compact(text, " -./+"));
  if (id.century_in_front && compacted.size() == id.layout.size() + 2 &&
      all_digits(std::string_view(compacted).substr(0, 2))) {
    compacted.erase(0, 2);
  }
  MIMUS_TRY_DONE(of_length(compacted, id.layout.size(), "a " + std::string(id.title)));
  MIMUS_TRY_DONE(check_layout(id, compacted));
  if (id.fields != nullptr) MIMUS_TRY_DONE(id.fields(compacted));
  return id.complete != nullptr ? check_completion(id, compacted) : Status(Done{});
}

std::string formatted(const NationalId& id, std::string_view compacted) {
  if (id.format.empty()) return std::string(compacted);
  std::string text;
  std::size_t next = 0;
  for (const char c : id.format)
    text += c == '#' && next < compacted.size() ? compacted[next++] : c;
  return text;
}

}  // namespace mimus::checks
