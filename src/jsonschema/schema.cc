#include "schema.h"

#include <algorithm>

#include "check.h"
#include "compiler.h"

namespace mimus::jsonschema {

Result<Schema> Schema::compile(const json::Value& document, const CompileOptions& options) {
  const std::string whole;
  return std::move(compile_each(document, {&whole, 1}, options).front());
}

std::vector<Result<Schema>> Schema::compile_each(const json::Value& document,
                                                 std::span<const std::string> pointers,
                                                 const CompileOptions& options) {
  const bool description =
      options.dialect == Dialect::kOpenApi30 || options.dialect == Dialect::kOpenApi31;
  const bool opaque = description && std::any_of(pointers.begin(), pointers.end(),
                                                 [](const auto& p) { return !p.empty(); });
  Compiler compiler(document, opaque, options);
  std::vector<NodeId> roots;
  for (const std::string& pointer : pointers) roots.push_back(compiler.root(pointer));
  compiler.resolve();
  std::vector<std::optional<Error>> errors;
  for (const NodeId root : roots) {
    const Error* const error = compiler.error_of(root);
    errors.push_back(error == nullptr ? std::nullopt : std::optional(*error));
  }
  compiler.settle();
  std::vector<Result<Schema>> schemas;
  for (std::size_t i = 0; i < roots.size(); ++i) {
    if (errors[i]) {
      schemas.emplace_back(*std::move(errors[i]));
    } else {
      schemas.emplace_back(Schema(compiler.program_built(), compiler.settled(roots[i])));
    }
  }
  return schemas;
}

bool Schema::accepts(const json::Value& value) const {
  Run run(*program_);
  return check(run, root_, value);
}

std::optional<Violation> Schema::first(const json::Value& value) const {
  std::vector<Violation> violations = all(value, 1);
  if (violations.empty()) return std::nullopt;
  return std::move(violations.front());
}

std::vector<Violation> Schema::all(const json::Value& value, std::size_t most) const {
  std::vector<Violation> violations;
  if (most == 0) return violations;
  Run run(*program_);
  report(run, root_, value, most, violations);
  return violations;
}

}  // namespace mimus::jsonschema
