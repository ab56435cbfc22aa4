#include "compat/days.h"
#include "compat/draw.h"
#include "compat/people.h"
#include "compat/providers.h"
#include "compat/web.h"
#include "data.h"
#include "js_text.h"
#include "parts.h"

namespace mimus::fake::compat {

std::string_view top_level_domain(Engine& engine) {
  constexpr std::string_view kDomains[] = {"com", "com", "com",  "com", "com",
                                           "com", "biz", "info", "net", "org"};
  return row_of(engine, kDomains);
}

void append_domain_word(Engine& engine, std::string& out) {
  std::string written;
  const Name name = draw_name(engine, false);
  if (is_ascii(name.last))
    written = name.last;
  else
    username(engine, {name.last, name.last}, written);
  const std::size_t start = out.size();
  for (const char c : written) {
    if (is_letter(c) || is_digit(c)) out += lower(c);
  }
  if (out.size() == start) out += "example";
}

void append_domain(Engine& engine, int levels, std::string& out) {
  for (; levels > 1; --levels)
    append_form(engine, roll(engine, 0, 1) == 0 ? "web-##." : "srv-##.", out);
  append_domain_word(engine, out);
  out.append(".").append(top_level_domain(engine));
}

void append_url(Engine& engine, std::string& out) {
  out += engine.next() < 0.5 ? "http://" : "https://";
  if (engine.next() < 0.5) out += "www.";
  append_domain(engine, 1, out);
  out += '/';
}

namespace {

constexpr std::string_view kSafeDomains[] = {"example.com", "example.org", "example.net"};
constexpr std::string_view kFreeDomains[] = {"gmail.com", "yahoo.com", "hotmail.com"};

void user(Engine& engine, std::string& out) {
  append_user_name(engine, draw_name(engine, engine.next() < 0.5), out);
}
void user_name(Engine& engine, const Args&, std::string& out) {
  user(engine, out);
}
void company_email(Engine& engine, const Args&, std::string& out) {
  user(engine, out);
  out += '@';
  append_domain(engine, 1, out);
}
void free_email(Engine& engine, const Args&, std::string& out) {
  user(engine, out);
  out.append("@").append(row_of(engine, kFreeDomains));
}
void safe_email(Engine& engine, const Args&, std::string& out) {
  user(engine, out);
  out.append("@").append(row_of(engine, kSafeDomains));
}
void free_email_domain(Engine& engine, const Args&, std::string& out) {
  out += row_of(engine, kFreeDomains);
}
void safe_domain_name(Engine& engine, const Args&, std::string& out) {
  out += row_of(engine, kSafeDomains);
}

void domain_name(Engine& engine, const Args& args, std::string& out) {
  append_domain(engine, static_cast<int>(args.number(0, 1)), out);
}
void domain_word(Engine& engine, const Args&, std::string& out) {
  append_domain_word(engine, out);
}
void hostname(Engine& engine, const Args& args, std::string& out) {
  constexpr std::string_view kMachines[] = {"db-##.", "srv-##.",   "desktop-##.", "laptop-##.",
                                            "lt-##.", "email-##.", "web-##."};
  append_form(engine, row_of(engine, kMachines), out);
  append_domain(engine, std::min(20, static_cast<int>(args.number(0, 1))), out);
}
void tld(Engine& engine, const Args&, std::string& out) {
  out += top_level_domain(engine);
}

// Names as the software of a botnet makes them from the day: letters by a linear congruential
// sequence.
void dga(Engine& engine, const Args& args, std::string& out) {
  const std::chrono::year_month_day today(birthday(engine, 0, 20));
  auto state = static_cast<std::uint32_t>(args.number(0, static_cast<int>(today.year()))) * 10000u;
  state += static_cast<std::uint32_t>(args.number(1, static_cast<unsigned>(today.month()))) * 100u;
  state += static_cast<std::uint32_t>(args.number(2, static_cast<unsigned>(today.day())));
  const int length =
      args.has(4) ? static_cast<int>(args.count(engine, 4, 12)) : roll(engine, 2, 63);
  for (int i = 0; i < length; ++i) {
    state = state * 1664525u + 1013904223u;
    out += kSmall[(state >> 16) % 26];
  }
  out += '.';
  out += args.has(3) ? args.text(3) : top_level_domain(engine);
}

constexpr std::string_view kPages[] = {"index",    "home",     "search",   "main",  "post",
                                       "homepage", "category", "register", "login", "faq",
                                       "about",    "terms",    "privacy",  "author"};
constexpr std::string_view kPaths[] = {"app",      "main",  "wp-content", "search",
                                       "category", "tag",   "categories", "tags",
                                       "blog",     "posts", "list",       "explore"};
constexpr std::string_view kExtensions[] = {".html", ".html", ".html", ".htm", ".htm",
                                            ".php",  ".php",  ".jsp",  ".asp"};

void uri_page(Engine& engine, const Args&, std::string& out) {
  out += row_of(engine, kPages);
}
void uri_extension(Engine& engine, const Args&, std::string& out) {
  out += row_of(engine, kExtensions);
}
void append_path(Engine& engine, int parts, std::string& out) {
  for (int i = 0; i < parts; ++i) out.append(i > 0 ? "/" : "").append(row_of(engine, kPaths));
}
void uri_path(Engine& engine, const Args& args, std::string& out) {
  append_path(engine, args.has(0) ? static_cast<int>(args.count(engine, 0, 1)) : roll(engine, 1, 3),
              out);
}
void uri(Engine& engine, const Args&, std::string& out) {
  append_url(engine, out);
  const int form = roll(engine, 0, 3);
  if (form == 0) return;
  if (form >= 2) {
    append_path(engine, roll(engine, 1, 3), out);
    out += '/';
  }
  if (form == 3) return;
  out.append(row_of(engine, kPages)).append(row_of(engine, kExtensions));
}
void nic(Engine& engine, std::string_view suffix, std::string& out) {
  append_of(engine, kCapitals, static_cast<std::size_t>(roll(engine, 2, 4)), out);
  append_digits(engine, static_cast<std::size_t>(roll(engine, 1, 5)), out);
  out.append("-").append(suffix);
}
void nic_handle(Engine& engine, const Args& args, std::string& out) {
  nic(engine, args.text(0, "FAKE"), out);
}
Value nic_handles(Engine& engine, const Args& args) {
  Value::Array out;
  for (double left = args.count(engine, 0, 1); left > 0 && !engine.failed(); --left) {
    std::string handle;
    nic(engine, args.text(1, "FAKE"), handle);
    out.emplace_back(std::move(handle));
  }
  return out;
}
void iana_id(Engine& engine, const Args&, std::string& out) {
  append_int(engine, 1, 8888888, out);
}
void ripe_id(Engine& engine, const Args&, std::string& out) {
  out += "ORG-";
  append_of(engine, kCapitals, static_cast<std::size_t>(roll(engine, 2, 4)), out);
  append_int(engine, 1, 99999, out);
  out += "-RIPE";
}

void ipv4_network_class(Engine& engine, const Args&, std::string& out) {
  out += one_of(engine, "abc");
}
void append_ipv4(unsigned address, std::string& out) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    append_number((address >> shift) & 255u, out);
    if (shift > 0) out += '.';
  }
}
// RFC 6890: not to be met on the open net.
bool is_public(unsigned a) {
  struct Net {
    unsigned address, bits;
  };
  constexpr Net kNets[] = {
      {0u, 8},           {0x0A000000u, 8},  {0x64400000u, 10}, {0x7F000000u, 8},  {0xA9FE0000u, 16},
      {0xAC100000u, 12}, {0xC0000000u, 24}, {0xC0000200u, 24}, {0xC0A80000u, 16}, {0xC6120000u, 15},
      {0xC6336400u, 24}, {0xCB007100u, 24}, {0xE0000000u, 3}};
  return std::none_of(std::begin(kNets), std::end(kNets),
                      [&](const Net& net) { return ((a ^ net.address) >> (32 - net.bits)) == 0; });
}
void ipv4_public(Engine& engine, const Args&, std::string& out) {
  unsigned address = 0x08080808u;
  for (int tries = 0; tries < 64; ++tries) {
    address = static_cast<unsigned>(engine.next() * 4294967296.0);
    if (is_public(address)) break;
  }
  append_ipv4(is_public(address) ? address : 0x08080808u, out);
}
void ipv4_private(Engine& engine, const Args&, std::string& out) {
  const int net = roll(engine, 0, 2);
  const auto host = static_cast<unsigned>(engine.next() * 16777216.0);
  append_ipv4(net == 0   ? 0x0A000000u | host
              : net == 1 ? 0xAC100000u | (host & 0xFFFFFu)
                         : 0xC0A80000u | (host & 0xFFFFu),
              out);
}
void port_number(Engine& engine, const Args& args, std::string& out) {
  if (args.flag(0, false))
    append_int(engine, 0, 1023, out);
  else if (args.flag(1, false))
    append_int(engine, 1024, 49151, out);
  else if (args.flag(2, false))
    append_int(engine, 49152, 65535, out);
  else
    append_int(engine, 0, 65535, out);
}
void image_url(Engine& engine, const Args& args, std::string& out) {
  out += "https://picsum.photos/";
  append_number(args.has(0) ? args.number(0, 0) : roll(engine, 1, 1024), out);
  out += '/';
  append_number(args.has(1) ? args.number(1, 0) : roll(engine, 1, 1024), out);
}

