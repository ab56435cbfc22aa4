#pragma once

#include "facts/request_facts.h"
#include "journal/journal.h"
#include "json/json.h"

namespace mimus::wiremock_admin {

// A request as WireMock logs it:
//
//   {"url": "/a?b=1", "absoluteUrl": "http://localhost:8080/a?b=1", "method": "GET", "clientIp":
//   "127.0.0.1",
//    "headers": {"Host": "localhost:8080", "X": ["1", "2"]}, "cookies": {}, "browserProxyRequest":
//    false, "loggedDate": 1795684326914, "bodyAsBase64": "", "body": "", "protocol": "HTTP/1.1",
//    "scheme": "http", "host": "localhost", "port": 8080, "loggedDateString":
//    "2026-11-26T09:12:06.914Z", "queryParams": {"b": {"key": "b", "values": ["1"]}}, "formParams":
//    {}}
json::Object logged_request(const journal::Exchange& exchange);

// The same of a request that nobody received, but a client described: without client, date and
// protocol.
json::Object described_request(facts::RequestFacts& facts);

// Header fields in WireMock's form: a name that comes several times has an array, under the
// spelling that came first.
void add_header(json::Object& headers, std::string_view name, std::string_view value);

}  // namespace mimus::wiremock_admin
