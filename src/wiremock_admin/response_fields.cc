#include "response_fields.h"

#include <algorithm>

#include "text/encoding.h"

namespace mimus::wiremock_admin {

std::vector<HeadField> response_fields(std::string_view head) {
  std::vector<HeadField> fields;
  for (std::size_t at = head.find("\r\n"); at != std::string_view::npos && at + 2 < head.size();) {
    const std::size_t end = std::min(head.find("\r\n", at + 2), head.size());
    const std::string_view line = head.substr(at + 2, end - at - 2);
    if (const std::size_t colon = line.find(':'); colon != std::string_view::npos) {
      fields.push_back({line.substr(0, colon), text::trim(line.substr(colon + 1))});
    }
    at = end == head.size() ? std::string_view::npos : end;
  }
  return fields;
}

}  // namespace mimus::wiremock_admin
