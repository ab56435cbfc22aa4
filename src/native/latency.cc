#include "latency.h"

#include <cmath>

#include "scalars.h"

namespace mimus::native {

const std::string_view kLatencySchema = R"({"oneOf": [
  {"type": "number", "minimum": 0, "maximum": 86400000},
  {"type": "object", "required": ["min", "max"], "additionalProperties": false, "properties": {
    "min": {"type": "number", "minimum": 0}, "max": {"type": "number", "minimum": 0}}},
  {"type": "object", "required": ["median", "p95"], "additionalProperties": false, "properties": {
    "median": {"type": "number", "minimum": 0}, "p95": {"type": "number", "minimum": 0}}}]})";

namespace {

constexpr std::string_view kWanted = "a number of milliseconds, {min, max} or {median, p95}";
constexpr double kLongest = 86'400'000;  // a day
constexpr Bounds kMilliseconds{0, kLongest, "a number of milliseconds from 0 to 86400000"};

struct Draft {
  std::optional<double> min, max, median, p95;
};

template <std::optional<double> Draft::*kMember>
void read_part(Context& in, const json::Value& value, const Place& at, Draft& out) {
  out.*kMember = read_number(in.faults, value, at, kMilliseconds);
}

constexpr Key<Draft> kKeys[] = {
    {"min", "", "", "the shortest", &read_part<&Draft::min>},
    {"max", "", "", "the longest", &read_part<&Draft::max>},
    {"median", "", "", "half of the answers are faster", &read_part<&Draft::median>},
    {"p95", "", "", "95 of 100 answers are faster", &read_part<&Draft::p95>},
};

std::optional<stub::Latency> uniform(Context& in, const Draft& draft, const Place& at) {
  if (*draft.min > *draft.max) {
    in.faults.error(at, at.name() + ": min is greater than max", "swap them");
    return std::nullopt;
  }
  return stub::UniformDelay{stub::Milliseconds(*draft.min), stub::Milliseconds(*draft.max)};
}

std::optional<stub::Latency> log_normal(Context& in, const Draft& draft, const Place& at) {
  if (*draft.median <= 0 || *draft.p95 < *draft.median) {
    in.faults.error(at, at.name() + ": median must be above 0 and p95 at least the median");
    return std::nullopt;
  }
  constexpr double kNormal95 = 1.6448536269514722;  // 95 % of a standard normal lie below
  return stub::LogNormalDelay{stub::Milliseconds(*draft.median),
                              std::log(*draft.p95 / *draft.median) / kNormal95};
}

}  // namespace

std::optional<stub::Latency> read_latency(Context& in, const json::Value& value, const Place& at) {
  if (value.is_number()) {
    const auto delay = read_number(in.faults, value, at, kMilliseconds);
    if (!delay) return std::nullopt;
    if (*delay == 0) return stub::Latency{};
    return stub::FixedDelay{stub::Milliseconds(*delay)};
  }
  Draft draft;
  const std::size_t before = in.faults.error_count();
  if (!read_object<Draft>(in, kKeys, kWanted, value, at, draft)) return std::nullopt;
  if (in.faults.error_count() != before) return std::nullopt;
  if (draft.min && draft.max && !draft.median && !draft.p95) return uniform(in, draft, at);
  if (draft.median && draft.p95 && !draft.min && !draft.max) return log_normal(in, draft, at);
  in.faults.error(at, at.name() + " must be " + std::string(kWanted), "both of a pair are needed");
  return std::nullopt;
}

}  // namespace mimus::native
