#pragma once

#include "handlebars/helper.h"

namespace mimus::render {

// The helpers of our own expressions, which keep their meaning whatever else is called so
// elsewhere: uuid, now, date, timestamp, random.
handlebars::HelperTable our_expressions();

}  // namespace mimus::render
