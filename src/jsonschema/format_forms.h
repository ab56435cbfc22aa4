#pragma once

#include <string_view>

namespace mimus::jsonschema {

// The forms behind "format". format_time.cc: RFC 3339.
bool is_date(std::string_view text);
bool is_time(std::string_view text);
bool is_date_time(std::string_view text);
bool is_duration(std::string_view text);  // RFC 3339 appendix A

// format_host.cc. Names: RFC 1123, and IDNA 2008 (RFC 5890 to 5893) of their xn-- labels.
bool is_plain_hostname(std::string_view text);  // RFC 1123 alone
bool is_hostname(std::string_view text);
bool is_idn_hostname(std::string_view text);  // dots may be U+3002, U+FF0E, U+FF61 too
bool is_ipv4(std::string_view text);          // RFC 2673 §3.2: no leading zeros
bool is_ipv6(std::string_view text);          // RFC 4291 §2.2
bool is_email(std::string_view text);         // RFC 5321 §4.1.2 Mailbox
bool is_idn_email(std::string_view text);     // RFC 6531 §3.3

// format_uri.cc: RFC 3986, 3987, 6570.
bool is_uri(std::string_view text);
bool is_uri_reference(std::string_view text);
bool is_iri(std::string_view text);
bool is_iri_reference(std::string_view text);
bool is_uri_template(std::string_view text);

// format_text.cc
bool is_json_pointer(std::string_view text);  // RFC 6901
bool is_relative_json_pointer(std::string_view text);
bool is_uuid(std::string_view text);    // RFC 4122 §3, the hexadecimal form
bool is_base64(std::string_view text);  // RFC 4648 §4

}  // namespace mimus::jsonschema
