#include "declared_worlds.h"

namespace mimus::reload {
namespace {

serve::WorldOptions options_of(const native::DeclaredWorld& declared) {
  serve::WorldOptions options;
  options.seed = declared.seed;
  options.clock = declared.clock;
  options.journal_bytes = declared.journal_bytes;
  options.limits = {declared.max_stubs, declared.requests_per_second};
  return options;
}

}  // namespace

void DeclaredWorlds::apply(const native::Settings& settings, serve::Worlds& worlds, std::vector<Error>& errors) {
  const std::optional<native::WorldRules>& rules = settings.worlds;
  if (rules || assigned_) {
    serve::Assignment assignment;
    if (rules) assignment = {rules->header, rules->host, rules->path, rules->tokens, rules->on_demand};
    worlds.assign(std::move(assignment));
  }
  assigned_ = rules.has_value();
  std::set<std::string> named;
  for (const native::DeclaredWorld& declared : rules ? rules->tenants : std::vector<native::DeclaredWorld>()) {
    serve::Worlds::Lease world = worlds.find(declared.name);
    if (world == nullptr) {
      auto made = worlds.create(declared.name, options_of(declared));
      if (!made) {
        errors.push_back(std::move(made).error());
        continue;
      }
      world = *std::move(made);
    }
    named.insert(declared.name);
    const auto now = world->live.current();
    world->stubs.take_files({.stubs = declared.stubs, .cors = now->cors, .unmatched = now->unmatched, .dialect = now->dialect,
                             .static_root = now->static_root, .state = settings.state},
                            errors);
  }
  for (const std::string& name : mine_) {
    if (!named.contains(name)) (void)worlds.remove(name);
  }
  mine_ = std::move(named);
}

}  // namespace mimus::reload
