#pragma once

#include <span>

#include "handlebars/helper.h"
#include "topic.h"

// What our own templates (handlebars::kOurs) have beside WireMock's and Mockoon's helpers: fewer
// words, one for each thing, and values that keep their kinds.
//
//   handlebars::Program::compile("{{now 'd MMMM yyyy' zone='Europe/Paris' shift='3 days'}}",
//                                {.dialect = &handlebars::kOurs, .helpers =
//                                helpers::own_helpers()});
//
// A faulty argument is an error with line and column: when the template is compiled where it can be
// known then, else when it is rendered.
namespace mimus::helpers {

handlebars::HelperTables own_helpers();
std::span<const Topic> own_topics();  // the same rows

// ---- the rows, one file each
handlebars::HelperTable own_random();
handlebars::HelperTable own_collections();
handlebars::HelperTable own_state();
handlebars::HelperTable own_blocks();
handlebars::HelperTable own_dates();
handlebars::HelperTable own_url();
handlebars::HelperTable own_text();

}  // namespace mimus::helpers
