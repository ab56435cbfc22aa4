#pragma once

#include <string>
#include <string_view>

#include "formats/formats.h"

namespace mimus::mockoon {

// An environment as stubs: what `mimus import` makes of it. `mimus serve` does without: it serves the environment itself.
//
// Taken: routes with literal paths and names, response modes, rules that compare or search at one place, inline bodies, headers,
// latencies; CRUD routes whose bucket is a list become `resource:` routes. Templates are rewritten where ours say the same otherwise.
// The report names what is only nearly the same, and what is left out: FALLBACK, callbacks, files, buckets in templates, WebSockets.
// Errors: as read_environment().
Result<formats::Imported> import_environment(std::string_view text, const std::string& source);

// A template in our words; nothing when it has none for it.
//
//   in_our_words("{{urlParam 'id'}} {{body 'user.name'}}")   // "{{path.id}} {{body.user.name}}"
std::optional<std::string> in_our_words(std::string_view text);

}  // namespace mimus::mockoon
