#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "handlebars/helper.h"

namespace mimus::helpers {

// Rows that belong together: how `mimus help template` and the reference page show them.
struct Topic {
  std::string_view title;  // "Lists and objects"
  handlebars::HelperTable rows;
};

inline std::vector<handlebars::HelperTable> tables_of(std::span<const Topic> topics) {
  std::vector<handlebars::HelperTable> tables;
  for (const Topic& topic : topics) tables.push_back(topic.rows);
  return tables;
}

}  // namespace mimus::helpers
