#include "rewriting.h"

#include "facts/request_facts.h"
#include "response_value.h"
#include "stub/compiled_stub.h"
#include "stub/proxy.h"
#include "template_host.h"

namespace mimus::serve {
namespace {

json::Object by_name(const std::vector<http::OwnedField>& fields) {
  json::Object headers;
  for (const http::OwnedField& field : fields) headers.emplace(field.name, field.value);  // the first one of a name
  return headers;
}

}  // namespace

Rewrite rewriting(World& world, const stub::CompiledStub& stub, const render::Scope& scope, const match::Captures& captures) {
  return [&world, &stub, captures, path = scope.path, chance = scope.chance, count = scope.count, &request = scope.facts.request(),
          &arena = scope.facts.arena()](const outbound::Head& head, std::string& body) -> Status {
    static const std::string kNoRoot;
    const json::Value seen = json::Object{{"response", response_value(head.status, by_name(head.fields), body)}};
    Circumstances circumstances(world, request);
    facts::RequestFacts facts(request, arena, &circumstances);
    TemplateHost host(world.templates, kNoRoot, stub, facts, captures, circumstances);
    render::Scope again{facts, path, world.clock.now(), chance.fork("upstream"), count, &host, world.templates.limits};
    again.parameters = &seen;
    body.clear();
    return std::visit([&](const auto& made) { return made.render(again, body); }, *stub.source.more->proxy->body);
  };
}

}  // namespace mimus::serve
