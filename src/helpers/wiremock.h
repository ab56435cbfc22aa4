#pragma once

#include <span>

#include "handlebars/helper.h"
#include "topic.h"

namespace mimus::helpers {

// The tables of WireMock 3.13's helpers, and of those that are ours (digests, JWT): what a template
// of that dialect is compiled with. Values and failures are WireMock's: "[ERROR: …]" is printed,
// what throws in Java fails with Java's words.
//
//   Program::compile(text, {.dialect = &handlebars::kWireMock, .helpers =
//   helpers::wiremock_helpers()});
//
// Their host is host.h's. Every list of rows below is one of the tables.
handlebars::HelperTables wiremock_helpers();
std::span<const Topic> wiremock_topics();  // the same rows

handlebars::HelperTable condition_rows();   // conditions.cc: eq, gt, and, contains, isEven …
handlebars::HelperTable string_rows();      // strings.cc: capitalize, substring, replace …
handlebars::HelperTable layout_rows();      // text_layout.cc: center, wordWrap, abbreviate …
handlebars::HelperTable encoding_rows();    // encodings.cc: base64, urlEncode, formData
handlebars::HelperTable expression_rows();  // expressions.cc: matches, regexExtract
handlebars::HelperTable number_rows();      // numbers.cc: math, numberFormat, range
handlebars::HelperTable random_rows();      // random.cc: randomValue, randomInt, pickRandom …
handlebars::HelperTable list_rows();        // lists.cc: array, arrayAdd, arrayJoin …
handlebars::HelperTable date_rows();        // dates.cc: now, parseDate, truncateDate, dateFormat
handlebars::HelperTable json_rows();        // json.cc: jsonPath, parseJson, toJson, formatJson
handlebars::HelperTable json_edit_rows();   // json_edit.cc: jsonMerge, jsonRemove, jsonArrayAdd
handlebars::HelperTable xml_rows();         // xml.cc: xPath, soapXPath, formatXml
handlebars::HelperTable variable_rows();    // variables.cc: assign, val, hostname, systemValue
handlebars::HelperTable digest_rows();      // digests.cc: md5 … sha512, hmac, base64url
handlebars::HelperTable jwt_rows();         // jwt.cc: jwt
handlebars::HelperTable context_rows();     // contexts.cc: state, of the state extension

}  // namespace mimus::helpers
