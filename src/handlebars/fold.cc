#include "fold.h"

#include <algorithm>
#include <vector>

namespace mimus::handlebars {

std::optional<Value> fold_call(const CallSite& site, const Dialect& dialect, Arena& arena) {
  const auto constant = [](const ExprCode& code) { return code.kind == ExprCode::Kind::kConstant; };
  if (!std::all_of(site.arguments.begin(), site.arguments.end(), constant)) return std::nullopt;
  std::vector<Value> arguments;
  std::vector<Entry> hash;
  for (const ExprCode& code : site.arguments) arguments.push_back(code.constant);
  for (const HashCode& code : site.hash) {
    if (!constant(code.value)) return std::nullopt;
    hash.push_back({code.name, code.value.constant});
  }
  Rendering rendering{.dialect = &dialect, .arena = &arena};
  Call call(rendering, nullptr, site, nullptr, arguments, hash);
  Result<Value> made = site.helper->function(call);
  if (!made) return std::nullopt;
  return *made;
}

Result<std::shared_ptr<const void>> prepare_call(const CallSite& site, const Dialect& dialect,
                                                 Arena& arena) {
  const auto known = [](const ExprCode& code) {
    return code.kind == ExprCode::Kind::kConstant ? code.constant : Value();
  };
  std::vector<Value> arguments;
  std::vector<Entry> hash;
  for (const ExprCode& code : site.arguments) arguments.push_back(known(code));
  for (const HashCode& code : site.hash) hash.push_back({code.name, known(code.value)});
  Rendering rendering{.dialect = &dialect, .arena = &arena};
  Call call(rendering, nullptr, site, nullptr, arguments, hash);
  return site.helper->prepare(call);
}

}  // namespace mimus::handlebars
