#include "cookies.h"

#include "text/encoding.h"

namespace mimus::http {
namespace {

std::string_view unquote(std::string_view value) {
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
    return value.substr(1, value.size() - 2);
  }
  return value;
}

}  // namespace

void for_each_cookie(std::string_view header,
                     const std::function<void(std::string_view, std::string_view)>& visit) {
  while (!header.empty()) {
    const std::size_t end = header.find(';');
    const std::string_view pair = header.substr(0, end);
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos) {
      const std::string_view name = text::trim(pair.substr(0, equals));
      if (!name.empty()) visit(name, unquote(text::trim(pair.substr(equals + 1))));
    }
    if (end == std::string_view::npos) return;
    header.remove_prefix(end + 1);
  }
}

}  // namespace mimus::http
