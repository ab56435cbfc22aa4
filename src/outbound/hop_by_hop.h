#pragma once

#include <string_view>
#include <vector>

#include "http/message.h"

namespace mimus::outbound {

// What concerns one connection and is not passed on, RFC 9110 §7.6.1: its name alone decides.
bool is_hop_by_hop(std::string_view name);
// The same, and what a Connection field among `fields` names.
void remove_hop_by_hop(std::vector<http::OwnedField>& fields);

}  // namespace mimus::outbound
