#include "hop_by_hop.h"

#include <algorithm>
#include <string>

#include "text/encoding.h"

namespace mimus::outbound {
namespace {

constexpr std::string_view kHopByHop[] = {
    "Connection",          "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate",
    "Proxy-Authorization", "TE",         "Trailer",          "Transfer-Encoding", "Upgrade"};

bool is(std::string_view a, std::string_view b) { return a.size() == b.size() && http::same_name(a, b); }

}  // namespace

bool is_hop_by_hop(std::string_view name) {
  return std::ranges::any_of(kHopByHop, [&](std::string_view row) { return is(row, name); });
}

void remove_hop_by_hop(std::vector<http::OwnedField>& fields) {
  constexpr std::string_view kConnection = "Connection";
  if (std::ranges::none_of(fields, [](const http::OwnedField& field) { return is_hop_by_hop(field.name); })) return;
  // What Connection names goes as well; mostly that is "close" or "keep-alive", which no field is called.
  std::string named;
  for (const http::OwnedField& field : fields) {
    if (is(field.name, kConnection)) named.append(named.empty() ? "" : ",").append(field.value);
  }
  const http::HeaderField connection{kConnection, named};
  std::erase_if(fields, [&](const http::OwnedField& field) {
    return is_hop_by_hop(field.name) || http::has_token({&connection, 1}, kConnection, field.name);
  });
}

}  // namespace mimus::outbound
