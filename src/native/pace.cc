#include "pace.h"

#include <cmath>
#include <cstdlib>
#include <optional>
#include <string>

#include "scalars.h"
#include "text/encoding.h"

namespace mimus::native {
namespace {

constexpr std::string_view kThrottle =
    "bytes per second: a number, \"10KB/s\" or {bytes_per_second}";
constexpr Bounds kRate{1, 1e12, "a number of bytes per second, at least 1"};

// ---- dribble -----------------------------------------------------------------------------------
struct Dribble {
  std::optional<std::int64_t> pieces;
  std::optional<double> over_ms;
};
constexpr Key<Dribble> kDribbleKeys[] = {
    {"pieces", "", "", "how many",
     [](Context& in, const json::Value& value, const Place& at, Dribble& out) {
       out.pieces = read_integer(in.faults, value, at,
                                 {1, 100'000, "a whole number of pieces from 1 to 100000"});
     }},
    {"over_ms", "", "", "in how much time",
     [](Context& in, const json::Value& value, const Place& at, Dribble& out) {
       out.over_ms = read_number(in.faults, value, at,
                                 {0, 86'400'000, "a number of milliseconds from 0 to 86400000"});
     }},
};

void read_dribble(Context& in, const json::Value& value, const Place& at, stub::Pace& out) {
  const std::size_t before = in.faults.error_count();
  Dribble dribble;
  if (!read_object<Dribble>(in, kDribbleKeys, "an object {pieces, over_ms}", value, at, dribble)) {
    return;
  }
  if (dribble.pieces && dribble.over_ms) {
    out.pieces = static_cast<std::uint32_t>(*dribble.pieces);
    out.spread = stub::Milliseconds(*dribble.over_ms);
  } else if (in.faults.error_count() == before) {
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

void set_rate(stub::Pace& out, std::optional<double> rate) {
  if (rate) out.bytes_per_second = static_cast<std::uint64_t>(std::llround(*rate));
}

constexpr Key<stub::Pace> kThrottleKeys[] = {
    {"bytes_per_second", "", "", "how fast",
     [](Context& in, const json::Value& value, const Place& at, stub::Pace& out) {
       set_rate(out, read_number(in.faults, value, at, kRate));
     }},
};

void read_throttle(Context& in, const json::Value& value, const Place& at, stub::Pace& out) {
  if (value.is_number()) return set_rate(out, read_number(in.faults, value, at, kRate));
  if (value.is_object()) {
    if (value.get_object().empty()) in.faults.error(at, "throttle needs bytes_per_second");
    read_object<stub::Pace>(in, kThrottleKeys, kThrottle, value, at, out);
    return;
  }
  std::optional<double> rate;
  if (value.is_string()) rate = bytes_per_second(std::string_view(value.get_string()));
  if (rate && *rate >= 1 && *rate <= kRate.high) return set_rate(out, rate);
  if (!value.is_string()) return in.faults.wrong_type(at, kThrottle, value);
  in.faults.error(at, "throttle must be " + std::string(kThrottle), "got " + json::write(value));
}

constexpr Key<stub::Pace> kKeys[] = {
    {"dribble",
     R"({"type": "object", "required": ["pieces", "over_ms"], "additionalProperties": false,
         "properties": {"pieces": {"type": "integer", "minimum": 1},
                        "over_ms": {"type": "number", "minimum": 0}}})",
     R"({"pieces": 5, "over_ms": 2000})",
     "The body in so many pieces, spread evenly over this time.", &read_dribble},
    {"throttle",
     R"({"oneOf": [{"type": "number", "minimum": 1}, {"type": "string"},
        {"type": "object", "required": ["bytes_per_second"], "additionalProperties": false,
         "properties": {"bytes_per_second": {"type": "number", "minimum": 1}}}]})",
     R"("10KB/s")",
     "How fast the body goes out: bytes per second, or with B, KB, KiB, MB or MiB per second.",
     &read_throttle},
    {"chunked", R"({"type": "boolean"})", "true",
     "Transfer-Encoding: chunked instead of Content-Length.",
     [](Context& in, const json::Value& value, const Place& at, stub::Pace& out) {
       out.chunked = read_flag(in.faults, value, at).value_or(false);
     }},
};

}  // namespace

std::span<const Key<stub::Pace>> pace_keys() {
  return kKeys;
}

}  // namespace mimus::native
