#pragma once

#include "base/result.h"
#include "expression.h"
#include "spelling.h"

namespace mimus::render {

// The forms that expressions come in: each takes what follows the first word into an Expression, or says
// which byte is not as it should be.
Status compile_plain(const Spelling& spelling, Expression& expression);      // uuid
Status compile_named(const Spelling& spelling, Expression& expression);      // query.page, header.[X-Id]
Status compile_body(const Spelling& spelling, Expression& expression);       // body, body.items[0].[odd name]
Status compile_timestamp(const Spelling& spelling, Expression& expression);  // timestamp, timestamp ms
Status compile_random(const Spelling& spelling, Expression& expression);     // random 1 6, random 0.50 9.99

}  // namespace mimus::render
