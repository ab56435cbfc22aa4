#include "pace.h"

#include <cmath>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "scalars.h"
#include "text/encoding.h"

namespace mimus::native {
namespace {

constexpr std::string_view kThrottle =
    "bytes per second: a number, \"10KB/s\" or {bytes_per_second}";
constexpr double kLongest = 86'400'000;
constexpr Bounds kRate{1, 1e12, "a number of bytes per second, at least 1"};

// ---- dribble -----------------------------------------------------------------------------------
struct Dribble {
  std::optional<std::int64_t> pieces;
  std::optional<double> over_ms;
  std::vector<stub::Milliseconds> events_at;
};

void read_events(Context& in, const json::Value& value, const Place& at, Dribble& out) {
  constexpr std::size_t kMost = 100'000;
  const Bounds bounds{0, kLongest, "a number of milliseconds from 0 to 86400000"};
  if (!value.is_array()) return in.faults.wrong_type(at, "a list of milliseconds, one for each event: [0, 120, 1500]", value);
  const json::Array& list = value.get_array();
  if (list.empty() || list.size() > kMost) return in.faults.error(at, "events_at_ms has a time for each event", "1 to 100000 of them: [0, 120, 1500]");
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto time = read_number(in.faults, list[i], at.item(i), bounds);
    if (!time) return;
    if (i > 0 && stub::Milliseconds(*time) < out.events_at.back()) {
      return in.faults.error(at.item(i), "an event cannot come before the one in front of it", "times that grow: [0, 120, 1500]");
    }
    out.events_at.emplace_back(*time);
  }
}
constexpr Key<Dribble> kDribbleKeys[] = {
    {"pieces", "", "", "how many",
     [](Context& in, const json::Value& value, const Place& at, Dribble& out) {
       out.pieces = read_integer(in.faults, value, at,
                                 {1, 100'000, "a whole number of pieces from 1 to 100000"});
     }},
    {"over_ms", "", "", "in how much time",
     [](Context& in, const json::Value& value, const Place& at, Dribble& out) {
       out.over_ms = read_number(in.faults, value, at,
                                 {0, kLongest, "a number of milliseconds from 0 to 86400000"});
     }},
    {"events_at_ms", "", "", "when each event of an event stream goes out", &read_events},
};

void read_dribble(Context& in, const json::Value& value, const Place& at, PaceDraft& out) {
  const std::size_t before = in.faults.error_count();
  Dribble dribble;
  if (!read_object<Dribble>(in, kDribbleKeys, "an object {pieces, over_ms} or {events_at_ms}", value, at, dribble)) {
    return;
  }
  if (in.faults.error_count() != before) return;
  const bool evenly = dribble.pieces && dribble.over_ms;
  if (!dribble.events_at.empty() && (dribble.pieces || dribble.over_ms)) {
    in.faults.error(at, "dribble has pieces over a time, or events at times of their own", "keep one of them");
  } else if (!dribble.events_at.empty()) {
    out.events_at = std::move(dribble.events_at);
  } else if (evenly) {
    out.pace.pieces = static_cast<std::uint32_t>(*dribble.pieces);
    out.pace.spread = stub::Milliseconds(*dribble.over_ms);
  } else {
    in.faults.error(at, "dribble needs both pieces and over_ms",
                    "dribble: {pieces: 5, over_ms: 2000}");
  }
}

// ---- throttle ----------------------------------------------------------------------------------
// "10KB/s", "1.5 MiB/s", "500 B/s".
std::optional<double> bytes_per_second(std::string_view text) {
  struct Unit {
    std::string_view name;
    double bytes;
  };
  constexpr Unit kUnits[] = {
      {"kib", 1024}, {"mib", 1024.0 * 1024}, {"kb", 1e3}, {"mb", 1e6}, {"b", 1}};
  std::string lower = text::to_lower_ascii(text::trim(text));
  if (!lower.ends_with("/s")) return std::nullopt;
  lower.resize(lower.size() - 2);
  for (const Unit& unit : kUnits) {
    if (!lower.ends_with(unit.name)) continue;
    lower.resize(lower.size() - unit.name.size());
    if (lower.empty() || lower.find_first_not_of("0123456789. ") != std::string::npos)
      return std::nullopt;
    char* end = nullptr;
    const double number = std::strtod(lower.c_str(), &end);
    const bool whole = text::trim(std::string_view(end)).empty();
    return whole ? std::optional(number * unit.bytes) : std::nullopt;
  }
  return std::nullopt;
}

void set_rate(PaceDraft& out, std::optional<double> rate) {
  if (rate) out.pace.bytes_per_second = static_cast<std::uint64_t>(std::llround(*rate));
}

constexpr Key<PaceDraft> kThrottleKeys[] = {
    {"bytes_per_second", "", "", "how fast",
     [](Context& in, const json::Value& value, const Place& at, PaceDraft& out) {
       set_rate(out, read_number(in.faults, value, at, kRate));
     }},
};

void read_throttle(Context& in, const json::Value& value, const Place& at, PaceDraft& out) {
  if (value.is_number()) return set_rate(out, read_number(in.faults, value, at, kRate));
  if (value.is_object()) {
    if (value.get_object().empty()) in.faults.error(at, "throttle needs bytes_per_second");
    read_object<PaceDraft>(in, kThrottleKeys, kThrottle, value, at, out);
    return;
  }
  std::optional<double> rate;
  if (value.is_string()) rate = bytes_per_second(std::string_view(value.get_string()));
  if (rate && *rate >= 1 && *rate <= kRate.high) return set_rate(out, rate);
  if (!value.is_string()) return in.faults.wrong_type(at, kThrottle, value);
  in.faults.error(at, "throttle must be " + std::string(kThrottle), "got " + json::write(value));
}

constexpr Key<PaceDraft> kKeys[] = {
    {"dribble",
     R"({"type": "object", "additionalProperties": false,
         "properties": {"pieces": {"type": "integer", "minimum": 1},
                        "over_ms": {"type": "number", "minimum": 0},
                        "events_at_ms": {"type": "array", "minItems": 1, "items": {"type": "number", "minimum": 0}}},
         "oneOf": [{"required": ["pieces", "over_ms"]}, {"required": ["events_at_ms"]}]})",
     R"({"pieces": 5, "over_ms": 2000})",
     "The body in so many pieces, spread evenly over this time; or {events_at_ms: [0, 120, 1500]}: each event of an event stream "
     "at its own time.", &read_dribble},
    {"throttle",
     R"({"oneOf": [{"type": "number", "minimum": 1}, {"type": "string"},
        {"type": "object", "required": ["bytes_per_second"], "additionalProperties": false,
         "properties": {"bytes_per_second": {"type": "number", "minimum": 1}}}]})",
     R"("10KB/s")",
     "How fast the body goes out: bytes per second, or with B, KB, KiB, MB or MiB per second.",
     &read_throttle},
    {"chunked", R"({"type": "boolean"})", "true",
     "Transfer-Encoding: chunked instead of Content-Length.",
     [](Context& in, const json::Value& value, const Place& at, PaceDraft& out) {
       out.pace.chunked = read_flag(in.faults, value, at).value_or(false);
     }},
};

}  // namespace

std::span<const Key<PaceDraft>> pace_keys() {
  return kKeys;
}

}  // namespace mimus::native
