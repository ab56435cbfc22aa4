#include "worlds.h"

#include "scalars.h"
#include "text/dates.h"

namespace mimus::native {
namespace {

constexpr double kMost = 9e15;

std::optional<std::uint64_t> read_count(Context& in, const json::Value& value, const Place& at, double least) {
  const auto number = read_integer(in.faults, value, at, {least, kMost, least == 0 ? "a whole number, 0 or more" : "a whole number, 1 or more"});
  return number ? std::optional(static_cast<std::uint64_t>(*number)) : std::nullopt;
}

constexpr Key<DeclaredWorld> kTenantKeys[] = {
    {"seed", R"({"type": "integer", "minimum": 0})", "7", "The world's own luck.",
     [](Context& in, const json::Value& value, const Place& at, DeclaredWorld& out) { out.seed = read_count(in, value, at, 0); }},
    {"clock", R"({"type": "string", "format": "date-time"})", R"("2030-01-01T00:00:00Z")", "The world's clock stands there.",
     [](Context& in, const json::Value& value, const Place& at, DeclaredWorld& out) {
       const auto text = read_text(in.faults, value, at);
       if (!text) return;
       out.clock = text::parse_iso8601(*text);
       if (!out.clock) in.faults.error(at, "'" + std::string(*text) + "' is no time", "such as 2030-01-01T00:00:00Z");
     }},
    {"journal_bytes", R"({"type": "integer", "minimum": 0})", "1000000", "Memory for the record of its requests.",
     [](Context& in, const json::Value& value, const Place& at, DeclaredWorld& out) { out.journal_bytes = read_count(in, value, at, 0); }},
    {"max_stubs", R"({"type": "integer", "minimum": 0})", "1000", "How many stubs of its own it may have.",
     [](Context& in, const json::Value& value, const Place& at, DeclaredWorld& out) { out.max_stubs = read_count(in, value, at, 0); }},
    {"requests_per_second", R"({"type": "integer", "minimum": 1})", "50", "More are answered with 429.",
     [](Context& in, const json::Value& value, const Place& at, DeclaredWorld& out) {
       out.requests_per_second = read_count(in, value, at, 1);
     }},
    {"routes", R"({"type": "array", "items": {"$ref": "#/$defs/route"}})", R"([{"path": "/who", "response": "acme"}])",
     "Routes of its own, asked before those of the file.",
     [](Context&, const json::Value&, const Place&, DeclaredWorld&) {}},  // read_routes()
};

void read_tenants(Context& in, const json::Value& value, const Place& at, WorldRules& out) {
  if (!value.is_object()) return in.faults.wrong_type(at, "an object of names and worlds", value);
  for (const auto& member : value.get_object()) {
    const Place here = at.key(member.key());
    const std::string_view name = member.key();
    constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    if (name.empty() || name.size() > 64 || name.find_first_not_of(kAllowed) != std::string_view::npos || name == "default") {
      in.faults.error_at_key(here, "'" + std::string(name) + "' is no name for a world",
                             "1 to 64 letters, digits, '.', '_' and '-', and not 'default'");
      continue;
    }
    DeclaredWorld world;
    world.name = name;
    if (!member.value().is_null()) {
      read_object(in, tenant_keys(), "a world such as {seed: 7, routes: […]}", member.value(), here, world);
    }
    out.tenants.push_back(std::move(world));
  }
}

// `{world}` once.
bool names_the_world(std::string_view text) {
  const std::size_t at = text.find("{world}");
  return at != std::string_view::npos && text.find("{world}", at + 1) == std::string_view::npos;
}

constexpr Key<WorldRules> kKeys[] = {
    {"header", R"({"type": "string"})", R"("X-Tenant")", "The header whose value names the world.",
     [](Context& in, const json::Value& value, const Place& at, WorldRules& out) {
       const auto text = read_text(in.faults, value, at);
       if (!text) return;
       if (!http::is_token(*text)) return in.faults.error(at, "'" + std::string(*text) + "' is no name for a header", "such as X-Tenant");
       out.header = *text;
     }},
    {"host", R"({"type": "string"})", R"("{world}.mocks.test")", "The host in which {world} stands for the name.",
     [](Context& in, const json::Value& value, const Place& at, WorldRules& out) {
       const auto text = read_text(in.faults, value, at);
       if (!text) return;
       if (!names_the_world(*text)) return in.faults.error(at, "where in '" + std::string(*text) + "' does the world stand?", "such as \"{world}.mocks.test\"");
       out.host = *text;
     }},
    {"path", R"({"type": "string"})", R"("/t/{world}")", "The beginning of paths in which {world} stands for the name; routes see what follows.",
     [](Context& in, const json::Value& value, const Place& at, WorldRules& out) {
       const auto text = read_text(in.faults, value, at);
       if (!text) return;
       if (!names_the_world(*text) || !text->starts_with('/') || !text->ends_with("/{world}")) {
         return in.faults.error(at, "'" + std::string(*text) + "' must begin with '/' and end with '/{world}'", "such as /t/{world}");
       }
       out.path = *text;
     }},
    {"tokens", R"({"type": "object", "additionalProperties": {"type": "string"}})", R"({"s3cret": "acme"})",
     "Bearer tokens and the worlds that they stand for.",
     [](Context& in, const json::Value& value, const Place& at, WorldRules& out) {
       if (!value.is_object()) return in.faults.wrong_type(at, "an object of tokens and worlds", value);
       for (const auto& member : value.get_object()) {
         const Place here = at.key(member.key());
         if (const auto name = read_text(in.faults, member.value(), here)) out.tokens.emplace(member.key(), *name);
       }
     }},
    {"on_demand", R"({"type": "boolean"})", "false", "A name that is new makes a world; true unless said otherwise.",
     [](Context& in, const json::Value& value, const Place& at, WorldRules& out) {
       out.on_demand = read_flag(in.faults, value, at).value_or(true);
     }},
    {"tenants", R"({"type": "object"})", R"({"acme": {"seed": 7, "requests_per_second": 50}})",
     "Worlds that are there from the start.", &read_tenants},
};

}  // namespace

void read_worlds(Context& in, const json::Value& value, const Place& at, std::optional<WorldRules>& out) {
  read_object(in, world_keys(), "an object such as {header: X-Tenant}", value, at, out.emplace());
}

std::span<const Key<WorldRules>> world_keys() { return kKeys; }
std::span<const Key<DeclaredWorld>> tenant_keys() { return kTenantKeys; }

}  // namespace mimus::native
