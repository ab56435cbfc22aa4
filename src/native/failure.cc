#include "failure.h"

#include <string_view>
#include <vector>

#include "scalars.h"

namespace mimus::native {
namespace {

std::vector<std::string_view> fault_names() {
  std::vector<std::string_view> names;
  for (int i = 1; i <= static_cast<int>(http::Fault::kStall); ++i) {
    names.push_back(http::name_of(static_cast<http::Fault>(i)));
  }
  return names;
}

stub::Body default_body() {
  return stub::JsonBody{json::Object{{"error", "Simulated failure"}}};
}

struct FailureDraft {
  ResponseDraft response;
  std::optional<http::Fault> fault;
  bool has_fault = false;
  bool has_response = false;
};

void read_failure_member(Context& in, std::string_view name, const json::Value& value,
                         const Place& at, FailureDraft& out) {
  if (name == "fault") {
    out.has_fault = true;
    out.fault = read_fault(in, value, at);
  } else if (read_member(in, response_keys(), name, value, at, out.response)) {
    out.has_response = true;
  } else {
    std::vector<std::string_view> names{"fault"};
    append_names(response_keys(), names);
    unknown_key(in.faults, at, names);
  }
}

}  // namespace

std::optional<http::Fault> read_fault(Context& in, const json::Value& value, const Place& at) {
  const auto name = read_text(in.faults, value, at);
  if (!name) return std::nullopt;
  const std::vector<std::string_view> names = fault_names();
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == *name) return static_cast<http::Fault>(i + 1);
  }
  in.faults.error(at, "unknown fault '" + std::string(*name) + "'",
                  text::did_you_mean(*name, names));
  return std::nullopt;
}

std::optional<double> read_rate(Context& in, const json::Value& value, const Place& at) {
  return read_number(in.faults, value, at, {0, 1, "a number from 0 (never) to 1 (always)"});
}

stub::ResponseSpec default_failure(const ResponseDefaults& defaults) {
  stub::ResponseSpec spec{.status = 500};
  spec.fields = defaults.headers.fields;
  spec.body = default_body();
  return spec;
}

std::optional<Outcome> read_failure(Context& in, const json::Value& value, const Place& at,
                                    const ResponseDefaults& defaults) {
  if (!value.is_object()) {
    in.faults.wrong_type(at, "an object: a response, or {fault: connection_reset}", value);
    return std::nullopt;
  }
  FailureDraft draft;
  for (const auto& member : value.get_object()) {
    read_failure_member(in, member.key(), member.value(), at.key(member.key()), draft);
  }
  if (draft.has_fault && draft.has_response) {
    in.faults.error(at, at.name() + " is either a fault or a response", "keep one of them");
    return std::nullopt;
  }
  if (draft.fault) return Outcome{*draft.fault};
  if (!draft.has_response) return Outcome{default_failure(defaults)};
  ResponseDefaults failing = defaults;
  failing.status = 500;
  failing.status_text.clear();
  const bool silent = draft.response.body_key.empty();
  stub::ResponseSpec spec = finish(in, std::move(draft.response), failing, at);
  if (silent && !http::forbids_body(spec.status)) spec.body = default_body();
  return Outcome{std::move(spec)};
}

json::Value fault_schema() {
  json::Array names;
  for (const std::string_view name : fault_names()) names.push_back(json::Value(name));
  return json::Object{{"enum", std::move(names)}};
}

}  // namespace mimus::native
