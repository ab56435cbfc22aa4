#include <algorithm>
#include <array>

#include "matcher.h"
#include "text/suggest.h"

namespace mimus::match {
namespace {

std::vector<const MatcherKind*> all_kinds() {
  std::vector<const MatcherKind*> kinds;
  for (const auto& table : {text_matchers(), number_matchers(), list_matchers(), logic_matchers(), json_matchers(),
                            xml_matchers(), date_matchers(), part_matchers(), token_matchers(),
                            request_matchers()}) {
    for (const MatcherKind& kind : table) kinds.push_back(&kind);
  }
  return kinds;
}

bool speaks(const MatcherKind& kind, Manner manner) {
  return (kind.manners & (manner == Manner::kNative ? MatcherKind::kNative : MatcherKind::kWireMock)) != 0;
}

std::vector<MatcherRow> rows_of(Manner manner) {
  std::vector<MatcherRow> rows;
  for (const MatcherKind* kind : all_kinds()) {
    if (speaks(*kind, manner)) rows.push_back(kind->row);
  }
  return rows;
}

}  // namespace

const MatcherKind* find_kind(std::string_view key, Manner manner) {
  static const std::vector<const MatcherKind*> kKinds = all_kinds();
  for (const MatcherKind* kind : kKinds) {
    if (kind->row.key == key && speaks(*kind, manner)) return kind;
  }
  return nullptr;
}

std::span<const MatcherRow> matcher_table(Manner manner) {
  static const std::array<std::vector<MatcherRow>, 2> kRows{rows_of(Manner::kNative), rows_of(Manner::kWireMock)};
  return kRows[static_cast<std::size_t>(manner)];
}

Error unknown_matcher(std::string_view key, Manner manner) {
  std::vector<std::string_view> keys;
  for (const MatcherRow& row : matcher_table(manner)) keys.push_back(row.key);
  return invalid("unknown matcher '" + std::string(key) + "'", text::did_you_mean(key, keys));
}

}  // namespace mimus::match
