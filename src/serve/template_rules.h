#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "handlebars/limits.h"
#include "regex/regex.h"

namespace mimus::serve {

// What the templates of a world may use and see of the machine.
struct TemplateRules {
  handlebars::Limits limits;
  // Environment variables that they may read: expressions for the whole name, in any case.
  std::vector<regex::Regex> variables;
  std::string hostname = "localhost";

  bool permits(std::string_view variable) const;
};

// What --permitted-system-keys says, as in WireMock: "mimus.*,REGION". Errors: that of the first bad expression.
Result<std::vector<regex::Regex>> read_permitted(std::span<const std::string> expressions);

}  // namespace mimus::serve
