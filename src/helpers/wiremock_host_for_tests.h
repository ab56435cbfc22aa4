#pragma once

#include "host.h"
#include "text/dates.h"

namespace mimus::helpers {

// A machine called "vm" at 2026-11-20T08:56:26Z whose variables wiremock.… may be seen.
class WireMockTestHost final : public Host {
 public:
  WallTime now() override { return *text::parse_iso8601("2026-11-20T08:56:26Z"); }
  std::string_view hostname() override { return "vm"; }
  std::optional<std::string_view> environment(std::string_view name, bool& permitted) override {
    permitted = name.starts_with("wiremock");
    return name == "wiremock.set" ? std::optional<std::string_view>("here") : std::nullopt;
  }
  std::optional<std::string_view> property(std::string_view name, bool& permitted) override {
    return environment(name, permitted);
  }
};

}  // namespace mimus::helpers
