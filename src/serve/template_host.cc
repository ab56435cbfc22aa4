#include "template_host.h"

#include <cstdlib>

#include "collection_answer.h"
#include "root_file.h"

namespace mimus::serve {
namespace {

Error too_early() {
  return invalid("the values of `set` cannot change the world themselves",
                 "write what changes as a member of `set`");
}

}  // namespace

// Nothing in Mimus changes the environment, so what getenv() gives stays.
std::optional<std::string_view> TemplateHost::environment(std::string_view name, bool& permitted) {
  permitted = rules_.permits(name);
  if (!permitted) return std::nullopt;
  const char* value = std::getenv(std::string(name).c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string_view>(value);
}

Result<std::string_view> TemplateHost::include(std::string_view path) {
  MIMUS_TRY(const std::string bytes, read_inside(path, root_, rules_.limits.max_output));
  return facts_.arena().copy(bytes);
}

// ---- scenarios ---------------------------------------------------------------------------------

std::string_view TemplateHost::full_name(std::string_view scenario) const {
  const auto& own = stub_.source.more->scenario;
  return scenario.empty() && own ? std::string_view(own->scenario) : scenario;
}

std::string_view TemplateHost::instance_of(std::string_view scenario) const {
  return circumstances_.view().scenarios.key_of(scenario).of({facts_, captured_});
}

std::string_view TemplateHost::scenario_state(std::string_view scenario) {
  const std::string_view name = full_name(scenario);
  return name.empty() ? name : circumstances_.view().scenario_state(name, instance_of(name));
}

Status TemplateHost::set_scenario_state(std::string_view scenario, std::string_view state) {
  const std::string_view name = full_name(scenario);
  if (name.empty())
    return invalid("the route belongs to no scenario",
                   "name one: {{setScenario 'Paid' of='checkout'}}");
  if (!may_change_) return too_early();
  const std::string_view instance = instance_of(name);
  MIMUS_TRY_DONE(circumstances_.world().scenarios.set(name, state, instance));
  circumstances_.look_again();
  return Done{};
}

// ---- state -------------------------------------------------------------------------------------

const json::Value* TemplateHost::state(std::string_view text) {
  const auto path = facts::StatePath::parse(text);
  return path ? circumstances_.view().state.find(*path, facts_.arena()) : nullptr;
}

Result<json::Value> TemplateHost::change(State::Change change) {
  if (!may_change_) return too_early();
  auto result = circumstances_.world().state.change(std::move(change));
  if (result) circumstances_.look_again();
  return result;
}

Status TemplateHost::set_state(std::string_view text, json::Value value) {
  MIMUS_TRY(facts::StatePath path, facts::StatePath::parse(text));
  MIMUS_TRY_DONE(change({stub::Assignment::Kind::kSet, std::move(path), std::move(value)}));
  return Done{};
}

Result<json::Value> TemplateHost::add_state(std::string_view text, double by) {
  MIMUS_TRY(facts::StatePath path, facts::StatePath::parse(text));
  return change({stub::Assignment::Kind::kAdd, std::move(path), by});
}

// ---- Mockoon's variables -----------------------------------------------------------------------

const json::Value* TemplateHost::global(std::string_view name) {
  globals_.push_back(circumstances_.world().globals.image());
  return globals_.back().find(facts::StatePath::of_name(std::string(name)), facts_.arena());
}

// Beyond the limit a variable stays as it was: Mockoon's helper has no words for that.
void TemplateHost::set_global(std::string_view name, json::Value value) {
  const auto path = facts::StatePath::of_name(std::string(name));
  (void)circumstances_.world().globals.change(
      {stub::Assignment::Kind::kSet, path, std::move(value)});
}

const json::Value* TemplateHost::bucket(std::string_view reference) {
  return look_up(circumstances_.world(), reference, facts_.arena());
}

}  // namespace mimus::serve
