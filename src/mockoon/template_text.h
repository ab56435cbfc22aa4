#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "render/template.h"

namespace mimus::mockoon {

// A text of an environment, compiled. One that does not compile is no fault of the file, as with Mockoon: it answers with why.
struct TemplateText {
  static TemplateText compile(std::string_view text, bool templated = true);

  render::Template program;
  std::optional<Error> broken;
  bool writes = false;  // may change buckets or global variables: setData, setGlobalVar

  bool constant() const { return !broken && program.constant(); }
  std::string_view constant_text() const { return program.constant_text(); }
};

// Does an expression of this template ask about a request ({{body}}, {{queryParam 'x'}})? When in doubt, it does.
bool asks_request(std::string_view text);

}  // namespace mimus::mockoon
