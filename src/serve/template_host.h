#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assignments.h"
#include "base/arena.h"
#include "circumstances.h"
#include "helpers/host.h"
#include "template_rules.h"

namespace mimus::serve {

// What the templates of one answer find around the request (render::Scope::surroundings): the
// machine's name, the environment as far as it is permitted, files inside the root, the status that
// they may set, and what the world remembers: as it was when the stub was settled on, and with
// their own changes since.
class TemplateHost final : public helpers::Host {
 public:
  // `root`: absolute; "": no file can be included. Borrows everything.
  TemplateHost(const TemplateRules& rules, const std::string& root, const stub::CompiledStub& stub,
               facts::RequestFacts& facts, const match::Captures& captures,
               Circumstances& circumstances)
      : rules_(rules),
        root_(root),
        stub_(stub),
        facts_(facts),
        captured_(captures),
        circumstances_(circumstances) {}

  // From here on, changing the world is an error: what is rendered may be rendered again.
  void forbid_changes() { may_change_ = false; }

  std::string_view hostname() override { return rules_.hostname; }
  std::string_view world_name() override { return circumstances_.world().name; }
  std::optional<std::string_view> environment(std::string_view name, bool& permitted) override;
  Result<std::string_view> include(std::string_view path) override;
  const json::Value* bucket(std::string_view reference) override;  // a collection, or part of one: look_up()
  void set_status(int status) override { status_ = status; }
  std::optional<int> status() const { return status_; }  // that a template has set

  std::string_view scenario_state(std::string_view scenario) override;
  Status set_scenario_state(std::string_view scenario, std::string_view state) override;
  const json::Value* state(std::string_view path) override;
  Status set_state(std::string_view path, json::Value value) override;
  Result<json::Value> add_state(std::string_view path, double by) override;
  const json::Value* global(std::string_view name) override;
  void set_global(std::string_view name, json::Value value) override;

 private:
  // Of a scenario as a template names it: "" is the stub's own.
  std::string_view full_name(std::string_view scenario) const;
  std::string_view instance_of(std::string_view scenario) const;
  Result<json::Value> change(State::Change change);

  const TemplateRules& rules_;
  const std::string& root_;
  const stub::CompiledStub& stub_;
  facts::RequestFacts& facts_;
  stub::CapturedPath captured_;
  Circumstances& circumstances_;
  bool may_change_ = true;
  std::optional<int> status_;
  std::vector<State::Image> globals_;  // that values were given out of
};

}  // namespace mimus::serve
