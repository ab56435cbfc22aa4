#include "members.h"

#include <algorithm>

#include "text/dates.h"
#include "text/duration.h"
#include "text/suggest.h"

namespace mimus::admin {

Members::Members(const json::Value& document, std::string at) : object_(document.if_object()), at_(std::move(at)) {
  if (object_ != nullptr) return;
  fault_ = Error{Code::kInvalid, (at_.empty() ? "the body" : at_) + " must be an object", "", {}};
  fault_->where.pointer = at_;
}

const json::Value* Members::find(std::string_view name) {
  asked_.emplace_back(name);
  if (object_ == nullptr) return nullptr;
  const json::Value* const found = object_->if_contains(name);
  return found == nullptr || found->is_null() ? nullptr : found;
}

void Members::wrong(std::string_view name, std::string_view wanted) {
  if (fault_) return;
  fault_ = Error{Code::kInvalid, "'" + std::string(name) + "' must be " + std::string(wanted), "", {}};
  fault_->where.pointer = at_ + "/" + std::string(name);
}

std::optional<std::string> Members::text(std::string_view name) {
  const json::Value* const found = find(name);
  if (found == nullptr) return std::nullopt;
  if (found->is_string()) return std::string(found->as_string());
  wrong(name, "a text");
  return std::nullopt;
}

std::optional<std::int64_t> Members::integer(std::string_view name, std::int64_t least, std::int64_t most) {
  const json::Value* const found = find(name);
  if (found == nullptr) return std::nullopt;
  if (found->is_int64() && found->get_int64() >= least && found->get_int64() <= most) return found->get_int64();
  wrong(name, "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return std::nullopt;
}

std::optional<double> Members::number(std::string_view name, double above) {
  const json::Value* const found = find(name);
  if (found == nullptr) return std::nullopt;
  if (found->is_number() && found->to_number<double>() > above) return found->to_number<double>();
  wrong(name, "a number above " + json::write(json::Value(above)));
  return std::nullopt;
}

std::optional<bool> Members::flag(std::string_view name) {
  const json::Value* const found = find(name);
  if (found == nullptr) return std::nullopt;
  if (found->is_bool()) return found->get_bool();
  wrong(name, "true or false");
  return std::nullopt;
}

std::optional<WallTime> Members::time(std::string_view name) {
  const json::Value* const found = find(name);
  if (found == nullptr) return std::nullopt;
  if (found->is_string()) {
    if (const auto time = text::parse_iso8601(found->as_string())) return time;
  }
  wrong(name, "a time such as \"2026-11-20T09:50:57Z\"");
  return std::nullopt;
}

std::optional<std::chrono::nanoseconds> Members::duration(std::string_view name) {
  const json::Value* const found = find(name);
  if (found == nullptr) return std::nullopt;
  if (found->is_number()) {
    const double seconds = found->to_number<double>();
    if (std::abs(seconds) < 9e9) return std::chrono::nanoseconds(static_cast<std::int64_t>(seconds * 1e9));
  } else if (found->is_string()) {
    if (const auto duration = text::parse_duration(found->as_string())) return duration;
  }
  wrong(name, "a duration such as \"5m\" or \"1h30m\", or a number of seconds");
  return std::nullopt;
}

const json::Value* Members::any(std::string_view name) { return find(name); }

std::optional<Members> Members::object(std::string_view name) {
  const json::Value* const found = find(name);
  if (found == nullptr) return std::nullopt;
  if (found->is_object()) return Members(*found, at_ + "/" + std::string(name));
  wrong(name, "an object");
  return std::nullopt;
}

Status Members::finish() {
  if (fault_) return *fault_;
  for (const auto& member : *object_) {
    if (std::ranges::find(asked_, std::string_view(member.key())) != asked_.end()) continue;
    std::vector<std::string_view> known(asked_.begin(), asked_.end());
    Error error{Code::kInvalid, "unknown member '" + std::string(member.key()) + "'", text::did_you_mean(member.key(), known), {}};
    error.where.pointer = at_ + "/" + std::string(member.key());
    return error;
  }
  return Done{};
}

}  // namespace mimus::admin
