#pragma once

#include <string_view>

#include "base/result.h"
#include "dialect.h"
#include "syntax.h"

namespace mimus::handlebars {

struct ParseOptions {
  bool trim_standalone = true;
  bool prevent_indent = false;
  bool escapes_keep_blanks = false;  // ~ takes none from text behind an escaped tag
};

// A template's text as a tree, blanks around tags already taken away as ~ and lines of their own
// want it. Views borrow from the text. Errors: line, column, byte offset.
Result<syntax::Body> parse_template(std::string_view text, const Dialect& dialect,
                                    const ParseOptions& options);

// The second half of it: takes the blanks away.
void control_whitespace(syntax::Body& root, const ParseOptions& options);

}  // namespace mimus::handlebars