constexpr Param kLevels[] = {{"levels", Type::kNumber, "1"}};
constexpr Param kDga[] = {{"year", Type::kNumber, "a draw"},
                          {"month", Type::kNumber, "a draw"},
                          {"day", Type::kNumber, "a draw"},
                          {"tld", Type::kText, "a draw"},
                          {"length", Type::kRange, "2 to 63"}};
constexpr Param kDeep[] = {{"deep", Type::kRange, "1 to 3"}};
constexpr Param kSuffix[] = {{"suffix", Type::kText, "FAKE"}};
constexpr Param kHandles[] = {{"count", Type::kRange, "1"}, {"suffix", Type::kText, "FAKE"}};
constexpr Param kPort[] = {{"is_system", Type::kBoolean, "false"},
                           {"is_user", Type::kBoolean, "false"},
                           {"is_dynamic", Type::kBoolean, "false"}};
constexpr Param kSize[] = {{"width", Type::kNumber, "a draw"}, {"height", Type::kNumber, "a draw"}};

constexpr Method kMethods[] = {
    text_row("internet", "company_email", company_email, "An e-mail address at a company"),
    text_row("internet", "dga", dga, "A domain name as generated by malware", kDga, 5),
    text_row("internet", "domain_name", domain_name, "A domain name", kLevels, 1),
    text_row("internet", "domain_word", domain_word, "A word for a domain name"),
    text_row("internet", "free_email", free_email, "An e-mail address at a free provider"),
    text_row("internet", "free_email_domain", free_email_domain, "A free provider's domain"),
    text_row("internet", "hostname", hostname, "A machine's name: db-01.smith.com", kLevels, 1),
    text_row("internet", "iana_id", iana_id, "A registrar's IANA number"),
    text_row("internet", "image_url", image_url, "The address of an image", kSize, 2),
    text_row("internet", "ipv4_network_class", ipv4_network_class, "a, b or c"),
    text_row("internet", "ipv4_private", ipv4_private, "An address of RFC 1918"),
    text_row("internet", "ipv4_public", ipv4_public, "An address that is routed"),
    text_row("internet", "nic_handle", nic_handle, "A handle of a network information centre",
             kSuffix, 1),
    value_row("internet", "nic_handles", Returns::kAny, nic_handles, "Several handles", kHandles,
              2),
    text_row("internet", "port_number", port_number, "A port, as text", kPort, 3),
    text_row("internet", "ripe_id", ripe_id, "An organisation's RIPE id"),
    text_row("internet", "safe_domain_name", safe_domain_name, "example.com, .org or .net"),
    text_row("internet", "safe_email", safe_email, "An e-mail address that reaches nobody"),
    text_row("internet", "tld", tld, "A top-level domain"),
    text_row("internet", "uri", uri, "An address of a page"),
    text_row("internet", "uri_extension", uri_extension, ".html and its like"),
    text_row("internet", "uri_page", uri_page, "A page's name"),
    text_row("internet", "uri_path", uri_path, "A path of folders", kDeep, 1),
    text_row("internet", "user_name", user_name, "A user's name: jacksonlisa, daniel02"),
};

}  // namespace

Rows internet_methods() {
  return kMethods;
}

}  // namespace mimus::fake::compat
