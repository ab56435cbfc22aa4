#include "failure.h"

namespace mimus::outbound {

std::string_view name_of(Failure::Kind kind) {
  constexpr std::string_view kNames[] = {"invalid", "fenced",   "dns",       "refused",   "tls",
                                         "reset",   "protocol", "too_large", "timed_out", "cancelled"};
  return kNames[static_cast<std::size_t>(kind)];
}

}  // namespace mimus::outbound
