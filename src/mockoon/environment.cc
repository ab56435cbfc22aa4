#include "environment.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <set>
#include <utility>

#include "json/json.h"
#include "json/locate.h"
#include "members.h"
#include "old_forms.h"

namespace mimus::mockoon {
namespace {

constexpr std::string_view kMethods[] = {"get",  "all",      "post",      "put",  "patch", "delete", "head", "options",
                                         "propfind", "proppatch", "move", "copy",  "mkcol",  "lock", "unlock", ""};
constexpr std::string_view kRouteTypes[] = {"http", "crud", "ws"};
constexpr std::string_view kModes[] = {"", "RANDOM", "SEQUENTIAL", "DISABLE_RULES", "FALLBACK"};
constexpr std::string_view kBodyTypes[] = {"INLINE", "FILE", "DATABUCKET"};
constexpr std::string_view kRulesOperators[] = {"OR", "AND"};
constexpr std::string_view kTlsTypes[] = {"CERT", "PFX"};
constexpr std::int64_t kLongest = 24ll * 3600 * 1000;  // latency

Milliseconds latency(const Members& from) {
  return Milliseconds(from.number("latency", 0, 0, kLongest));
}

std::vector<Field> fields(const Members& from, std::string_view key) {
  std::vector<Field> all;
  from.each(key, [&](const Members& one) { all.push_back({one.text("key"), one.text("value")}); });
  return all;
}

Rule rule(const Members& from) {
  return {from.text("target"), from.text("modifier"), from.text("value"), from.text("operator", "equals"),
          from.flag("invert", false)};
}

Response response(const Members& from) {
  Response made;
  made.uuid = from.text("uuid");
  made.label = from.text("label");
  made.status = static_cast<int>(from.number("statusCode", 200, 100, 999));
  made.latency = latency(from);
  made.headers = fields(from, "headers");
  made.body_type = static_cast<BodyType>(from.choice("bodyType", kBodyTypes));
  made.body = from.text("body", "{}");
  made.file = from.text("filePath");
  made.inline_file = from.flag("sendFileAsBody", false);
  made.bucket = from.text("databucketID");
  from.each("rules", [&](const Members& one) { made.rules.push_back(rule(one)); });
  made.all_rules = from.choice("rulesOperator", kRulesOperators) == 1;
  made.templated = !from.flag("disableTemplating", false);
  made.fallback_to_404 = from.flag("fallbackTo404", false);
  made.is_default = from.flag("default", false);
  made.crud_key = from.text("crudKey", "id");
  if (made.crud_key.empty()) made.crud_key = "id";
  from.each("callbacks", [&](const Members& one) { made.callbacks.push_back({one.text("uuid"), latency(one)}); });
  return made;
}

Route route(const Members& from) {
  Route made;
  made.pointer = from.pointer();
  made.uuid = from.text("uuid");
  made.documentation = from.text("documentation");
  made.type = static_cast<RouteType>(from.choice("type", kRouteTypes));
  made.method = kMethods[from.choice("method", kMethods)];
  made.endpoint = from.text("endpoint");
  from.each("responses", [&](const Members& one) { made.responses.push_back(response(one)); });
  const auto chosen = std::ranges::find(made.responses, true, &Response::is_default);
  const auto at = chosen == made.responses.end() ? 0 : chosen - made.responses.begin();
  for (std::size_t i = 0; i < made.responses.size(); ++i) made.responses[i].is_default = i == static_cast<std::size_t>(at);
  made.mode = static_cast<Mode>(from.choice("responseMode", kModes));
  return made;
}

Callback callback(const Members& from) {
  Callback made;
  made.uuid = from.text("uuid");
  made.id = from.text("id");
  made.name = from.text("name");
  made.method = from.text("method", "post");
  made.uri = from.text("uri");
  made.headers = fields(from, "headers");
  made.body_type = static_cast<BodyType>(from.choice("bodyType", kBodyTypes));
  made.body = from.text("body");
  made.file = from.text("filePath");
  made.bucket = from.text("databucketID");
  made.file_is_body = from.flag("sendFileAsBody", true);
  return made;
}

Tls tls(const Members& from) {
  return {from.flag("enabled", false), from.choice("type", kTlsTypes) == 1, from.text("pfxPath"),   from.text("certPath"),
          from.text("keyPath"),        from.text("caPath"),                 from.text("passphrase")};
}

// ---- the order of routes -----------------------------------------------------------------------

struct Child {
  bool folder = false;
  std::string uuid;
};
using Children = std::vector<Child>;

Children children(const Members& from, std::string_view key) {
  Children all;
  from.each(key, [&](const Members& one) { all.push_back({one.text("type") == "folder", one.text("uuid")}); });
  return all;
}

// Depth first through the folders. What is named twice counts where it comes first.
class Ordering {
 public:
  Ordering(std::map<std::string, Children> folders, std::vector<Route> routes)
      : folders_(std::move(folders)), routes_(std::move(routes)) {
    for (std::size_t i = 0; i < routes_.size(); ++i) places_.emplace(routes_[i].uuid, i);
  }

