#pragma once

#include <span>

#include "handlebars/helper.h"
#include "topic.h"

// Mockoon 9.8's helpers: what its environments' templates can call, in its dialect
// (handlebars::kMockoon). They are JavaScript, so numbers, texts and equality are JavaScript's
// (javascript.h). Most fail on nothing: what makes no sense renders as nothing, or as JavaScript
// would print it.
//
//   handlebars::Program::compile("{{body 'user.name' 'nobody'}}",
//                                {.dialect = &handlebars::kMockoon, .helpers =
//                                helpers::mockoon_helpers()});
namespace mimus::helpers {

handlebars::HelperTables mockoon_helpers();
std::span<const Topic> mockoon_topics();  // the same rows

// ---- the rows, one file each
handlebars::HelperTable mockoon_request();
handlebars::HelperTable mockoon_data();
handlebars::HelperTable mockoon_blocks();
handlebars::HelperTable mockoon_lists();
handlebars::HelperTable mockoon_choice();
handlebars::HelperTable mockoon_json();
handlebars::HelperTable mockoon_strings();
handlebars::HelperTable mockoon_encodings();
handlebars::HelperTable mockoon_numbers();
handlebars::HelperTable mockoon_dates();
handlebars::HelperTable mockoon_random();

}  // namespace mimus::helpers
