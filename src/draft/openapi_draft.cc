#include "openapi_draft.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "operation.h"
#include "path_template.h"
#include "text/encoding.h"

namespace mimus::draft {
namespace {

constexpr std::string_view kMethods[] = {"get", "put", "post", "delete", "options", "head", "patch", "trace"};

// Templates that differ in names alone are one path to OpenAPI.
std::string shape_of(const PathTemplate& path) {
  std::string shape;
  for (std::size_t at = 0; at < path.text.size(); ++at) {
    shape += path.text[at];
    if (path.text[at] == '{') at = path.text.find('}', at) - 1;
  }
  return shape;
}

// "get", "/users/{userId}/orders" -> "getUsersByUserIdOrders"
std::string id_of(std::string_view method, std::string_view path) {
  std::string id(method);
  bool upper = true;
  for (const char c : path) {
    if (c == '{') id += "By";
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter) id += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    upper = !letter;
  }
  return id;
}

struct Path {
  PathTemplate path;
  std::vector<std::pair<std::string, Operation>> operations;  // by method
};

bool is_literal(std::string_view pattern) { return !pattern.empty() && pattern.find_first_of("{*") == pattern.npos; }

// Patterns without a variable that differ in identifiers alone, or stand beside one that has a variable there, are examples of one path: what a recording
// keeps apart because no rule explains the answers.
class Siblings {
 public:
  explicit Siblings(std::span<const Seen> seen) {
    for (const Seen& one : seen) {
      const std::string shape = shape_of(one.pattern.empty() || is_literal(one.pattern) ? template_of_path(path_of(one)) : template_of_pattern(one.pattern));
      shapes_[shape].insert(one.pattern.empty() ? std::string(path_of(one)) : one.pattern);
    }
  }
  bool has(const Seen& one) const {
    if (!is_literal(one.pattern)) return false;
    const PathTemplate made = template_of_path(path_of(one));
    return !made.names.empty() && shapes_.at(shape_of(made)).size() > 1;
  }

 private:
  static std::string_view path_of(const Seen& one) { return exchange::split(one.exchange.request.url).path; }
  std::map<std::string, std::set<std::string>> shapes_;  // the patterns of each
};

class Draft {
 public:
  void add(const Seen& seen) {
    const std::string method = text::to_lower_ascii(seen.exchange.request.method);
    if (std::ranges::find(kMethods, std::string_view(method)) == std::end(kMethods)) return;
    const std::string_view path = exchange::split(seen.exchange.request.url).path;
    Path& place = at(seen.pattern.empty() ? template_of_path(path) : template_of_pattern(seen.pattern));
    auto known = std::ranges::find(place.operations, method, &std::pair<std::string, Operation>::first);
    if (known == place.operations.end()) known = place.operations.emplace(known, method, Operation(place.path));
    known->second.add(seen);
  }

  json::Object describe(const Description& description) const {
    json::Object out{{"openapi", "3.1.0"}, {"info", {{"title", text::to_valid_utf8(description.title)}, {"version", "0.1.0"}}}};
    if (!description.server.empty()) out["servers"] = json::Array{json::Object{{"url", description.server}}};
    std::set<std::string> schemes;
    out["paths"] = paths(schemes);
    json::Object security;
    for (const std::string& name : schemes) security[name] = scheme_named(name);
    if (!security.empty()) out["components"] = json::Object{{"securitySchemes", std::move(security)}};
    return out;
  }

 private:
  Path& at(PathTemplate path) {
    const auto [known, is_new] = index_.try_emplace(shape_of(path), paths_.size());
    if (is_new) paths_.push_back({std::move(path), {}});
    return paths_[known->second];
  }

  json::Object paths(std::set<std::string>& schemes) const {
    json::Object out;
    std::set<std::string> ids;
    for (const Path& place : paths_) {
      json::Object operations;
      for (const auto& [method, operation] : place.operations) {
        std::string id = id_of(method, place.path.text);
        const std::string stem = id;
        for (int i = 2; !ids.insert(id).second; ++i) id = stem + std::to_string(i);
        operations[method] = operation.describe(id);
        for (std::string& name : operation.schemes()) schemes.insert(std::move(name));
      }
      out[place.path.text] = std::move(operations);
    }
    return out;
  }

  std::vector<Path> paths_;
  std::map<std::string, std::size_t> index_;  // by shape
};

}  // namespace

json::Object openapi_draft(std::span<const Seen> seen, const Description& description) {
  Draft draft;
  const Siblings siblings(seen);
  for (const Seen& one : seen) {
    if (!siblings.has(one)) {
      draft.add(one);
      continue;
    }
    Seen example = one;
    example.pattern.clear();
    draft.add(example);
  }
  return draft.describe(description);
}

}  // namespace mimus::draft
