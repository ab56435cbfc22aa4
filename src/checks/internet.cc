#include <algorithm>
#include <chrono>
#include <string>

#include "base/uuid.h"
#include "checks.h"
#include "digits.h"
#include "text/dates.h"
#include "verdict.h"

namespace mimus::checks {
namespace {

bool is_letter(char c) {
  return is_upper(to_upper(c));
}
bool is_hex(char c) {
  return is_digit(c) || (to_upper(c) >= 'A' && to_upper(c) <= 'F');
}
bool is_high(char c) {
  return static_cast<unsigned char>(c) >= 0x80;
}

// atext of RFC 5322 §3.2.3, and UTF-8 (RFC 6531).
bool is_atom(char c) {
  constexpr std::string_view kOthers = "!#$%&'*+-/=?^_`{|}~";
  return is_letter(c) || is_digit(c) || is_high(c) || kOthers.find(c) != std::string_view::npos;
}

Status check_local_part(std::string_view local) {
  if (local.empty()) return wrong_at("nothing stands before the '@'", 0);
  if (local.size() > 64) return wrong_at("more than 64 characters before the '@'", 64);
  if (local.front() == '"') {
    const bool closed = local.size() > 1 && local.back() == '"';
    return closed ? Status(Done{}) : wrong_at("the quotes do not close before the '@'", 0);
  }
  for (std::size_t i = 0; i < local.size(); ++i) {
    const bool dot = local[i] == '.';
    const bool lonely = dot && (i == 0 || i + 1 == local.size() || local[i + 1] == '.');
    if (lonely) return wrong_at("a dot stands between other characters, and only one at a time", i);
    if (!dot && !is_atom(local[i]))
      return wrong_at("'" + std::string(1, local[i]) + "' is not allowed before the '@'", i);
  }
  return Done{};
}

Error moved(Error error, std::size_t by) {
  if (error.where.offset) *error.where.offset += by;
  return error;
}

}  // namespace

Status check_hostname(std::string_view text) {
  if (text.empty()) return wrong_at("a host name is missing", 0);
  if (text.size() > 253) return wrong_at("a host name has at most 253 characters", 253);
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] != '.') {
      const bool fine =
          is_letter(text[i]) || is_digit(text[i]) || text[i] == '-' || is_high(text[i]);
      if (!fine)
        return wrong_at("'" + std::string(1, text[i]) + "' is not allowed in a host name", i);
      continue;
    }
    if (i == begin) return wrong_at("a host name has no empty parts", i);
    if (i - begin > 63)
      return wrong_at("a part of a host name has at most 63 characters", begin + 63);
    if (text[begin] == '-') return wrong_at("a part of a host name does not begin with '-'", begin);
    if (text[i - 1] == '-') return wrong_at("a part of a host name does not end with '-'", i - 1);
    begin = i + 1;
  }
  return Done{};
}

Status check_email(std::string_view text) {
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos) return invalid("an e-mail address has an '@'");
  MIMUS_TRY_DONE(check_local_part(text.substr(0, at)));
  const std::string_view domain = text.substr(at + 1);
  if (domain.starts_with('[') && domain.ends_with(']')) {
    const std::string_view literal = domain.substr(1, domain.size() - 2);
    const Status address =
        literal.starts_with("IPv6:") ? check_ipv6(literal.substr(5)) : check_ipv4(literal);
    return address ? Status(Done{}) : moved(address.error(), at + 2);
  }
  if (Status host = check_hostname(domain); !host) return moved(std::move(host).error(), at + 1);
  if (domain.find('.') == std::string_view::npos)
    return wrong_at("the domain needs a dot: example.com", at + 1);
  return Done{};
}

Status check_uuid(std::string_view text) {
  if (Uuid::parse(text)) return Done{};
  if (text.size() != 36)
    return invalid("a UUID has 36 characters, got " + std::to_string(text.size()));
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (hyphen && text[i] != '-') return wrong_at("a hyphen is missing", i);
    if (!hyphen && !is_hex(text[i]))
      return wrong_at("'" + std::string(1, text[i]) + "' is not a hexadecimal digit", i);
  }
  return invalid("not a UUID");
}

Status check_ipv4(std::string_view text) {
  std::size_t at = 0;
  for (int part = 0; part < 4; ++part) {
    if (part > 0) {
      if (at >= text.size() || text[at] != '.')
        return wrong_at("an IPv4 address has four numbers with dots", at);
      ++at;
    }
    const std::size_t begin = at;
    while (at < text.size() && at - begin < 4 && is_digit(text[at])) ++at;
    if (at == begin) return wrong_at("a number is missing", at);
    if (at - begin > 1 && text[begin] == '0')
      return wrong_at("a leading zero would be read as octal by some", begin);
    if (at - begin > 3 || number_at(text, begin, at - begin) > 255)
      return wrong_at("a number of an IPv4 address is at most 255", begin);
  }
  return at == text.size() ? Status(Done{}) : wrong_at("text follows the address", at);
}

