#pragma once

#include <cstddef>
#include <optional>

#include "call.h"

namespace mimus::wiremock_admin {

// ?limit=10&offset=20. What is no count, or negative, is a 500, as WireMock has it.
struct Page {
  std::optional<std::size_t> limit;
  std::size_t offset = 0;
};
Or<Page> read_page(const Call& call);

}  // namespace mimus::wiremock_admin
