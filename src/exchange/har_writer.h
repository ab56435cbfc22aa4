#pragma once

#include <span>
#include <string>

#include "exchange/exchange.h"
#include "json/json.h"

namespace mimus::exchange {

// Exchanges as a HAR 1.2 document (the format of browsers' network tabs), appended to `out`:
//
//   std::string har;
//   write_har(exchanges, har);  // {"log": {"version": "1.2", "creator": …, "entries": […]}}
//
// Everything of an Exchange stands in it, so that a reader gets an equal one back:
//   * times: `startedDateTime` has nine digits, `time` and `timings` are milliseconds with fractions;
//   * a body that is not UTF-8 is base64, with `encoding: "base64"` beside `text`, in `content` as HAR has it and in
//     `postData` in the same way;
//   * a body that travelled coded stands decoded, as browsers write it, and the field Content-Encoding comes last;
//   * no response: status 0 with `_error`, as Chrome writes it;
//   * `_pieces` [{"after": ms, "end": bytes}] and `_client` have no HAR name.
// The url is as recorded, and so absolute where the host is known. What is text in HAR (names, values, the url) and is
// not UTF-8 has U+FFFD in place of the bad bytes: that alone does not come back.
void write_har(std::span<const Exchange> exchanges, std::string& out);

// One entry of `log.entries`, for whoever writes piece by piece.
json::Object har_entry(const Exchange& exchange);
// What stands before the first entry and behind the last one; entries have commas between them.
std::string har_begin();
std::string har_end();

}  // namespace mimus::exchange
