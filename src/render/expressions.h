#pragma once

#include "handlebars/helper.h"

namespace mimus::render {

// The shortest forms, without arguments, of what every response asks for: uuid, now, date. With
// arguments they are rows of helpers/own.h.
handlebars::HelperTable our_expressions();

}  // namespace mimus::render
