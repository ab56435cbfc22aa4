#pragma once

#include "handlebars/helper.h"

namespace mimus::helpers {

// {{#switch x}}{{#case 'a' 'b'}}…{{/case}}{{#default}}…{{/default}}{{/switch}}, as Mockoon has it,
// for our templates too: the first case that has the very same value (1 is not '1'), else what
// {{#default}} has.
handlebars::HelperTable switch_blocks();

}  // namespace mimus::helpers
