#include <cmath>

#include "host.h"
#include "javascript.h"
#include "own.h"

namespace mimus::helpers {
namespace {

using handlebars::Call;
using handlebars::HelperRow;
using handlebars::Value;

Result<Value> state(Call& call) {
  const json::Value* stored = host_of(call).state(call.text(0));
  return stored == nullptr ? call.arg(1) : Value::json(*stored);
}

Result<Value> set_state(Call& call) {
  if (call.size() != 2 || call.text(0).empty())
    return call.fail("setState takes a name and a value", "write {{setState 'cart' body.items}}");
  const Status done = host_of(call).set_state(
      call.text(0), handlebars::to_json(call.arg(1), call.dialect(), call.arena()));
  return done ? Result<Value>(Value()) : call.fail(done.error().message, done.error().hint);
}

// The new number. What was no number begins at 0.
Result<Value> add_state(Call& call) {
  const double by = call.size() > 1 ? javascript::number(call.arg(1), call) : 1;
  if (call.text(0).empty() || std::isnan(by))
    return call.fail("addState takes a name and a number", "write {{addState 'visits' 1}}");
  const auto sum = host_of(call).add_state(call.text(0), by);
  if (!sum) return call.fail(sum.error().message, sum.error().hint);
  return javascript::value_of(sum->to_number<double>());
}

Result<Value> scenario(Call& call) {
  return call.made(host_of(call).scenario_state(call.text(0)));
}

Result<Value> set_scenario(Call& call) {
  if (call.text(0).empty())
    return call.fail("setScenario takes a state",
                     "write {{setScenario 'Paid'}} or {{setScenario 'Paid' of='checkout'}}");
  const Status done = host_of(call).set_scenario_state(call.text(call.hash("of")), call.text(0));
  return done ? Result<Value>(Value()) : call.fail(done.error().message, done.error().hint);
}

constexpr HelperRow kRows[] = {
    {"state", &state, "{{state 'cart' 'empty'}}",
     "a value that was stored in the world, by its name or a path into it, else a default"},
    {"setState", &set_state, "{{setState 'cart' body.items}}",
     "stores a value in the world; prints nothing"},
    {"addState", &add_state, "{{addState 'visits' 1}}",
     "adds to a stored number (from 0) and is the sum"},
    {"scenario", &scenario, "{{scenario 'checkout'}}",
     "the state of a scenario, or of the stub's own"},
    {"setScenario", &set_scenario, "{{setScenario 'Paid' of='checkout'}}",
     "brings a scenario, or the stub's own, into a state; prints nothing"},
};

}  // namespace

handlebars::HelperTable own_state() {
  return kRows;
}

}  // namespace mimus::helpers
