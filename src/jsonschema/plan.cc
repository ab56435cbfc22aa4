#include "plan.h"

namespace mimus::jsonschema {

const SamplePlan& plan_of(const Program& program) {
  std::call_once(program.planned, [&] {
    auto plan = std::make_shared<SamplePlan>();
    plan->heights = heights_of(program);
    for (const Pattern& pattern : program.patterns) {
      auto generator = regex::Generator::compile(pattern.source);
      plan->generators.push_back(generator ? std::optional(*std::move(generator)) : std::nullopt);
    }
    program.plan = std::move(plan);
  });
  return *program.plan;
}

}  // namespace mimus::jsonschema
