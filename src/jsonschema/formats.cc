#include "formats.h"

#include <cmath>

#include "format_forms.h"
#include "number.h"
#include "regex/ecma.h"

namespace mimus::jsonschema {
namespace {

constexpr DialectSet kAll{0x7f};
constexpr DialectSet kFrom6{0x7f & ~bit_of(Dialect::kDraft4)};
constexpr DialectSet kFrom7{0x7f & ~(bit_of(Dialect::kDraft4) | bit_of(Dialect::kDraft6))};
constexpr DialectSet kUpTo6{bit_of(Dialect::kDraft4) | bit_of(Dialect::kDraft6)};
constexpr DialectSet kFrom19{bit_of(Dialect::kDraft2019_09) | bit_of(Dialect::kDraft2020_12) |
                             bit_of(Dialect::kOpenApi30) | bit_of(Dialect::kOpenApi31)};
constexpr DialectSet kOpenApiOnly{bit_of(Dialect::kOpenApi30) | bit_of(Dialect::kOpenApi31)};

bool is_expression(std::string_view text) {
  return bool(regex::parse_ecma(text));
}

bool whole_within(const json::Value& number, std::int64_t low, std::int64_t high) {
  if (number.is_double() && !is_integral(number.get_double())) return false;
  return compare_numbers(number, json::Value(low)) >= 0 &&
         compare_numbers(number, json::Value(high)) <= 0;
}
bool is_int32(const json::Value& number) {
  return whole_within(number, INT32_MIN, INT32_MAX);
}
bool is_int64(const json::Value& number) {
  return whole_within(number, INT64_MIN, INT64_MAX);
}
bool is_float(const json::Value& number) {
  return std::fabs(number.to_number<double>()) <= 3.4028234663852886e38;
}

constexpr Format kFormats[] = {
    {"date-time", kAll, &is_date_time, nullptr, "a date and time such as 2026-11-20T09:50:57Z"},
    {"date", kFrom7, &is_date, nullptr, "a date such as 2026-11-20"},
    {"time", kFrom7, &is_time, nullptr, "a time with its offset, such as 09:50:57Z"},
    {"duration", kFrom19, &is_duration, nullptr, "a duration such as P1DT12H"},
    {"email", kAll, &is_email, nullptr, "an e-mail address"},
    {"idn-email", kFrom7, &is_idn_email, nullptr, "an e-mail address"},
    {"hostname", kUpTo6, &is_plain_hostname, nullptr,
     "a host's name"},  // RFC 1034, which knows no xn--
    {"hostname", kFrom7, &is_hostname, nullptr, "a host's name"},
    {"idn-hostname", kFrom7, &is_idn_hostname, nullptr, "a host's name"},
    {"ipv4", kAll, &is_ipv4, nullptr, "an IPv4 address such as 192.0.2.1"},
    {"ipv6", kAll, &is_ipv6, nullptr, "an IPv6 address such as 2001:db8::1"},
    {"uri", kAll, &is_uri, nullptr, "a URI such as https://example.com/a"},
    {"uri-reference", kFrom6, &is_uri_reference, nullptr, "a URI or a relative reference"},
    {"iri", kFrom7, &is_iri, nullptr, "an IRI"},
    {"iri-reference", kFrom7, &is_iri_reference, nullptr, "an IRI or a relative reference"},
    {"uri-template", kFrom6, &is_uri_template, nullptr, "a URI template such as /users/{id}"},
    {"json-pointer", kFrom6, &is_json_pointer, nullptr, "a JSON pointer such as /a/0"},
    {"relative-json-pointer", kFrom7, &is_relative_json_pointer, nullptr,
     "a relative JSON pointer such as 1/a"},
    {"regex", kAll, &is_expression, nullptr, "a regular expression (ECMA-262)"},
    {"uuid", kFrom19, &is_uuid, nullptr, "a UUID"},
    {"int32", kOpenApiOnly, nullptr, &is_int32, "a whole number of 32 bits"},
    {"int64", kOpenApiOnly, nullptr, &is_int64, "a whole number of 64 bits"},
    {"float", kOpenApiOnly, nullptr, &is_float, "a number of single precision"},
    {"byte", kOpenApiOnly, &is_base64, nullptr, "base64"},
};

}  // namespace

const Format* find_format(std::string_view name, Dialect dialect) {
  for (const Format& row : kFormats) {
    if (row.name == name && row.dialects.has(dialect)) return &row;
  }
  return nullptr;
}

}  // namespace mimus::jsonschema
