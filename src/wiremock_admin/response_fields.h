#pragma once

#include <string_view>
#include <vector>

namespace mimus::wiremock_admin {

// One field of a header block; views into it.
struct HeadField {
  std::string_view name, value;
};

// What stands behind the status line of journal::Exchange::response_head, in order.
std::vector<HeadField> response_fields(std::string_view head);

}  // namespace mimus::wiremock_admin
