#include "order.h"

#include "text/percent.h"

namespace mimus::replay {

Act act_of(const exchange::Request& request) {
  const std::string& method = request.method;
  const bool safe = method == "GET" || method == "HEAD" || method == "OPTIONS" || method == "TRACE";
  std::string path = text::normalize_path(exchange::split(request.url).path);
  while (path.ends_with('/')) path.pop_back();
  return {!safe, std::move(path)};
}

bool keep_order(const Act& a, const Act& b) {
  if (!a.writes && !b.writes) return false;
  const std::string_view upper = a.path.size() <= b.path.size() ? a.path : b.path;
  const std::string_view lower = a.path.size() <= b.path.size() ? b.path : a.path;
  return lower.starts_with(upper) && (lower.size() == upper.size() || lower[upper.size()] == '/');
}

}  // namespace mimus::replay
