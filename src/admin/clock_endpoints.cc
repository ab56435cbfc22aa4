#include "endpoints.h"
#include "members.h"
#include "serve/snapshots.h"

namespace mimus::admin {
namespace {

constexpr double kFastest = 1e6;

Result<Answer> get_clock(const Call& call) { return Answer{200, serve::to_json(call.side.world.clock)}; }

// What is asked for is done in this order: real time, set, advance, then frozen or running.
Result<Answer> put_clock(const Call& call) {
  MIMUS_TRY(const json::Value document, call.document());
  Members members(document);
  const auto real = members.flag("real");
  const auto set = members.time("now");
  const auto advance = members.duration("advance");
  const auto frozen = members.flag("frozen");
  const auto speed = members.number("speed", 0);
  MIMUS_TRY_DONE(members.finish());
  if (!real && !set && !advance && !frozen && !speed) {
    return Error{Code::kInvalid, "nothing to do with the clock", "one of now, advance, frozen, speed and real", {}};
  }
  if (frozen.value_or(false) && speed) {
    return Error{Code::kInvalid, "a frozen clock has no speed", "frozen: true, or a speed", {}};
  }
  if (speed && *speed > kFastest) return Error{Code::kInvalid, "so fast no clock runs", "'speed' is at most 1000000", {}};
  Clock& clock = call.side.world.clock;
  if (real.value_or(false)) clock.resume();
  if (set) clock.set(*set);
  if (advance) clock.advance(*advance);
  if (frozen.value_or(false)) clock.freeze(clock.now());
  if (speed || (frozen && !*frozen)) clock.run(speed.value_or(1));
  if (call.side.world.alarms != nullptr) call.side.world.alarms->changed();
  return get_clock(call);
}

constexpr std::string_view kClock = R"({"type": "object", "required": ["now", "frozen", "speed", "real"], "properties": {
  "now": {"type": "string", "format": "date-time"}, "frozen": {"type": "boolean"}, "speed": {"type": "number"},
  "real": {"type": "boolean"}}, "additionalProperties": false})";
constexpr std::string_view kChange = R"({"type": "object", "minProperties": 1, "additionalProperties": false, "properties": {
  "now": {"type": "string", "format": "date-time", "description": "what time it is"},
  "advance": {"type": ["string", "number"], "description": "\"5m\", or seconds; negative goes back"},
  "frozen": {"type": "boolean", "description": "true: the clock stands; false: it runs on from there"},
  "speed": {"type": "number", "exclusiveMinimum": 0, "maximum": 1000000, "description": "so many seconds a second"},
  "real": {"type": "boolean", "description": "true: real time again"}}})";

constexpr Endpoint kEndpoints[] = {
    {"GET", "/__mimus/clock", &get_clock, "what time it is in this world, and how it runs", "", 200, kClock},
    {"PUT", "/__mimus/clock", &put_clock, "sets, freezes, advances or speeds up the world's clock; delays, lifetimes, timed "
     "transitions and templates follow", kChange, 200, kClock},
};

}  // namespace

std::span<const Endpoint> clock_endpoints() { return kEndpoints; }

}  // namespace mimus::admin
