#include "filter_from_query.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "http/message.h"
#include "text/dates.h"
#include "text/suggest.h"

namespace mimus::journal {
namespace {

template <class Number>
std::optional<Number> number_of(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool read_method(std::string_view value, WallTime, LogQuery& query) {
  if (!http::is_token(value)) return false;
  std::string method(value);
  for (char& c : method) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  query.filter.method = std::move(method);
  return true;
}

// The journal has raw paths: what cannot stand in one is encoded again.
bool read_path(std::string_view value, WallTime, LogQuery& query) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  if (!value.starts_with('/') && !value.starts_with('*')) return false;
  std::string path;
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte < 0x7f) {
      path += c;
    } else {
      path.append({'%', kDigits[byte >> 4], kDigits[byte & 15]});
    }
  }
  query.filter.path = std::move(path);
  return true;
}

bool read_status(std::string_view value, WallTime, LogQuery& query) {
  if (value.size() != 3) return false;
  if (value.ends_with("xx") || value.ends_with("XX")) {
    query.filter.status_class = number_of<int>(value.substr(0, 1));
    return query.filter.status_class && *query.filter.status_class > 0;
  }
  query.filter.status = number_of<int>(value);
  return query.filter.status && *query.filter.status >= 100;
}

bool read_matched(std::string_view value, WallTime, LogQuery& query) {
  query.filter.matched = value == "true";
  return value == "true" || value == "false";
}

struct Unit {
  std::string_view suffix;
  std::chrono::nanoseconds length;
};
constexpr Unit kUnits[] = {{"ms", std::chrono::milliseconds(1)}, {"s", std::chrono::seconds(1)},
                           {"m", std::chrono::minutes(1)},       {"h", std::chrono::hours(1)},
                           {"d", std::chrono::hours(24)}};

// Some 146 years; whatever is longer ago comes before all records, and would leave the range of WallTime.
constexpr std::chrono::nanoseconds kLongestAge = Nanoseconds::max() / 2;

std::optional<WallTime> read_relative(std::string_view value, WallTime now) {
  for (const Unit& unit : kUnits) {
    if (!value.ends_with(unit.suffix)) continue;
    const auto count = number_of<std::uint32_t>(value.substr(0, value.size() - unit.suffix.size()));
    if (!count) continue;
    if (*count > kLongestAge / unit.length) return WallTime::min();
    return now - *count * unit.length;
  }
  return std::nullopt;
}

bool read_since(std::string_view value, WallTime now, LogQuery& query) {
  std::optional<WallTime> since = read_relative(value, now);
  if (!since) since = text::parse_iso8601(value);
  if (!since && value.size() > 6 && value[value.size() - 6] == ' ') {  // "+02:00" decoded as a form field
    std::string offset(value);
    offset[value.size() - 6] = '+';
    since = text::parse_iso8601(offset);
  }
  query.filter.since = since;
  return since.has_value();
}

bool read_limit(std::string_view value, WallTime, LogQuery& query) {
  const auto limit = number_of<std::uint32_t>(value);
  query.limit = limit.value_or(0);
  return limit && *limit > 0;
}

bool read_format(std::string_view value, WallTime, LogQuery& query) {
  query.format = value == "ndjson" ? LogQuery::Format::kNdjson : LogQuery::Format::kJson;
  return value == "json" || value == "ndjson";
}

struct Parameter {
  std::string_view name;
  bool (*read)(std::string_view value, WallTime now, LogQuery& query);
  std::string_view right;
};
constexpr Parameter kParameters[] = {
    {"method", &read_method, "a method such as GET"},
    {"path", &read_path, "a path that starts with '/', such as /users/7, or a prefix such as /users/*"},
    {"status", &read_status, "a status such as 404, or a class such as 4xx"},
    {"matched", &read_matched, "true or false"},
    {"since", &read_since, "a time such as 2026-11-20T09:50:57Z, or an age such as 30s, 5m or 2h"},
    {"limit", &read_limit, "a number from 1 to 4294967295"},
    {"format", &read_format, "json or ndjson"},
};

std::string quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

Error unknown_parameter(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Parameter& parameter : kParameters) names.push_back(parameter.name);
  return invalid("unknown parameter " + quoted(name), text::did_you_mean(name, names));
}

}  // namespace

Result<LogQuery> filter_from_query(std::span<const QueryParameter> parameters, WallTime now) {
  LogQuery query;
  bool given[std::size(kParameters)] = {};
  for (const auto& [name, value] : parameters) {
    const auto* const row = std::ranges::find(kParameters, name, &Parameter::name);
    if (row == std::end(kParameters)) return unknown_parameter(name);
    if (std::exchange(given[row - kParameters], true)) {
      return invalid("parameter " + quoted(name) + " is given twice", "give it once");
    }
    if (!row->read(value, now, query)) {
      return invalid("parameter " + quoted(name) + " has the bad value " + quoted(value),
                     "expected " + std::string(row->right));
    }
  }
  return query;
}

}  // namespace mimus::journal
