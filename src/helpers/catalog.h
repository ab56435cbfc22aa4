#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "json/json.h"
#include "topic.h"

namespace mimus::helpers {

// All helpers there are, by the dialect that has them: what `mimus help template` and the reference
// page show.
struct DialectHelpers {
  std::string_view dialect;  // "mimus"
  std::string_view title;    // "Mimus: our own templates"
  std::span<const Topic> topics;
};
std::span<const DialectHelpers> catalog();

// ---- shown. A name selects the helpers of that name in all dialects; "" all.
std::string catalog_text(
    std::string_view name);  // lines for a terminal; "" when nobody has the name
json::Value catalog_json(std::string_view name);  // [{dialect, topic, name, usage, summary, block}]
std::string catalog_page();                       // docs/template-helpers.md, whole
std::vector<std::string_view> helper_names();     // each once

}  // namespace mimus::helpers
