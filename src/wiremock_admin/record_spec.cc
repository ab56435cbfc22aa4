#include "record_spec.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "text/encoding.h"

namespace mimus::wiremock_admin {
namespace {

// ---- errors ------------------------------------------------------------------------------------

Problem misplaced(std::string_view member, std::string message) {
  Error error = invalid(std::move(message));
  error.where.pointer = "/" + json::escape_pointer(member);
  return unreadable(error);
}

// What was found inside of a member.
Problem below(std::string_view member, Problem problem) {
  json::Value* const source = problem.error ? problem.error->if_contains("source") : nullptr;
  json::Value* const pointer = source != nullptr && source->is_object() ? source->as_object().if_contains("pointer") : nullptr;
  if (pointer == nullptr) return problem;
  const std::string_view inner(pointer->as_string());
  *pointer = "/" + json::escape_pointer(member) + (inner == "/" ? "" : std::string(inner));
  return problem;
}

// Members of an object by the rows that read them; WireMock names the class where it knows none.
template <class Target>
struct Member {
  std::string_view name;
  Or<Done> (*read)(const json::Value& value, Target& target);
};
template <class Target, std::size_t kCount>
Or<Done> read_members(const json::Value& document, const Member<Target> (&rows)[kCount], std::string_view java_class, Target& target) {
  if (!document.is_object()) return unreadable(invalid(std::string(java_class) + " is an object"));
  for (const auto& member : document.as_object()) {
    const auto* const row = std::ranges::find(rows, std::string_view(member.key()), &Member<Target>::name);
    if (row == std::end(rows)) {
      return misplaced(member.key(), "Unrecognized field \"" + std::string(member.key()) + "\" (class " + std::string(java_class) +
                                         "), not marked as ignorable");
    }
    if (member.value().is_null()) continue;
    if (auto done = row->read(member.value(), target); !done) return below(row->name, std::move(done).error());
  }
  return Done{};
}

Problem wants(std::string_view what) { return unreadable(invalid("expected " + std::string(what))); }

template <class Target, auto kMember>
Or<Done> read_bool(const json::Value& value, Target& target) {
  if (!value.is_bool()) return wants("true or false");
  target.*kMember = value.as_bool();
  return Done{};
}

Or<Done> ignore(const json::Value&, RecordSpec&) { return Done{}; }

// ---- members -----------------------------------------------------------------------------------

Or<Done> read_target(const json::Value& value, RecordSpec& spec) {
  const std::string_view text = value.is_string() ? std::string_view(value.as_string()) : std::string_view();
  if (!text.starts_with("http://") && !text.starts_with("https://")) return wants("a URL that begins with http:// or https://");
  spec.target = text;
  return Done{};
}

Or<std::vector<Uuid>> read_ids(const json::Value& value) {
  if (!value.is_array()) return wants("an array of ids");
  std::vector<Uuid> ids;
  for (const json::Value& one : value.as_array()) {
    const auto id = one.is_string() ? Uuid::parse(one.as_string()) : std::nullopt;
    if (!id) return wants("an array of UUIDs");
    ids.push_back(*id);
  }
  return ids;
}

// Members of its own; all others are those of a request pattern.
Or<Done> read_filters(const json::Value& value, RecordSpec& spec) {
  if (!value.is_object()) return wants("an object");
  json::Object pattern = value.as_object();
  if (const json::Value* const ids = pattern.if_contains("ids"); ids != nullptr && !ids->is_null()) {
    auto read = read_ids(*ids);
    if (!read) return below("ids", std::move(read).error());
    spec.events = *std::move(read);
  }
  if (const json::Value* const allow = pattern.if_contains("allowNonProxied"); allow != nullptr && !allow->is_null()) {
    auto read = read_bool<RecordSpec, &RecordSpec::allows_not_proxied>(*allow, spec);
    if (!read) return below("allowNonProxied", std::move(read).error());
  }
  pattern.erase("ids");
  pattern.erase("allowNonProxied");
  MIMUS_TRY(Verification wanted, Verification::read(json::Value(std::move(pattern))));
  spec.wanted.emplace(std::move(wanted));
  return Done{};
}

constexpr Member<RecordSpec::CapturedHeader> kHeaderMembers[] = {
    {"caseInsensitive", &read_bool<RecordSpec::CapturedHeader, &RecordSpec::CapturedHeader::case_insensitive>}};

Or<Done> read_headers(const json::Value& value, RecordSpec& spec) {
  if (!value.is_object()) return wants("an object: {\"Accept\": {}}");
  for (const auto& member : value.as_object()) {
    RecordSpec::CapturedHeader& header = spec.headers.emplace_back();
    header.name = member.key();
    if (member.value().is_null()) continue;
    auto read = read_members(member.value(), kHeaderMembers, "com.github.tomakehurst.wiremock.recording.CaptureHeadersSpec", header);
    if (!read) return below(header.name, std::move(read).error());
  }
  return Done{};
}

using BodyPattern = RecordSpec::BodyPattern;
constexpr std::pair<std::string_view, BodyPattern::Matcher> kMatchers[] = {{"auto", BodyPattern::Matcher::kAuto},
                                                                          {"equalTo", BodyPattern::Matcher::kEqualTo},
                                                                          {"equalToJson", BodyPattern::Matcher::kEqualToJson},
                                                                          {"equalToXml", BodyPattern::Matcher::kEqualToXml}};

Or<Done> read_matcher(const json::Value& value, BodyPattern& body) {
  const std::string_view name = value.is_string() ? std::string_view(value.as_string()) : std::string_view();
  const auto* const row = std::ranges::find(kMatchers, name, &std::pair<std::string_view, BodyPattern::Matcher>::first);
  if (row == std::end(kMatchers)) return wants("auto, equalTo, equalToJson or equalToXml");
  body.matcher = row->second;
  return Done{};
}

constexpr Member<BodyPattern> kBodyMembers[] = {
    {"matcher", &read_matcher},
    {"caseInsensitive", &read_bool<BodyPattern, &BodyPattern::case_insensitive>},
    {"ignoreArrayOrder", &read_bool<BodyPattern, &BodyPattern::ignore_array_order>},
    {"ignoreExtraElements", &read_bool<BodyPattern, &BodyPattern::ignore_extra_elements>},
};

Or<Done> read_body_pattern(const json::Value& value, RecordSpec& spec) {
  return read_members(value, kBodyMembers, "com.github.tomakehurst.wiremock.recording.RequestBodyPatternFactory", spec.body);
}

template <auto kMember>
Or<Done> read_threshold(const json::Value& value, RecordSpec& spec) {
  spec.*kMember = read_size(value);
  if (!(spec.*kMember)) return wants("a number of bytes, as 1024 or \"10 KB\"");
  return Done{};
}

constexpr Member<RecordSpec> kThresholds[] = {
    {"textSizeThreshold", &read_threshold<&RecordSpec::text_threshold>},
    {"binarySizeThreshold", &read_threshold<&RecordSpec::binary_threshold>},
};

Or<Done> read_extraction(const json::Value& value, RecordSpec& spec) {
  return read_members(value, kThresholds, "com.github.tomakehurst.wiremock.recording.ResponseDefinitionBodyMatcher", spec);
}

Or<Done> read_output(const json::Value& value, RecordSpec& spec) {
  const std::string name = value.is_string() ? text::to_lower_ascii(value.as_string()) : "";
  if (name != "full" && name != "ids") return wants("FULL or IDS");
  spec.only_ids = name == "ids";
  return Done{};
}

constexpr Member<RecordSpec> kMembers[] = {
    {"targetBaseUrl", &read_target},
    {"filters", &read_filters},
    {"captureHeaders", &read_headers},
    {"requestBodyPattern", &read_body_pattern},
    {"extractBodyCriteria", &read_extraction},
    {"outputFormat", &read_output},
    {"persist", &read_bool<RecordSpec, &RecordSpec::persistent>},
    {"repeatsAsScenarios", &read_bool<RecordSpec, &RecordSpec::scenarios>},
    {"transformers", &ignore},
    {"transformerParameters", &ignore},
};

constexpr std::pair<std::string_view, std::uint64_t> kUnits[] = {
    {"", 1}, {"b", 1}, {"kb", 1u << 10}, {"mb", 1u << 20}, {"gb", 1u << 30}};

}  // namespace

std::optional<std::uint64_t> read_size(const json::Value& value) {
  if (value.is_number()) {
    const double bytes = value.to_number<double>();
    return bytes >= 0 && bytes < 1e15 ? std::optional(static_cast<std::uint64_t>(bytes)) : std::nullopt;
  }
  if (!value.is_string()) return std::nullopt;
  std::string text = text::to_lower_ascii(text::trim(value.as_string()));
  std::ranges::replace(text, ',', '.');
  double amount = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), amount, std::chars_format::fixed);
  if (failure != std::errc() || !(amount >= 0) || amount >= 1e15) return std::nullopt;
  const std::string_view unit = text::trim(std::string_view(end, text.data() + text.size()));
  const auto* const row = std::ranges::find(kUnits, unit, &std::pair<std::string_view, std::uint64_t>::first);
  if (row == std::end(kUnits)) return std::nullopt;
  return static_cast<std::uint64_t>(std::min(amount * static_cast<double>(row->second), 1e18));
}

Or<RecordSpec> read_record_spec(const json::Value& document) {
  RecordSpec spec;
  MIMUS_TRY_DONE(read_members(document, kMembers, "com.github.tomakehurst.wiremock.recording.RecordSpec", spec));
  return spec;
}

}  // namespace mimus::wiremock_admin
