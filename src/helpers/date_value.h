#pragma once

#include "handlebars/value.h"
#include "intl/zone.h"

namespace mimus::helpers {

// A date that helpers hand to each other. Prints ISO 8601 in whole seconds and its zone, or what a
// format made of it.
class DateValue final : public handlebars::Object {
 public:
  static constexpr char kType[] = "date";

  // `zone`: a name that Zone::named() knows; `text`: what it prints, or "". Both live as long as
  // the rendering.
  DateValue(WallTime instant, std::string_view zone, std::string_view text)
      : instant_(instant), zone_(zone), text_(text) {}
  const char* type() const override { return kType; }
  void print(std::string& out, const handlebars::Dialect&) const override {
    out += text_.empty() ? intl::iso_text(time()) : std::string(text_);
  }

  WallTime instant() const { return instant_; }
  intl::ZonedTime time() const {
    return {instant_, intl::Zone::named(zone_).value_or(intl::Zone())};
  }

 private:
  WallTime instant_;
  std::string_view zone_, text_;
};

}  // namespace mimus::helpers
