#include "template_host.h"

#include <cstdlib>

#include "collection_answer.h"
#include "root_file.h"

namespace mimus::serve {

// Nothing in Mimus changes the environment, so what getenv() gives stays.
std::optional<std::string_view> TemplateHost::environment(std::string_view name, bool& permitted) {
  permitted = rules_.permits(name);
  if (!permitted) return std::nullopt;
  const char* value = std::getenv(std::string(name).c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string_view>(value);
}

Result<std::string_view> TemplateHost::include(std::string_view path) {
  MIMUS_TRY(const std::string bytes, read_inside(path, root_, rules_.limits.max_output));
  return arena_.copy(bytes);
}

const json::Value* TemplateHost::bucket(std::string_view reference) {
  return world_ == nullptr ? nullptr : look_up(*world_, reference, arena_);
}

}  // namespace mimus::serve