  std::vector<Route> run(const Children& root) {
    // A stack of what is still to come, for folders may be nested as deep as a file is long.
    std::vector<Child> waiting(root.rbegin(), root.rend());
    std::vector<Route> ordered;
    while (!waiting.empty()) {
      const Child next = std::move(waiting.back());
      waiting.pop_back();
      if (!seen_.insert((next.folder ? "f" : "r") + next.uuid).second) continue;
      if (next.folder) {
        const auto folder = folders_.find(next.uuid);
        if (folder != folders_.end()) waiting.insert(waiting.end(), folder->second.rbegin(), folder->second.rend());
      } else if (const auto place = places_.find(next.uuid); place != places_.end()) {
        ordered.push_back(std::move(routes_[place->second]));
      }
    }
    return ordered;
  }

 private:
  std::map<std::string, Children> folders_;
  std::vector<Route> routes_;
  std::map<std::string, std::size_t> places_;
  std::set<std::string> seen_;
};

std::vector<Route> ordered_routes(const Members& from) {
  std::vector<Route> routes;
  from.each("routes", [&](const Members& one) { routes.push_back(route(one)); });
  if (!from.has("rootChildren")) return routes;
  std::map<std::string, Children> folders;
  from.each("folders", [&](const Members& one) { folders.emplace(one.text("uuid"), children(one, "children")); });
  return Ordering(std::move(folders), std::move(routes)).run(children(from, "rootChildren"));
}

Environment environment(const Members& from) {
  Environment made;
  made.uuid = from.text("uuid");
  made.name = from.text("name", "New environment");
  made.port = static_cast<std::uint16_t>(from.number("port", 3000, 0, 65535));
  made.hostname = from.text("hostname");
  made.prefix = from.text("endpointPrefix");
  made.latency = latency(from);
  made.routes = ordered_routes(from);
  made.proxies = from.flag("proxyMode", false);
  made.proxy_host = from.text("proxyHost");
  made.proxy_removes_prefix = from.flag("proxyRemovePrefix", false);
  made.proxy_request_headers = fields(from, "proxyReqHeaders");
  made.proxy_response_headers = fields(from, "proxyResHeaders");
  made.tls = tls(from.inside("tlsOptions"));
  made.cors = from.flag("cors", true);
  made.headers = fields(from, "headers");
  from.each("data", [&](const Members& one) {
    made.buckets.push_back({one.text("uuid"), one.text("id"), one.text("name"), one.text("value", "[\n]")});
  });
  from.each("callbacks", [&](const Members& one) { made.callbacks.push_back(callback(one)); });
  return made;
}

// ---- which document ----------------------------------------------------------------------------

constexpr std::string_view kTelling[] = {"lastMigration", "rootChildren", "endpointPrefix", "proxyReqHeaders"};  // no other format has these

bool looks_like_one(const json::Object& object) {
  const json::Value* routes = object.if_contains("routes");
  if (routes == nullptr || !routes->is_array()) return false;
  return std::ranges::any_of(kTelling, [&](std::string_view key) { return object.contains(key); });
}

// {"source": "mockoon:1.2.3", "data": [{"type": "environment", "item": {…}}]}
bool is_old_export(const json::Object& object) {
  const json::Value* source = object.if_contains("source");
  const json::Value* data = object.if_contains("data");
  return source != nullptr && source->is_string() && std::string_view(source->get_string()).starts_with("mockoon:") &&
         data != nullptr && data->is_array();
}

struct Found {
  json::Object* object = nullptr;
  std::string pointer;
  std::size_t others = 0;
};

Found find_environment(json::Value& document) {
  json::Object* object = document.if_object();
  if (object == nullptr) return {};
  if (!is_old_export(*object)) return {looks_like_one(*object) ? object : nullptr, "", 0};
  Found found;
  json::Array& data = (*object)["data"].get_array();
  for (std::size_t i = 0; i < data.size(); ++i) {
    json::Object* entry = data[i].if_object();
    json::Value* item = entry == nullptr ? nullptr : entry->if_contains("item");
    if (item == nullptr || !item->is_object() || !item->get_object().contains("routes")) continue;
    if (found.object != nullptr) {
      ++found.others;
      continue;
    }
    found.object = &item->get_object();
    found.pointer = "/data/" + std::to_string(i) + "/item";
  }
  return found;
}

}  // namespace

std::optional<std::size_t> Environment::bucket_place(std::string_view id) const {
  const auto found = std::ranges::find(buckets, id, &Bucket::id);
  if (id.empty() || found == buckets.end()) return std::nullopt;
  return static_cast<std::size_t>(found - buckets.begin());
}

bool is_environment(std::string_view text) {
  // A large file of another kind is not read as JSON for this.
  const auto says = [text](std::string_view key) { return ::memmem(text.data(), text.size(), key.data(), key.size()) != nullptr; };
  // Letters of a name may be escaped, "\u0072outes"; hardly any file does that.
  constexpr std::string_view kEscapedLetters[] = {"\\u004", "\\u005", "\\u006", "\\u007"};
  if (!says("\"mockoon:") && std::ranges::none_of(kTelling, says) && std::ranges::none_of(kEscapedLetters, says)) return false;
  auto document = json::parse(text);
  return document && find_environment(*document).object != nullptr;
}

void locate(std::string_view text, const std::string& source, std::vector<Error>& errors) {
  std::vector<std::string> pointers;
  for (const Error& error : errors) pointers.push_back(error.where.pointer);
  json::Sought sought(pointers);
  json::locate(text, sought);
  for (Error& error : errors) {
    error.where.source = source;
    const auto place = sought.nearest(error.where.pointer, false);
    if (!place || error.where.line != 0) continue;
    error.where.line = place->line;
    error.where.column = place->column;
  }
}

Result<Reading> read_environment(std::string_view text, const std::string& source) {
  const auto placed = [&](Error error) {
    error.where.source = source;
    return error;
  };
  auto document = json::parse(text);
  if (!document) return placed(std::move(document).error());
  Found found = find_environment(*document);
  if (found.object == nullptr) {
    return placed(invalid("this is no Mockoon environment", "it has 'routes' and 'rootChildren', as Mockoon saves it"));
  }
  modernise(*found.object);
  Reading reading;
  const Members members(*found.object, found.pointer, reading.warnings);
  reading.environment = environment(members);
  if (found.others > 0) {
    members.warn("/data", "the file holds " + std::to_string(found.others + 1) + " environments",
                 "the first one is served, a server each");
  }
  locate(text, source, reading.warnings);
  return reading;
}

}  // namespace mimus::mockoon
