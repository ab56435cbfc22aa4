#include "settings_reader.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

#include "cors.h"
#include "failure.h"
#include "https.h"
#include "json/document.h"
#include "latency.h"
#include "response.h"
#include "scalars.h"
#include "worlds.h"

namespace mimus::native {
namespace {

std::string body_bytes(const stub::Body& body) {
  if (const auto* json = std::get_if<stub::JsonBody>(&body)) return json::write(json->value);
  if (const auto* text = std::get_if<stub::TextBody>(&body)) return text->text;
  if (const auto* binary = std::get_if<stub::BinaryBody>(&body)) return binary->bytes;
  if (const auto* file = std::get_if<stub::FileBody>(&body)) {
    std::ifstream in(std::filesystem::path(file->root) / file->path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  return {};
}

std::string_view implied_type(const stub::Body& body) {
  if (std::holds_alternative<stub::JsonBody>(body)) return "application/json";
  if (std::holds_alternative<stub::TextBody>(body)) return "text/plain; charset=utf-8";
  if (std::holds_alternative<stub::BinaryBody>(body)) return "application/octet-stream";
  return {};
}

// The answer to strangers is finished bytes: no templates.
void read_unmatched(Context& in, const json::Value& value, const Place& at, Everywhere& out) {
  ResponseDraft draft;
  draft.templated = false;
  const std::size_t before = in.faults.error_count();
  if (!read_object(in, response_keys(), "a response such as {status: 404, text: Not here}", value,
                   at, draft)) {
    return;
  }
  if (!draft.status_text.empty()) {
    in.faults.error(at.key("status"), "the status of unmatched must be a number", "templates are not rendered there");
  }
  const bool typed = draft.headers.names("Content-Type");
  ResponseDefaults defaults;
  defaults.status = 404;
  stub::ResponseSpec spec = finish(in, std::move(draft), defaults, at);
  if (in.faults.error_count() != before) return;
  const std::string_view type = implied_type(spec.body);
  if (!typed && !type.empty()) {
    spec.fields.insert(spec.fields.begin(), {"Content-Type", std::string(type)});
  }
  out.settings.unmatched = http::PreparedResponse::make(
      spec.status, std::move(spec.reason), std::move(spec.fields), body_bytes(spec.body));
}

void read_files(Context& in, const json::Value& value, const Place& at, Everywhere&) {
  const auto text = read_text(in.faults, value, at);
  if (!text) return;
  const std::filesystem::path root = (in.body_root / *text).lexically_normal();
  std::error_code failure;
  if (std::filesystem::is_directory(root, failure)) {
    in.body_root = root;
    return;
  }
  in.faults.error(at, "folder not found: " + root.string());
  in.missing_files.push_back(root);
}

constexpr Key<Everywhere> kKeys[] = {
    {"port", R"({"type": "integer", "minimum": 0, "maximum": 65535})", "8080",
     "The port to listen on; 0 takes a free one.",
     [](Context& in, const json::Value& value, const Place& at, Everywhere& out) {
       constexpr Bounds kPort{0, 65535, "a port from 0 to 65535"};
       if (const auto port = read_integer(in.faults, value, at, kPort)) {
         out.settings.port = static_cast<std::uint16_t>(*port);
       }
     }},
    {"host", R"({"type": "string"})", R"("127.0.0.1")",
     "The address to listen on; 127.0.0.1 unless given.",
     [](Context& in, const json::Value& value, const Place& at, Everywhere& out) {
       if (const auto text = read_text(in.faults, value, at))
         out.settings.host = std::string(*text);
     }},
    {"https", R"({"$ref": "#/$defs/https"})", R"({"port": 8443})",
     "HTTPS beside HTTP: on which port, with which certificate, and whose clients.",
     [](Context& in, const json::Value& value, const Place& at, Everywhere& out) {
       read_https(in, value, at, out.settings.https.emplace());
     }},
    {"seed", R"({"type": "integer", "minimum": 0})", "7",
     "Seeds everything that happens by chance, so that a run can be repeated.",
     [](Context& in, const json::Value& value, const Place& at, Everywhere& out) {
       if (value.is_uint64()) {
         out.settings.seed = value.get_uint64();
       } else if (const auto seed = read_integer(in.faults, value, at,
                                                 {0, 9.2e18, "a whole number, 0 or more"})) {
         out.settings.seed = static_cast<std::uint64_t>(*seed);
       }
     }},
    {"cors", R"({"$ref": "#/$defs/cors"})", "false",
     "Cross-origin access for every route that does not say otherwise; on unless false.",
     [](Context& in, const json::Value& value, const Place& at, Everywhere& out) {
       read_cors(in, value, at, out.settings.cors);
       out.routes.cors = out.settings.cors;
     }},
    {"worlds", R"({"$ref": "#/$defs/worlds"})", R"({"header": "X-Tenant", "tenants": {"acme": {"seed": 7}}})",
     "Several worlds: how a request says which is its own (header, host, path, tokens), and which there are.",
     [](Context& in, const json::Value& value, const Place& at, Everywhere& out) {
       read_worlds(in, value, at, out.settings.worlds);
     }},
    {"latency_ms", R"({"$ref": "#/$defs/latency"})", "20",
     "The latency of every route that does not say otherwise.",
     [](Context& in, const json::Value& value, const Place& at, Everywhere& out) {
       if (auto latency = read_latency(in, value, at)) out.routes.latency = *latency;
     }},
    {"headers", R"({"$ref": "#/$defs/headers"})", R"({"Server": "shop/1.4"})",
     "Headers of every route's responses; a route's own win.",
     [](Context& in, const json::Value& value, const Place& at, Everywhere& out) {
       out.routes.response.headers = {};
       read_headers(in, value, at, out.routes.response.headers);
     }},
    {"failure_rate", R"({"type": "number", "minimum": 0, "maximum": 1})", "0.01",
     "How often every route fails that does not say otherwise.",
     [](Context& in, const json::Value& value, const Place& at, Everywhere& out) {
       out.routes.failure_rate = read_rate(in, value, at).value_or(0);
     }},
    {"failure", R"({"$ref": "#/$defs/failure"})", R"({"status": 503})",
     "What failures look like where a route does not say otherwise.",
     [](Context& in, const json::Value& value, const Place& at, Everywhere& out) {
       out.routes.failure = read_failure(in, value, at, out.routes.response);
     }},
    {"unmatched", R"({"$ref": "#/$defs/response"})",
     R"({"status": 404, "response": {"error": "no such thing"}})",
     "The answer to requests that no route takes; otherwise a 404 that explains which route came "
     "closest.",
     &read_unmatched},
    {"scenarios", R"({"$ref": "#/$defs/scenarios"})",
     R"({"checkout": {"key": {"header": "X-User"}, "states": {"Pending": {"after": "30s", "next": "Paid"}}}})",
     "Scenarios of which each caller has one, that begin elsewhere than in Started, or have states that end by themselves.",
     [](Context& in, const json::Value& value, const Place& at, Everywhere& out) {
       read_scenarios(in, value, at, out.settings.scenarios);
       if (!value.is_object()) return;
       for (const auto& member : value.get_object()) {
         out.scenarios.places[std::string(member.key())] = {out.source, at.key(member.key()).pointer()};
       }
     }},
    {"state", R"({"type": "object"})", R"({"cart": []})",
     "What the world remembers at first: name to value. Names that somebody has changed stay as they are when the file is read again.",
     [](Context& in, const json::Value& value, const Place& at, Everywhere& out) {
       if (!value.is_object()) return in.faults.wrong_type(at, "an object from name to value", value);
       for (const auto& member : value.get_object()) out.settings.state[member.key()] = json::own(member.value());
     }},
    {"files", R"({"type": "string"})", R"(".")",
     "The folder of this file's body files; the folder of this file unless given.", &read_files},
};

void note_contradiction(Context& in, const Place& at, const json::Value& value,
                        const std::string& source, Everywhere& out) {
  constexpr std::string_view kOwn[] = {"files", "scenarios", "state"};  // of each file its own
  if (std::find(std::begin(kOwn), std::end(kOwn), at.member) != std::end(kOwn)) return;
  auto [given, fresh] =
      out.given.try_emplace(std::string(at.member), Everywhere::Given{value, source});
  if (fresh) return;
  if (given->second.value != value) {
    in.faults.warn_at_key(
        at, "'" + std::string(at.member) + "' was given otherwise in " + given->second.source,
        "this one wins");
  }
  given->second = {value, source};
}

}  // namespace

std::span<const Key<Everywhere>> setting_keys() {
  return kKeys;
}

void read_settings(Context& in, const json::Object& object, const Place& at,
                   const std::string& source, Everywhere& out) {
  out.source = source;
  // In the table's order, because a failure wants to know the headers and a body file the folder.
  if (const json::Value* files = object.if_contains("files"))
    read_files(in, *files, at.key("files"), out);
  for (const Key<Everywhere>& key : kKeys) {
    const json::Value* value = object.if_contains(key.name);
    if (!value || key.name == "files") continue;
    const Place here = at.key(key.name);
    note_contradiction(in, here, *value, source, out);
    key.read(in, *value, here, out);
  }
  constexpr std::string_view kRoutes[] = {"routes", "endpoints"};
  for (const auto& member : object) {
    std::vector<std::string_view> names(std::begin(kRoutes), std::end(kRoutes));
    append_names(setting_keys(), names);
    if (std::find(names.begin(), names.end(), std::string_view(member.key())) != names.end())
      continue;
    const Place here = at.key(member.key());
    if (here.member == "path") {
      in.faults.error_at_key(here, "a route stands in a list", "write routes: [{path: ...}]");
    } else {
      unknown_key(in.faults, here, names);
    }
  }
}

}  // namespace mimus::native
