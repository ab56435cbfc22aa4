#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "helpers/host.h"
#include "template_rules.h"
#include "world.h"

namespace mimus::serve {

// What the templates of one answer find around the request (render::Scope::surroundings): the machine's name, the
// environment as far as it is permitted, files inside the root, and the status that they may set.
class TemplateHost final : public helpers::Host {
 public:
  // `root`: absolute; "": no file can be included. `world`: whose collections are seen. Borrows everything.
  TemplateHost(const TemplateRules& rules, const std::string& root, Arena& arena, const World* world = nullptr)
      : rules_(rules), root_(root), arena_(arena), world_(world) {}

  std::string_view hostname() override { return rules_.hostname; }
  std::optional<std::string_view> environment(std::string_view name, bool& permitted) override;
  Result<std::string_view> include(std::string_view path) override;
  const json::Value* bucket(std::string_view reference) override;  // a collection, or part of one: look_up()
  void set_status(int status) override { status_ = status; }
  std::optional<int> status() const { return status_; }  // that a template has set

 private:
  const TemplateRules& rules_;
  const std::string& root_;
  Arena& arena_;
  const World* world_;
  std::optional<int> status_;
};

}  // namespace mimus::serve
