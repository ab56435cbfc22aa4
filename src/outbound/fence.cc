#include "fence.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "base/error.h"
#include "text/encoding.h"

namespace mimus::outbound {
namespace {

constexpr Address kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

// IPv4 inside IPv6 in the form that we compare.
Address normal(Address address) {
  constexpr std::array<std::uint8_t, 12> kNat64{0, 0x64, 0xff, 0x9b};
  constexpr std::array<std::uint8_t, 12> kCompatible{};
  const auto starts = [&](const auto& prefix) { return std::equal(prefix.begin(), prefix.begin() + 12, address.begin()); };
  const bool small = address[12] == 0 && address[13] == 0 && address[14] == 0;  // :: and ::1 are addresses of IPv6
  if (starts(kNat64) || (starts(kCompatible) && !small)) std::copy_n(kMapped.begin(), 12, address.begin());
  return address;
}

// The block of an address: all whose first `bits` bits are the same.
void spread(Address& first, Address& last, unsigned bits) {
  for (unsigned i = 0; i < 16; ++i) {
    const unsigned kept = bits >= (i + 1) * 8 ? 8 : bits > i * 8 ? bits - i * 8 : 0;
    const auto mask = static_cast<std::uint8_t>(0xff00u >> kept);
    first[i] = static_cast<std::uint8_t>(first[i] & mask);
    last[i] = static_cast<std::uint8_t>(last[i] | static_cast<std::uint8_t>(~mask));
  }
}

// '*' stands for any run of characters.
bool glob(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = pattern.npos, from = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      from = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p, ++t;
    } else if (star != pattern.npos) {
      p = star + 1;
      t = ++from;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == pattern.npos;
}

struct Guarded {
  std::string_view first;
  unsigned bits;  // of IPv6; an IPv4 block has 96 more
  std::string_view what;
};
constexpr Guarded kGuarded[] = {
    {"169.254.0.0", 96 + 16, "a link-local address"},
    {"fe80::", 10, "a link-local address"},
    {"fd00:ec2::254", 128, "the metadata service of a cloud"},
    {"fd20:ce::254", 128, "the metadata service of a cloud"},
    {"100.100.100.200", 128, "the metadata service of a cloud"},
    {"168.63.129.16", 128, "the metadata service of a cloud"},
    {"192.0.0.192", 128, "the metadata service of a cloud"},
};

bool within(const Address& address, const Address& first, const Address& last) {
  return first <= address && address <= last;
}

std::string_view guarded(const Address& address) {
  for (const Guarded& row : kGuarded) {
    Address first = *parse_address(row.first);
    Address last = first;
    spread(first, last, row.bits);
    if (within(address, first, last)) return row.what;
  }
  return {};
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
  const std::string plain(text.substr(0, text.find('%')));  // a zone says through which link, not which address
  Address address = kMapped;
  if (::inet_pton(AF_INET, plain.c_str(), address.data() + 12) == 1) return address;
  if (::inet_pton(AF_INET6, plain.c_str(), address.data()) == 1) return normal(address);
  return std::nullopt;
}

Result<Fence::Rule> Fence::read(std::string_view written) {
  const std::string text = text::to_lower_ascii(text::trim(written));
  const auto bad = [&](std::string why) {
    return invalid("'" + text + "' is no rule for targets: " + std::move(why), "an address, 10.0.0.0/8, 10.0.0.1-10.0.0.9 or *.example.com");
  };
  if (text.empty()) return bad("it is empty");
  if (const auto one = parse_address(text)) return Rule{text, Range{*one, *one}};
  if (const std::size_t slash = text.find('/'); slash != text.npos) {
    const auto first = parse_address(text.substr(0, slash));
    unsigned bits = 0;
    const char* const end = text.data() + text.size();
    const auto [read_to, failed] = std::from_chars(text.data() + slash + 1, end, bits);
    const unsigned most = text.find(':') == text.npos ? 32 : 128;
    if (!first || failed != std::errc() || read_to != end || bits > most) return bad("the block is none");
    Range range{*first, *first};
    spread(range.first, range.last, bits + 128 - most);
    return Rule{text, range};
  }
  if (const std::size_t dash = text.find('-'); dash != text.npos) {
    const auto first = parse_address(text.substr(0, dash));
    const auto last = parse_address(text.substr(dash + 1));
    if (first && last && *first <= *last) return Rule{text, Range{*first, *last}};
    if (first && last) return bad("the range is upside down");
  }
  const auto fits = [](char c) { return c == '*' || c == '.' || c == '-' || c == '_' || std::isalnum(static_cast<unsigned char>(c)) != 0; };
  if (!std::ranges::all_of(text, fits)) return bad("no host has such a name");
  return Rule{text, text};
}

Result<Fence> Fence::build(const std::vector<std::string>& allow, const std::vector<std::string>& deny) {
  Fence fence;
  for (const auto& [texts, rules] : {std::pair{&allow, &fence.allow_}, std::pair{&deny, &fence.deny_}}) {
    for (const std::string& text : *texts) {
      MIMUS_TRY(Rule rule, read(text));
      rules->push_back(std::move(rule));
    }
  }
  return fence;
}

bool Fence::Rule::takes(const Address& address) const {
  const Range* range = std::get_if<Range>(&what);
  return range != nullptr && within(address, range->first, range->last);
}

bool Fence::Rule::takes(std::string_view host) const {
  const std::string* pattern = std::get_if<std::string>(&what);
  return pattern != nullptr && glob(*pattern, host);
}

bool Fence::allows_by_name(std::string_view host) const {
  return std::ranges::any_of(allow_, [&](const Rule& rule) { return rule.takes(host); });
}

std::optional<std::string> Fence::refuses_name(std::string_view host) const {
  for (const Rule& rule : deny_) {
    if (rule.takes(host)) return "the target " + std::string(host) + " is refused by the rule '" + rule.text + "'";
  }
  const bool only_names = std::ranges::all_of(allow_, [](const Rule& rule) { return rule.what.index() == 1; });
  if (!allow_.empty() && only_names && !allows_by_name(host)) {
    return "the target " + std::string(host) + " is not among the allowed ones";
  }
  return std::nullopt;
}

std::optional<std::string> Fence::refuses(const Address& address, std::string_view host) const {
  if (auto why = refuses_name(host)) return why;
  const std::string target = "the target " + std::string(host);
  for (const Rule& rule : deny_) {
    if (rule.takes(address)) return target + " is refused by the rule '" + rule.text + "'";
  }
  const bool by_address = std::ranges::any_of(allow_, [&](const Rule& rule) { return rule.takes(address); });
  if (!allow_.empty() && !by_address && !allows_by_name(host)) return target + " is not among the allowed ones";
  const std::string_view what = guarded(address);
  const bool by_its_name = std::ranges::any_of(allow_, [&](const Rule& rule) {
    const std::string* pattern = std::get_if<std::string>(&rule.what);
    return pattern != nullptr && *pattern == host;
  });
  if (what.empty() || by_address || by_its_name) return std::nullopt;
  return target + " is refused: " + std::string(what) + " has to be allowed by its address";
}

}  // namespace mimus::outbound
