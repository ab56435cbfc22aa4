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

// Is it a member of "a, b, c"?
bool lists(std::string_view list, std::string_view name) {
  for (;;) {
    const std::size_t comma = list.find(',');
    if (is(text::trim(list.substr(0, comma)), name)) return true;
    if (comma == list.npos) return false;
    list.remove_prefix(comma + 1);
  }
}

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
  std::erase_if(fields, [&](const http::OwnedField& field) { return is_hop_by_hop(field.name) || lists(named, field.name); });
}

}  // namespace mimus::outbound
