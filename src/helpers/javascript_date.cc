#include "javascript_date.h"

#include <algorithm>
#include <cmath>

#include "host.h"
#include "intl/date_pattern.h"
#include "intl/loose_date.h"
#include "text/dates.h"

namespace mimus::helpers {

using handlebars::Call;
using handlebars::Dialect;
using handlebars::Value;

void JavaScriptDate::print(std::string& out, const Dialect& dialect) const {
  if (dialect.printing != Dialect::Printing::kJavaScript) {
    out += text::iso8601(instant_);
    return;
  }
  static const auto pattern =
      intl::DatePattern::compile("EEE MMM dd yyyy HH:mm:ss 'GMT'xx", intl::DateDialect::kDateFns);
  out += pattern->format({instant_, *zone_}, "en");
  out.append(" (").append(zone_->name_at(instant_, true, "en")).append(")");
}

void JavaScriptDate::write_json(std::string& out, const Dialect&, Arena&) const {
  json::write_string(text::iso8601(instant_), out);
}

const intl::Zone& server_zone(const Call& call) {
  static const intl::Zone utc;
  // One server has one zone: looked up when it is first asked for, or when another host has another
  // one.
  thread_local intl::Zone zone;
  thread_local std::string name = "UTC";
  const std::string_view wanted = host_of(call).time_zone();
  if (wanted == name) return zone;
  auto found = intl::Zone::named(wanted);
  if (!found) return utc;
  zone = *std::move(found);
  name = wanted;
  return zone;
}

WallTime instant_of(double milliseconds) {
  constexpr double kMost = 9.2e12;
  const double held = std::isnan(milliseconds) ? 0 : std::clamp(milliseconds, -kMost, kMost);
  return WallTime(std::chrono::milliseconds(static_cast<std::int64_t>(held)));
}

std::optional<WallTime> date_of(const Value& value, const Call& call) {
  if (const JavaScriptDate* date = value.if_object<JavaScriptDate>()) return date->instant();
  if (const auto milliseconds = value.to_double()) {
    if (std::isnan(*milliseconds) || std::fabs(*milliseconds) > 8.64e15) return std::nullopt;
    return instant_of(*milliseconds);
  }
  if (!value.is_text()) return std::nullopt;
  const auto read = intl::parse_date(value.as_text());
  if (!read) return std::nullopt;
  const bool date_alone = value.as_text().find(':') == std::string_view::npos;
  if (read->zoned || date_alone) return read->time.instant;
  return server_zone(call).instant_of(read->time.instant);
}

}  // namespace mimus::helpers
