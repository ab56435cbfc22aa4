#include "hop_by_hop.h"

#include <algorithm>
#include <string>

#include "text/encoding.h"

namespace mimus::outbound {
namespace {

constexpr std::string_view kHopByHop[] = {
    "Connection",          "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate",
    "Proxy-Authorization", "TE",         "Trailer",          "Transfer-Encoding", "Upgrade"};

}  // namespace

bool is_hop_by_hop(std::string_view name) {
  return std::ranges::any_of(kHopByHop, [&](std::string_view row) { return row.size() == name.size() && http::same_name(row, name); });
}

void remove_hop_by_hop(std::vector<http::OwnedField>& fields) {
  std::vector<std::string> named;
  bool any = false;
  for (const http::OwnedField& field : fields) {
    if (!is_hop_by_hop(field.name)) continue;
    any = true;
    if (!http::same_name(field.name, "Connection")) continue;
    std::string_view rest = field.value;
    for (;;) {
      const std::size_t comma = rest.find(',');
      named.emplace_back(text::trim(rest.substr(0, comma)));
      if (comma == rest.npos) break;
      rest.remove_prefix(comma + 1);
    }
  }
  if (!any) return;
  std::erase_if(fields, [&](const http::OwnedField& field) {
    const auto same = [&](const std::string& name) { return http::same_name(name, field.name); };
    return is_hop_by_hop(field.name) || std::ranges::any_of(named, same);
  });
}

}  // namespace mimus::outbound
