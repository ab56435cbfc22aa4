#include "assignments.h"

#include "circumstances.h"
#include "template_host.h"
#include "text/percent.h"

namespace mimus::serve {

std::span<const facts::NameValue> captures_of(const stub::CompiledStub& stub,
                                              const match::Captures& captures, Arena& arena) {
  const auto items = arena.array<facts::NameValue>(captures.count);
  for (std::size_t i = 0; i < captures.count; ++i) {
    const std::string_view value = captures.items[i].value;
    items[i] = {captures.items[i].name, stub.wiremock ? value : text::percent_decode(value, arena)};
  }
  return items;
}

Result<std::vector<State::Change>> render_assignments(const stub::CompiledStub& stub,
                                                      facts::RequestFacts& facts,
                                                      const match::Captures& captures,
                                                      Circumstances& circumstances) {
  std::vector<State::Change> changes;
  changes.reserve(stub.assignments.size());
  std::optional<TemplateHost> host;
  std::optional<render::Scope> scope;
  for (const stub::CompiledAssignment& one : stub.assignments) {
    if (!one.rendered) {
      changes.push_back({one.kind, one.path, one.value});
      continue;
    }
    if (!scope) {
      const World& world = circumstances.world();
      host.emplace(world.templates, stub.source.responses.front().root, stub, facts, captures,
                   circumstances);
      host->forbid_changes();
      scope.emplace(render::Scope{
          facts, captures_of(stub, captures, facts.arena()), circumstances.view().time,
          circumstances.chance(stub.key).fork("set"), 0, &*host, world.templates.limits});
      scope->parameters = stub.parameters.get();
    }
    std::string text;
    if (const Status done = one.rendered->render(*scope, text); !done) {
      Error error = done.error();
      error.message = "the state's '" + one.path.text() + "': " + error.message;
      return error;
    }
    MIMUS_TRY(json::Value value, json::parse(text));
    changes.push_back({one.kind, one.path, std::move(value)});
  }
  return changes;
}

}  // namespace mimus::serve
