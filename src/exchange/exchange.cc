#include "exchange.h"

namespace mimus::exchange {

UrlParts split(std::string_view url) {
  UrlParts parts;
  if (const std::size_t end = url.find("://"); end != url.npos && !url.starts_with('/')) {
    parts.scheme = url.substr(0, end);
    url.remove_prefix(end + 3);
    const std::size_t path = std::min(url.find_first_of("/?#"), url.size());
    parts.authority = url.substr(0, path);
    url.remove_prefix(path);
  }
  url = url.substr(0, url.find('#'));
  const std::size_t question = url.find('?');
  parts.path = url.substr(0, question);
  if (question != url.npos) parts.query = url.substr(question + 1);
  if (parts.path.empty()) parts.path = "/";
  return parts;
}

std::optional<std::string_view> find(const std::vector<http::OwnedField>& fields, std::string_view name) {
  for (const http::OwnedField& field : fields) {
    if (http::same_name(field.name, name)) return field.value;
  }
  return std::nullopt;
}

}  // namespace mimus::exchange
