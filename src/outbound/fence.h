#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

namespace mimus::outbound {

// An IP address as 16 bytes; IPv4 stands in ::ffff:0:0/96, as do the other forms in which IPv6 carries it
// (RFC 4291 §2.5.5, RFC 6052 §2.1), so that none of them is a way around a rule.
using Address = std::array<std::uint8_t, 16>;
std::optional<Address> parse_address(std::string_view text);  // "10.0.0.1", "::1", "fe80::1%eth0"

// Where requests may go.
//
//   MIMUS_TRY(const Fence fence, Fence::build({"*.example.com", "10.0.0.0/8"}, {"10.0.0.1-10.0.0.9"}));
//   if (auto why = fence.refuses_name("api.example.com")) …   // before the name is resolved
//   if (auto why = fence.refuses(address, "api.example.com")) // for each address that it has
//
// A rule is an address, a block (10.0.0.0/8), a range (a-b), or a host's name with '*' for any run of characters. With
// allow rules, one of them has to hold; no deny rule may. Link-local addresses (169.254.0.0/16, fe80::/10) and those
// where clouds keep their metadata are refused unless an allow rule for addresses, or the host's very name, takes them.
// A value; immutable.
class Fence {
 public:
  Fence() = default;  // only what is refused unless allowed
  // Errors: a rule that is none of these.
  static Result<Fence> build(const std::vector<std::string>& allow, const std::vector<std::string>& deny);

  // The reason, for people, or nothing.
  std::optional<std::string> refuses_name(std::string_view host) const;
  std::optional<std::string> refuses(const Address& address, std::string_view host) const;

 private:
  struct Range {
    Address first, last;
  };
  struct Rule {
    std::string text;
    std::variant<Range, std::string> what;  // addresses, or a pattern for names in lower case
    bool takes(const Address& address) const;
    bool takes(std::string_view host) const;
  };
  static Result<Rule> read(std::string_view text);
  bool allows_by_name(std::string_view host) const;

  std::vector<Rule> allow_, deny_;
};

}  // namespace mimus::outbound
