#include "template.h"

#include "program.h"

namespace mimus::fake {

struct Template::Patterns {
  std::vector<Program> programs;
};

Template Template::compile(std::string pattern) {
  std::vector<std::string> one;
  one.push_back(std::move(pattern));
  return compile(std::move(one));
}

Template Template::compile(std::vector<std::string> patterns) {
  auto compiled = std::make_shared<Patterns>();
  compiled->programs.reserve(patterns.size());
  for (std::string& pattern : patterns) compiled->programs.emplace_back(std::move(pattern));
  Template made;
  made.patterns_ = std::move(compiled);
  return made;
}

void Template::run(Engine& engine, std::string& out) const {
  const auto& programs = patterns_->programs;
  if (engine.enter()) programs[engine.below(programs.size())].run(engine, out);
  engine.leave();
}

Status Template::append(Engine& engine, std::string& out) const {
  const std::size_t start = out.size();
  run(engine, out);
  if (!engine.failed()) return Done{};
  out.resize(start);
  return engine.take_failure();
}

Status Template::check() const {
  for (const Program& program : patterns_->programs) MIMUS_TRY_DONE(program.check());
  return Done{};
}

}  // namespace mimus::fake
