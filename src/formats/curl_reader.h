#pragma once

#include <string_view>

#include "recorded.h"

namespace mimus::formats {

// Command lines of curl, as documentation shows them and browsers copy them ("Copy as cURL", bash and cmd): one or
// several, in the quotes of a POSIX shell, cmd or PowerShell. A request each, whose answer is not known.
//
// Understood: -X -H -d (all kinds, --json, --data-urlencode, --url-query) -G -I -F -u -A -e -b -T --url, together (-sSLX POST)
// and long with '='. What says how curl goes about it (-s, -L, --compressed …) has no bearing. Contents of files (@name) are not
// read: the report names them. Errors: kInvalid when there is no curl command with a URL.
Result<Recordings> read_curl(std::string_view text);

}  // namespace mimus::formats
