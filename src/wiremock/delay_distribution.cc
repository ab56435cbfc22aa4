#include <algorithm>
#include <iterator>

#include "jackson.h"
#include "wiremock/mapping.h"

namespace mimus::wiremock {
namespace {

using stub::Milliseconds;

constexpr std::string_view kClass = "com.github.tomakehurst.wiremock.http.DelayDistribution";

// The numbers of one kind, by the position of their keys; those that are missing are 0.
struct Numbers {
  double value[3] = {0, 0, 0};
  bool given[3] = {false, false, false};
};

Result<stub::Latency> fixed(const Numbers& numbers) {
  return stub::Latency(stub::FixedDelay{Milliseconds(std::max(numbers.value[0], 0.0))});
}

Result<stub::Latency> uniform(const Numbers& numbers) {
  if (numbers.value[1] < numbers.value[0])
    return under_member("upper", invalid("upper must not be less than lower"));
  return stub::Latency(stub::UniformDelay{Milliseconds(std::max(numbers.value[0], 0.0)),
                                          Milliseconds(std::max(numbers.value[1], 0.0))});
}

Result<stub::Latency> lognormal(const Numbers& numbers) {
  stub::LogNormalDelay delay{Milliseconds(numbers.value[0]), numbers.value[1], {}};
  if (numbers.given[2]) {
    if (numbers.value[2] < numbers.value[0]) {
      return under_member("maxValue",
                          invalid("The max value has to be greater than or equal to the median"));
    }
    delay.most = Milliseconds(numbers.value[2]);
  }
  return stub::Latency(delay);
}

struct Kind {
  std::string_view type;
  std::string_view keys[3];
  Result<stub::Latency> (*make)(const Numbers&);
};
constexpr Kind kKinds[] = {
    {"fixed", {"milliseconds", "", ""}, &fixed},
    {"uniform", {"lower", "upper", ""}, &uniform},
    {"lognormal", {"median", "sigma", "maxValue"}, &lognormal},
};

Result<Numbers> read_numbers(const json::Object& object, const Kind& kind) {
  Numbers numbers;
  for (const auto& member : object) {
    const std::string_view name(member.key());
    if (name == "type" || member.value().is_null()) continue;
    const auto key = std::ranges::find(kind.keys, name);
    if (key == std::end(kind.keys)) return unrecognized(name, kClass, kind.keys);
    MIMUS_TRY_AT(const double number, name, number_of(member.value()));
    const std::size_t which = static_cast<std::size_t>(key - kind.keys);
    numbers.value[which] = number;
    numbers.given[which] = true;
  }
  return numbers;
}

}  // namespace

Result<stub::Latency> read_delay_distribution(const json::Value& distribution) {
  MIMUS_TRY(const json::Object* object, object_of(distribution, kClass));
  const json::Value* type = given(*object, "type");
  if (type == nullptr) {
    return invalid(
        "Could not resolve subtype of " + std::string(kClass) + ": missing type id property 'type'",
        "expected one of fixed, uniform, lognormal");
  }
  MIMUS_TRY_AT(const std::string name, "type", text_of(*type));
  const auto kind = std::ranges::find(kKinds, name, &Kind::type);
  if (kind == std::end(kKinds)) {
    return under_member("type", invalid("Could not resolve type id '" + name +
                                            "' as a subtype of `" + std::string(kClass) + "`",
                                        "expected one of fixed, uniform, lognormal"));
  }
  MIMUS_TRY(const Numbers numbers, read_numbers(*object, *kind));
  return kind->make(numbers);
}

}  // namespace mimus::wiremock
