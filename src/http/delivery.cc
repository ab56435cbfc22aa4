#include "delivery.h"

#include <iterator>

namespace mimus::http {
namespace {

// In the order of Fault.
constexpr std::string_view kFaultNames[] = {
    "none",           "connection_reset", "empty_response",  "garbage",
    "truncated_body", "wrong_length",     "malformed_chunk", "stall",
};
static_assert(std::size(kFaultNames) == static_cast<std::size_t>(Fault::kStall) + 1);

}  // namespace

std::string_view name_of(Fault fault) { return kFaultNames[static_cast<std::size_t>(fault)]; }

}  // namespace mimus::http
