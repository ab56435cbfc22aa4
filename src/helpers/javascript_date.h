#pragma once

#include <optional>

#include "handlebars/call.h"
#include "intl/zone.h"

namespace mimus::helpers {

// A JavaScript Date as a value: prints as String(date) in JavaScript's dialect, else as ISO 8601
// with milliseconds; in JSON always the latter.
class JavaScriptDate final : public handlebars::Object {
 public:
  static constexpr char kType[] = "Date";
  // `zone`: borrowed, lives as long as the rendering.
  JavaScriptDate(WallTime instant, const intl::Zone* zone) : instant_(instant), zone_(zone) {}

  WallTime instant() const { return instant_; }
  const char* type() const override { return kType; }
  void print(std::string& out, const handlebars::Dialect& dialect) const override;
  void write_json(std::string& out, const handlebars::Dialect& dialect,
                  Arena& arena) const override;

 private:
  WallTime instant_;
  const intl::Zone* zone_;
};

// The server's zone. UTC when nobody knows what the host says.
const intl::Zone& server_zone(const handlebars::Call& call);

// So many milliseconds after 1970; beyond what WallTime holds the nearest that it can hold.
WallTime instant_of(double milliseconds);

// new Date(value), ECMA-262 §21.4.2.1: a Date, milliseconds since 1970, or a text; a text without a
// zone is in the server's, a date alone in UTC. Nothing for an invalid date.
std::optional<WallTime> date_of(const handlebars::Value& value, const handlebars::Call& call);

}  // namespace mimus::helpers
