#pragma once

#include <deque>

#include "base/result.h"
#include "expression.h"
#include "program.h"

namespace mimus::jmespath {

// One search. Values are pointers into the document, the program, or what was made on the way.
class Run {
 public:
  Run(const Program& program, const Limits& limits) : program_(program), left_(limits.steps) {}

  Result<const json::Value*> evaluate(Id id, const json::Value& current);
  Status spend(std::uint64_t steps = 1);
  // Takes `value` into `array`, and pays for the copy.
  Status copy_into(json::Array& array, const json::Value& value);
  Status pay_for(const json::Value& value);

 private:
  Result<const json::Value*> field(const Node& node, const json::Value& current);
  Result<const json::Value*> index(const Node& node, const json::Value& current);
  Result<const json::Value*> slice(const Node& node, const json::Value& current);
  Result<const json::Value*> sub(const Node& node, const json::Value& current);
  Result<const json::Value*> flatten(const Node& node, const json::Value& current);
  Result<const json::Value*> projection(const Node& node, const json::Value& current);
  Result<const json::Value*> value_projection(const Node& node, const json::Value& current);
  Result<const json::Value*> either(const Node& node, const json::Value& current);
  Result<const json::Value*> compare(const Node& node, const json::Value& current);
  Result<const json::Value*> list(const Node& node, const json::Value& current);
  Result<const json::Value*> hash(const Node& node, const json::Value& current);
  Result<const json::Value*> call(const Node& node, const json::Value& current);
  const json::Value* made(json::Value value);

  const Program& program_;
  std::uint64_t left_;
  std::deque<json::Value> made_;
};

// What conditions think: false are null, false, "", [] and {}.
bool truthy(const json::Value& value);

}  // namespace mimus::jmespath
