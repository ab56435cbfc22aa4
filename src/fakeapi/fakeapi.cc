#include "fakeapi.h"

#include <optional>
#include <string_view>
#include <vector>

#include "ask.h"
#include "http/prepared_response.h"
#include "page.h"
#include "serve/cors.h"

namespace mimus::fakeapi {
namespace {

// The journal knows all of them by this name.
constexpr std::string_view kLabel = "fake data API";

// Equal in time that does not depend on where they differ.
bool same_secret(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference |= static_cast<unsigned char>(a[i] ^ b[i]);
  return difference == 0;
}

bool has_key(Ask& ask, std::string_view key) {
  const http::Request& request = ask.request();
  if (same_secret(request.header("X-Api-Key").value_or(""), key)) return true;
  const std::string_view given = request.header("Authorization").value_or("");
  const bool bearer = given.size() > 7 && given[6] == ' ' && http::same_name(given.substr(0, 6), "Bearer");
  if (bearer && same_secret(given.substr(7), key)) return true;
  return same_secret(ask.parameter("api_key").value_or(""), key);
}

std::span<const std::span<const Endpoint>> tables() {
  static const std::span<const Endpoint> kTables[] = {seed_endpoints(), method_endpoints(), judge_endpoints()};
  return kTables;
}

// The first row that takes this request, and the segments that it takes. nullptr: there is none.
const Endpoint* find_endpoint(std::string_view method, std::string_view path, Segments& segments) {
  for (const std::span<const Endpoint> table : tables()) {
    for (const Endpoint& row : table) {
      if (row.method == method && takes(row.path, path, segments)) return &row;
    }
  }
  return nullptr;
}

// The methods of all rows that take the path.
std::vector<std::string> methods_on(std::string_view path, bool root) {
  std::vector<std::string> methods;
  if (root) methods = {"GET", "HEAD"};
  Segments segments;
  for (const std::span<const Endpoint> table : tables()) {
    for (const Endpoint& row : table) {
      if (!takes(row.path, path, segments)) continue;
      methods.emplace_back(row.method);
      if (row.method == "GET") methods.emplace_back("HEAD");
    }
  }
  return methods;
}

std::string_view answered_method(const http::Request& request) { return request.method == "HEAD" ? std::string_view("GET") : request.method; }

}  // namespace

struct FakeApi::Impl {
  serve::World& world;
  const Options options;

  // What it has for a request, by method and path alone.
  struct Place {
    const Endpoint* endpoint = nullptr;
    Segments segments;
    std::vector<std::string> allowed;  // methods, when it has none for this one
    bool root = false;
  };
  std::optional<Place> find(const http::Request& request) const;  // nothing: not ours
  bool answer(const http::Request& request, Arena& arena, server::Reply& reply) const;
  void page(Ask& ask) const;
};

void FakeApi::Impl::page(Ask& ask) const {
  if (ask.request().path.ends_with('/')) return ask.send(200, "text/html; charset=utf-8", documentation_page());
  // The page's own addresses are relative to its folder.
  ask.send(301, "text/plain", "", {{"Location", options.prefix + "/"}});
}

std::optional<FakeApi::Impl::Place> FakeApi::Impl::find(const http::Request& request) const {
  if (!request.path.starts_with(options.prefix)) return std::nullopt;
  const std::string_view path = request.path.substr(options.prefix.size());
  if (!path.empty() && path.front() != '/') return std::nullopt;
  Place place;
  place.root = path.empty() || path == "/";
  place.endpoint = find_endpoint(answered_method(request), path, place.segments);
  if (place.endpoint != nullptr) return place;
  place.allowed = methods_on(path, place.root);
  if (place.allowed.empty()) return std::nullopt;
  return place;
}

bool FakeApi::Impl::answer(const http::Request& request, Arena& arena, server::Reply& reply) const {
  const std::optional<Place> place = find(request);
  if (!place) return false;
  const auto& [found, segments, allowed, root] = *place;
  reply.label = kLabel;
  Ask ask(world, options, request, arena, reply);
  if (request.method == "OPTIONS") {
    const auto fields = serve::options_fields({}, request, allowed);
    std::string head;
    http::write_head(204, "", fields, -1, head);
    reply.status = 204;
    reply.head = arena.copy(head);
    return true;
  }
  if (found == nullptr && !(root && answered_method(request) == "GET")) {
    std::string list;
    for (const std::string& one : allowed) list += (list.empty() ? "" : ", ") + one;
    ask.refuse(405, invalid("this endpoint takes " + list, "not " + std::string(request.method)), {{"Allow", list}});
    return true;
  }
  if (root) {  // the page says what a key is needed for, so it needs none
    page(ask);
    return true;
  }
  if (!options.key.empty() && !has_key(ask, options.key)) {
    ask.refuse(401, invalid("the fake data server wants its key", "send it as X-Api-Key, or as ?api_key="),
               {{"WWW-Authenticate", "Bearer"}});
    return true;
  }
  if (request.body.size() > options.most_body) {
    ask.refuse(413, invalid("the body is longer than " + std::to_string(options.most_body) + " bytes"));
    return true;
  }
  ask.segments = segments;
  found->answer(ask);
  return true;
}

FakeApi::FakeApi(serve::World& world, Options options) : impl_(new Impl{world, std::move(options)}) {}
FakeApi::~FakeApi() = default;

bool FakeApi::answer(const http::Request& request, server::LoopIndex, Arena& arena, server::Reply& reply) {
  return impl_->answer(request, arena, reply);
}

bool FakeApi::may_take(const http::Request& request) { return impl_->find(request).has_value(); }

}  // namespace mimus::fakeapi
