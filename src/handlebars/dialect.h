#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"

namespace mimus::handlebars {

// What makes one kind of template differ from another. Data: the engine asks, nobody branches on a
// name.
struct Dialect {
  enum class Printing : std::uint8_t { kJavaScript, kJava, kJson };
  enum class Unknown : std::uint8_t {
    kNothing,        // renders nothing
    kFails,          // fails when it is rendered
    kFailsToCompile  // fails when the template is compiled
  };

  std::string_view name;  // "wiremock"
  Printing printing = Printing::kJavaScript;
  bool escape_html = true;      // {{x}}, not {{{x}}}
  bool trim_standalone = true;  // a block's tag on a line of its own takes its line along
  bool names_of_parents =
      false;  // a name unknown here is looked for in the contexts around it (Handlebars.java)
  // Inside a block with `as |x|`, what stands around a further block wins over what that one
  // brings: names, `this`, @names (Handlebars.java).
  bool outer_first_in_params = false;
  bool spelled_numbers = false;  // 0.50 stays 0.50: a literal with a point is a numeral
  bool outer_braces_only =
      false;  // what stands before the first {{ and after the last }} is text, whatever it is
  // \{{x}} is text however many backslashes stand before it, and ~ takes no blanks from the text
  // that follows it (Handlebars.java).
  bool blunt_escapes = false;
  bool first_last_words = false;   // @first is 'first' or '', @even 'even' or '' (Handlebars.java)
  bool lenient_braces = false;     // {{x}}} is {{x}} and a brace; elsewhere }}} closes only {{{
  bool dots_and_brackets = false;  // body.items[0].name is body.items.[0].name
  Unknown unknown_helper = Unknown::kFails;  // a name with arguments that is no helper
  Unknown unknown_name = Unknown::kNothing;  // a name alone that is neither helper nor in the data
  // What a failed rendering answers with, and which status (0: the response's own).
  std::string (*failure_text)(const Error& error) = nullptr;
  int failure_status = 500;
};

// Handlebars.js as its suite has it.
extern const Dialect kHandlebars;
// The three that responses are written in.
extern const Dialect kOurs;  // no escaping, JSON printing, unknown names are errors at load time
extern const Dialect kWireMock;  // failure: 500, "1:2: java.lang.ArithmeticException: / by zero"
extern const Dialect kMockoon;  // failure: status unchanged, "Error while serving the content: …"

}  // namespace mimus::handlebars