Status check_ipv6(std::string_view text) {
  int groups = 0;
  bool gap = false;
  std::size_t at = 0;
  if (text.starts_with("::")) gap = true, at = 2;
  while (at < text.size()) {
    const std::size_t begin = at;
    while (at < text.size() && is_hex(text[at])) ++at;
    if (at < text.size() && text[at] == '.') {
      if (Status tail = check_ipv4(text.substr(begin)); !tail)
        return moved(std::move(tail).error(), begin);
      groups += 2;
      at = text.size();
      break;
    }
    if (at == begin || at - begin > 4)
      return wrong_at("a group of an IPv6 address has 1 to 4 hexadecimal digits", begin);
    ++groups;
    if (at == text.size()) break;
    if (text[at] != ':') return wrong_at("groups of an IPv6 address are separated by ':'", at);
    ++at;
    if (at < text.size() && text[at] == ':') {
      if (gap) return wrong_at("'::' may come once", at - 1);
      gap = true;
      ++at;
    } else if (at == text.size()) {
      return wrong_at("a group is missing at the end", at);
    }
  }
  if (gap ? groups <= 7 : groups == 8) return Done{};
  return invalid("an IPv6 address has 8 groups, or fewer with '::'; got " + std::to_string(groups));
}

Status check_mac(std::string_view text) {
  const bool dotted = text.size() == 14;
  if (!dotted && text.size() != 17)
    return invalid("a MAC address has six pairs: 00:1a:2b:3c:4d:5e");
  const char separator = dotted ? '.' : text[2];
  if (!dotted && separator != ':' && separator != '-')
    return wrong_at("pairs are separated by ':' or '-'", 2);
  const std::size_t step = dotted ? 5 : 3;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool between = i % step == step - 1;
    if (between ? text[i] != separator : !is_hex(text[i]))
      return wrong_at(between ? "another separator than before" : "not a hexadecimal digit", i);
  }
  return Done{};
}

Status check_url(std::string_view text) {
  const std::size_t scheme = text.find("://");
  if (scheme == std::string_view::npos) return invalid("an absolute URL has a scheme and '://'");
  std::string name(text.substr(0, scheme));
  std::transform(name.begin(), name.end(), name.begin(), to_upper);
  if (name != "HTTP" && name != "HTTPS") return wrong_at("the scheme must be http or https", 0);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (static_cast<unsigned char>(text[i]) <= 0x20 || text[i] == 0x7F || text[i] == '<' ||
        text[i] == '>' || text[i] == '"') {
      return wrong_at("a URL has no blanks, quotes, '<' or '>'", i);
    }
  }
  const std::size_t begin = scheme + 3;
  const std::size_t end = std::min(text.find_first_of("/?#", begin), text.size());
  std::string_view authority = text.substr(begin, end - begin);
  std::size_t host_at = begin;
  if (const std::size_t user = authority.rfind('@'); user != std::string_view::npos) {
    host_at += user + 1;
    authority.remove_prefix(user + 1);
  }
  const std::size_t bracket = authority.rfind(']');
  const std::size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  std::string_view host = authority.substr(0, colon);
  if (colon != std::string_view::npos) {
    const std::string_view port = authority.substr(colon + 1);
    const bool fine = port.empty() || (all_digits(port) && port.size() <= 5 &&
                                       number_at(port, 0, port.size()) <= 65535);
    if (!fine) return wrong_at("a port is a number up to 65535", host_at + colon + 1);
  }
  Status known = Done{};
  if (host.starts_with('[') && host.ends_with(']')) {
    known = check_ipv6(host.substr(1, host.size() - 2));
    ++host_at;
  } else {
    known = check_hostname(host);
  }
  return known ? Status(Done{}) : moved(std::move(known).error(), host_at);
}

Status check_doi(std::string_view text) {
  if (!text.starts_with("10.")) return wrong_at("a DOI begins with 10.", 0);
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return invalid("a DOI has a '/' behind its registrant");
  const std::string_view registrant = text.substr(3, slash - 3);
  if (registrant.size() < 4 || !std::all_of(registrant.begin(), registrant.end(),
                                            [](char c) { return is_digit(c) || c == '.'; })) {
    return wrong_at("the registrant is a number of at least four digits", 3);
  }
  if (text.find_first_of(" \t\r\n") != std::string_view::npos)
    return invalid("a DOI has no blanks");
  if (slash + 1 == text.size()) return wrong_at("nothing follows the '/'", slash);
  return Done{};
}

Status check_date(std::string_view text) {
  const bool shape = text.size() == 10 && text[4] == '-' && text[7] == '-' &&
                     all_digits(text.substr(0, 4)) && all_digits(text.substr(5, 2)) &&
                     all_digits(text.substr(8, 2));
  if (!shape) return invalid("a date is written YYYY-MM-DD");
  const std::chrono::year_month_day date{
      std::chrono::year(number_at(text, 0, 4)),
      std::chrono::month(static_cast<unsigned>(number_at(text, 5, 2))),
      std::chrono::day(static_cast<unsigned>(number_at(text, 8, 2)))};
  if (!date.month().ok()) return wrong_at("there is no such month", 5);
  return date.ok() ? Status(Done{}) : wrong_at("that month has no such day", 8);
}

Status check_date_time(std::string_view text) {
  if (text.size() < 20) return invalid("a time is written 2026-11-20T09:50:57Z");
  MIMUS_TRY_DONE(check_date(text.substr(0, 10)));
  return text::parse_iso8601(text) ? Status(Done{})
                                   : wrong_at("the time of day or the offset is wrong", 10);
}

}  // namespace mimus::checks
