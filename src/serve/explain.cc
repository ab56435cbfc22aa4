#include "explain.h"

#include <utility>

#include "circumstances.h"
#include "facts/request_facts.h"

namespace mimus::serve {
namespace {

// A world that is looked at: the luck is that of the request's first coming, and nothing is
// counted.
class Onlooker final : public facts::Surroundings {
 public:
  Onlooker(const World& world, const http::Request& request)
      : world_(world), view_(world.look()), request_(request_key(request)) {}
  WallTime now() const override { return world_.clock.now(); }
  Chance chance(std::uint64_t key) const override {
    return world_.chance().fork(key).fork(request_).fork(std::uint64_t{0});
  }
  std::string_view scenario_state(std::string_view scenario, const facts::Caller& caller) const override {
    return view_.scenario_state(scenario, caller);
  }
  const json::Value* state(const facts::StatePath& path, Arena& arena) const override {
    return view_.state.find(path, arena);
  }
  std::uint64_t served(std::uint64_t key) const override { return world_.counters.served(key); }

 private:
  const World& world_;
  const StateView view_;
  const std::uint64_t request_;
};

std::optional<match::Mismatch> first_miss(const stub::CompiledStub& stub,
                                          facts::RequestFacts& facts,
                                          const match::Captures& captures) {
  if (!stub.pattern.rest_matches(facts, captures)) {
    const match::Explanation why = stub.pattern.explain(facts);
    if (!why.mismatches.empty()) return why.mismatches.front();
    return match::Mismatch{"request", stub.source.label, "another"};
  }
  return why_off(stub, facts, captures);
}

}  // namespace

std::optional<match::Mismatch> why_off(const stub::CompiledStub& stub, facts::RequestFacts& facts,
                                       const match::Captures& captures) {
  if (stub.is_on(facts, captures)) return std::nullopt;
  const stub::Particulars& more = *stub.source.more;
  if (const auto& step = more.scenario; step && step->required) {
    std::string state(facts.scenario_state(step->scenario, stub::CapturedPath(captures)));
    if (state != *step->required)
      return match::Mismatch{"scenario " + step->scenario, *step->required, std::move(state)};
  }
  if (more.state && more.state->condition && !more.state->condition->holds(facts, captures)) {
    return match::Mismatch{"state", more.state->condition->text(), more.state->condition->seen(facts, captures)};
  }
  const std::uint64_t served = facts.served(stub.key);
  if (more.lifespan.serves && served >= *more.lifespan.serves) {
    return match::Mismatch{"lifespan", "at most " + std::to_string(*more.lifespan.serves) + " answers",
                           std::to_string(served) + " were given"};
  }
  const auto age = std::chrono::duration_cast<std::chrono::seconds>(facts.now() - stub.born);
  return match::Mismatch{
      "lifespan",
      "at most " + std::to_string(more.lifespan.time.value_or(std::chrono::seconds(0)).count()) + " s",
      std::to_string(age.count()) + " s"};
}

Explained explain(const World& world, const http::Request& request,
                  const std::optional<stub::StubId>& winner, std::size_t most) {
  const std::shared_ptr<const Snapshot> snapshot = world.live.current();
  Arena arena;
  const Onlooker onlooker(world, request);
  facts::RequestFacts facts(request, arena, &onlooker);
  Explained explained;
  explained.stubs = snapshot->stubs.size();
  snapshot->stubs.for_each_candidate(facts, [&](const stub::CompiledStub& stub, stub::Filed filed,
                                                const match::Captures& captures) {
    if (explained.candidates.size() == most) {
      explained.more = true;
      return false;
    }
    auto missed = first_miss(stub, facts, captures);
    const bool won = !missed.has_value();
    explained.candidates.push_back(
        {stub.source.id, stub.source.label, stub.rank.priority, filed, std::move(missed)});
    if (won) explained.winner = stub.source.id;
    return !won;
  });
  explained.changed = explained.winner != winner;
  return explained;
}

json::Value to_json(const Explained& explained) {
  json::Array candidates;
  for (const Explained::Candidate& one : explained.candidates) {
    json::Object object{{"id", one.id.value.text()},
                        {"label", one.label},
                        {"priority", one.priority},
                        {"foundBy", stub::name_of(one.filed)},
                        {"matches", !one.missed.has_value()}};
    if (one.missed) {
      object["missed"] = json::Object{{"what", one.missed->what},
                                      {"expected", one.missed->expected},
                                      {"actual", one.missed->actual}};
    }
    candidates.push_back(std::move(object));
  }
  json::Object object;
  object["winner"] =
      explained.winner ? json::Value(explained.winner->value.text()) : json::Value(nullptr);
  object["changed"] = explained.changed;
  object["stubs"] = explained.stubs;
  object["more"] = explained.more;
  object["candidates"] = std::move(candidates);
  return object;
}

}  // namespace mimus::serve
