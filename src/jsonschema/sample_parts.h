#pragma once

#include <optional>
#include <string>

#include "base/chance.h"
#include "json/json.h"
#include "wish.h"

namespace mimus::jsonschema {

// A number within the wish's bounds that is a multiple of what it names; nothing when there is none
// to be found. sample_number.cc.
std::optional<json::Value> sample_number(const Wish& wish, const Chance& chance);

// A string of the wish's length, patterns and format. `attempt` counts from 0: later ones try other
// lengths. Not always right where several rules meet; the judge decides. sample_text.cc.
std::string sample_text(const SamplePlan& plan, const Wish& wish, const Chance& chance,
                        unsigned attempt);
}  // namespace mimus::jsonschema
