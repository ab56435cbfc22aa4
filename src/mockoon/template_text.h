#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "render/template.h"

namespace mimus::mockoon {

// A text of an environment, compiled. One that does not compile is no fault of the file, as with Mockoon: it answers with why.
struct TemplateText {
  // `place`: where it stands, "/headers/0/value". Each place has luck of its own.
  static TemplateText compile(std::string_view text, std::string_view place);
  static TemplateText literal(std::string_view text);  // no template

  render::Template program;
  std::uint64_t place = 0;  // hashed
  std::optional<Error> broken;
  bool writes = false;  // may change buckets or global variables: setData, setGlobalVar

  bool constant() const { return !broken && program.constant(); }
  std::string_view constant_text() const { return program.constant_text(); }
};

// Does an expression of this template ask about a request ({{body}}, {{queryParam 'x'}})? When in doubt, it does.
bool asks_request(std::string_view text);

}  // namespace mimus::mockoon
