#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "exchange/exchange.h"

namespace mimus::recording {

// What stands where a secret stood. condense() lets a request have anything there.
inline constexpr std::string_view kRedacted = "REDACTED";

// What must not reach the disk. The default rules are those of secrets.h; own ones come on top.
struct RedactionRules {
  bool defaults = true;
  std::vector<std::string> names;     // more names of header fields, parameters and members: "x-tenant-key"
  std::vector<std::string> patterns;  // regular expressions (PCRE2) of what is secret wherever it stands
  std::vector<std::string> keep;      // names that the default rules hit and that are no secret here: "token"
};

// One secret that was taken out. Equal ones of many exchanges are counted by whoever reports.
struct Redaction {
  std::string where;  // "request header Authorization", "response body access_token", "query api_key", "url"
  std::string rule;   // "name", "JSON Web Token", "payment card", "own pattern 1", "a secret elsewhere"
  friend auto operator<=>(const Redaction&, const Redaction&) = default;
};

// Takes secrets out of exchanges:
//
//   MIMUS_TRY(const Redactor redactor, Redactor::compile(rules));
//   redactor.redact(exchange);  // Authorization: Bearer REDACTED, Set-Cookie: sid=REDACTED; Path=/
//
//   * fields by name: the value goes, the scheme of Authorization and the names and attributes of cookies stay;
//   * parameters of URLs (in fields and bodies too), of forms and of multipart bodies, members of JSON at any depth (in the data of event streams
//     too), elements and attributes of XML and HTML, by name without regard to case, '-' and '_'; all else of a body keeps its bytes, blanks
//     and the order of members included;
//   * what is secret by its looks, in the URL, the fields and text bodies: tokens, keys, payment cards (whose digits become 9, so that
//     numbers stay numbers);
//   * what was taken out by name, wherever else it stands in these exchanges, but for the host: known_secrets.h.
//
// Doing it twice changes nothing. Immutable; any thread.
class Redactor {
 public:
  // Errors: a bad pattern, kSyntax, with where.pointer "/patterns/1".
  static Result<Redactor> compile(const RedactionRules& rules);

  std::vector<Redaction> redact(std::span<exchange::Exchange> exchanges) const;
  std::vector<Redaction> redact(exchange::Exchange& exchange) const { return redact({&exchange, 1}); }
  // A URL, or what a request asks for, as it may be shown.
  std::string redact_url(std::string_view url) const;
  // A value at a place as compare.h calls it: "/user/password", "header Set-Cookie", "body".
  std::string redact_value(std::string_view where, std::string_view value) const;

 private:
  struct Compiled;
  explicit Redactor(std::shared_ptr<const Compiled> compiled);
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace mimus::recording
