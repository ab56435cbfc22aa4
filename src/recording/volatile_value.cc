#include "volatile_value.h"

#include <algorithm>

#include "text/dates.h"
#include "value_kind.h"

namespace mimus::recording {
namespace {

// A form: letters of `picture` that are 0 stand for a digit, all others for themselves.
bool looks_like(std::string_view text, std::string_view picture) {
  return text.size() == picture.size() && std::equal(text.begin(), text.end(), picture.begin(), [](char c, char p) {
           return p == '0' ? c >= '0' && c <= '9' : c == p;
         });
}

std::optional<WallTime> time_by_picture(const json::Value& value, std::string_view picture) {
  const json::String* text = value.if_string();
  if (text == nullptr || !looks_like(*text, picture)) return std::nullopt;
  return text::parse_iso8601(*text);
}

std::optional<std::int64_t> whole(const json::Value& value) {
  const std::int64_t* number = value.if_int64();
  return number ? std::optional(*number) : std::nullopt;
}

struct TimeForm {
  std::string_view expression;
  std::optional<WallTime> (*read)(const json::Value& value);
  std::chrono::hours slack;  // a date alone has no time of day
};
constexpr TimeForm kTimes[] = {
    {"{{now}}", [](const json::Value& v) { return time_by_picture(v, "0000-00-00T00:00:00.000Z"); }, std::chrono::hours(0)},
    {R"({{now "yyyy-MM-dd'T'HH:mm:ss'Z'"}})",
     [](const json::Value& v) { return time_by_picture(v, "0000-00-00T00:00:00Z"); }, std::chrono::hours(0)},
    {"{{now 'yyyy-MM-dd HH:mm:ss'}}", [](const json::Value& v) { return time_by_picture(v, "0000-00-00 00:00:00"); },
     std::chrono::hours(0)},
    {"{{date}}", [](const json::Value& v) { return time_by_picture(v, "0000-00-00"); }, std::chrono::hours(24)},
    {R"({{now "EEE, dd MMM yyyy HH:mm:ss 'GMT'"}})",
     [](const json::Value& v) -> std::optional<WallTime> {
       const json::String* text = v.if_string();
       if (text == nullptr || text->size() != 29 || !std::string_view(*text).ends_with(" GMT")) return std::nullopt;
       return text::parse_http_date(*text);
     },
     std::chrono::hours(0)},
    {"{{timestamp}}",
     [](const json::Value& v) -> std::optional<WallTime> {
       const auto number = whole(v);
       if (!number || *number < 1'000'000'000 || *number > 9'000'000'000) return std::nullopt;
       return WallTime(std::chrono::seconds(*number));
     },
     std::chrono::hours(0)},
    {"{{timestamp ms}}",
     [](const json::Value& v) -> std::optional<WallTime> {
       const auto number = whole(v);
       if (!number || *number < 1'000'000'000'000 || *number > 9'000'000'000'000) return std::nullopt;
       return WallTime(std::chrono::milliseconds(*number));
     },
     std::chrono::hours(0)},
};

bool is_near(WallTime time, WallTime at, std::chrono::hours slack) {
  const Nanoseconds apart = time > at ? time - at : at - time;
  return at != WallTime{} && apart <= std::chrono::minutes(10) + slack;
}

std::optional<std::string> time_expression(std::span<const json::Value* const> values, std::span<const WallTime> at) {
  for (const TimeForm& form : kTimes) {
    bool all = true;
    for (std::size_t i = 0; all && i < values.size(); ++i) {
      const auto time = form.read(*values[i]);
      all = time && is_near(*time, at[i], form.slack);
    }
    if (all) return std::string(form.expression);
  }
  return std::nullopt;
}

bool all_of_kind(std::span<const json::Value* const> values, ValueKind kind, std::size_t size) {
  return std::ranges::all_of(values, [&](const json::Value* value) {
    const json::String* text = value->if_string();
    return text && text->size() == size && kind_of(*text) == kind && std::ranges::none_of(*text, [](char c) { return c >= 'A' && c <= 'Z'; });
  });
}

constexpr std::string_view kHexadecimal = " type='HEXADECIMAL'}}";

}  // namespace

std::optional<std::string> volatile_expression(std::span<const json::Value* const> values, std::span<const WallTime> at, bool fresh) {
  if (auto time = time_expression(values, at)) return time;
  const json::String* first = values.front()->if_string();
  if (!fresh || first == nullptr) return std::nullopt;
  if (all_of_kind(values, ValueKind::kUuid, 36)) return "{{uuid}}";
  if (first->size() >= 12 && all_of_kind(values, ValueKind::kHex, first->size())) {
    return "{{randomValue length=" + std::to_string(first->size()) + std::string(kHexadecimal);
  }
  return std::nullopt;
}

bool has_form_of(std::string_view expression, const json::Value& value) {
  for (const TimeForm& form : kTimes) {
    if (form.expression == expression) return form.read(value).has_value();
  }
  const json::String* text = value.if_string();
  if (text == nullptr) return false;
  if (expression.ends_with(kHexadecimal)) {
    return std::ranges::all_of(*text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }) &&
           expression.find("=" + std::to_string(text->size()) + " ") != expression.npos;
  }
  return kind_of(*text) == ValueKind::kUuid;
}

}  // namespace mimus::recording
