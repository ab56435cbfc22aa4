#pragma once

#include <map>
#include <string>
#include <vector>

#include "keys.h"
#include "stub/scenario_plan.h"
#include "stub/stub.h"

namespace mimus::native {

// What a configuration says about scenarios beside its routes:
//
//   scenarios:
//     checkout:
//       key: { header: X-User }            # everybody has an instance; or cookie, query, path,
//       bearer, clientIp initial: Started states: { Pending: { after: 30s, next: Paid } }
struct ScenarioPlaces {
  struct Written {
    std::string source, pointer;
  };
  std::map<std::string, Written, std::less<>> places;  // by name
};

void read_scenarios(Context& in, const json::Value& value, const Place& at,
                    stub::ScenarioPlans& out);

// States that nothing brings about, scenarios that no route moves: warnings. A route that sets
// scenarios from a template may bring any state about.
std::vector<Error> lint_scenarios(const std::vector<stub::Stub>& stubs,
                                  const stub::ScenarioPlans& plans, const ScenarioPlaces& places);

extern const std::string_view kScenariosSchema;

}  // namespace mimus::native
