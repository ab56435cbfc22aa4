#include "template_rules.h"

#include <algorithm>

namespace mimus::serve {

bool TemplateRules::permits(std::string_view variable) const {
  return std::any_of(variables.begin(), variables.end(), [&](const regex::Regex& expression) {
    return expression.full_match(variable) == regex::Regex::Outcome::kYes;
  });
}

Result<std::vector<regex::Regex>> read_permitted(std::span<const std::string> expressions) {
  std::vector<regex::Regex> compiled;
  for (const std::string& expression : expressions) {
    MIMUS_TRY(regex::Regex one, regex::Regex::compile(expression, {.ignore_case = true}));
    compiled.push_back(std::move(one));
  }
  return compiled;
}

}  // namespace mimus::serve
