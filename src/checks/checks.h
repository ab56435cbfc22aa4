#pragma once

#include <span>
#include <string_view>

#include "base/result.h"

namespace mimus::checks {

// One thing that can be right or wrong: a row for `POST /validate/{kind}`, the docs and the
// property tests.
//
//   const Kind* iban = find_kind("iban");
//   iban->check("DE89 3704 0044 0532 0130 00");   // Done
//   iban->check("DE88 3704 0044 0532 0130 00");   // "the check digits are 88, the other characters
//   ask for 89"
//
// check() fails with Code::kInvalid and a sentence that says why; where.offset is the byte that is
// wrong, where there is one. Blanks at both ends are never allowed; blanks and hyphens inside where
// people write them (IBAN, card numbers, ISBN, ids).
struct Kind {
  std::string_view name;  // "iban", "isbn13", "de_steuer_id"
  std::string_view summary;
  std::string_view example;  // a valid one
  Status (*check)(std::string_view text) =
      nullptr;  // nullptr: a national id, asked by national_id.h

  Status operator()(std::string_view text) const;
};

// All, national ids included, sorted by name.
std::span<const Kind> kinds();
// Case, '-' and '_' do not matter: "ISBN-13" is isbn13. nullptr when there is none.
const Kind* find_kind(std::string_view name);
// Code::kNotFound with the nearest names.
Error unknown_kind(std::string_view name);

// Each by itself.
Status check_email(std::string_view text);  // RFC 5321 mailbox: dot-string or quoted local part,
                                            // domain or address literal; IDN and UTF-8 pass
Status check_uuid(std::string_view text);   // RFC 9562 text form, any version
Status check_ipv4(std::string_view text);
Status check_ipv6(std::string_view text);  // RFC 4291 §2.2, RFC 5952 not required
Status check_mac(
    std::string_view text);  // 6 pairs with ':' or '-', or three groups of four with '.'
Status check_hostname(std::string_view text);  // RFC 1123 §2.1: labels of 1–63, 253 in all
Status check_url(std::string_view text);   // absolute, http or https, a host, a port up to 65535
Status check_doi(std::string_view text);   // "10.1000/182"
Status check_date(std::string_view text);  // YYYY-MM-DD that the calendar has
Status check_date_time(std::string_view text);  // RFC 3339

}  // namespace mimus::checks
