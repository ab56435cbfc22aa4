#include <algorithm>
#include <cstdio>

#include "base/code_points.h"
#include "regex/generator.h"
#include "sample_parts.h"

namespace mimus::jsonschema {
namespace {

constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kHex = "0123456789abcdef";

std::string some_of(std::string_view letters, const Chance& chance, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += letters[chance.fork(i).below(letters.size())];
  return text;
}

std::string word(const Chance& chance) {
  return some_of(kLetters, chance, 3 + chance.fork("size").below(6));
}

std::string printed(const char* form, std::initializer_list<unsigned> numbers) {
  char text[64];
  unsigned n[6] = {};
  std::copy(numbers.begin(), numbers.end(), n);
  std::snprintf(text, sizeof text, form, n[0], n[1], n[2], n[3], n[4], n[5]);
  return text;
}

unsigned pick(const Chance& chance, std::string_view name, unsigned low, unsigned high) {
  return static_cast<unsigned>(chance.fork(name).between(low, high));
}

std::string date(const Chance& c) {
  return printed("%04u-%02u-%02u",
                 {pick(c, "y", 1990, 2035), pick(c, "m", 1, 12), pick(c, "d", 1, 28)});
}
std::string time(const Chance& c) {
  return printed("%02u:%02u:%02uZ",
                 {pick(c, "h", 0, 23), pick(c, "i", 0, 59), pick(c, "s", 0, 59)});
}
std::string date_time(const Chance& c) {
  return date(c) + "T" + time(c);
}
std::string duration(const Chance& c) {
  return printed("P%uDT%uH", {pick(c, "d", 1, 30), pick(c, "h", 1, 23)});
}
std::string hostname(const Chance& c) {
  return word(c.fork("host")) + ".example.com";
}
std::string email(const Chance& c) {
  return word(c.fork("user")) + "@" + hostname(c);
}
std::string ipv4(const Chance& c) {
  return printed("192.0.2.%u", {pick(c, "host", 1, 254)});
}
std::string ipv6(const Chance& c) {
  return printed("2001:db8::%x", {pick(c, "host", 1, 65535)});
}
std::string uri(const Chance& c) {
  return "https://" + hostname(c) + "/" + word(c.fork("path"));
}
std::string reference(const Chance& c) {
  return "/" + word(c.fork("path"));
}
std::string uri_template(const Chance& c) {
  return "/" + word(c.fork("path")) + "/{id}";
}
std::string relative_pointer(const Chance& c) {
  return printed("%u", {pick(c, "up", 0, 3)}) + reference(c);
}
std::string expression(const Chance& c) {
  return "^" + word(c) + "$";
}
std::string base64(const Chance& c) {
  return some_of(kLetters, c, 4 * (1 + c.fork("size").below(4)));
}
std::string uuid(const Chance& c) {
  std::string text = some_of(kHex, c, 36);
  for (const std::size_t dash : {8u, 13u, 18u, 23u}) text[dash] = '-';
  text[14] = '4';
  text[19] = "89ab"[c.fork("variant").below(4)];
  return text;
}

struct FormatSample {
  std::string_view name;
  std::string (*make)(const Chance& chance);
};
constexpr FormatSample kSamples[] = {
    {"date-time", &date_time},
    {"date", &date},
    {"time", &time},
    {"duration", &duration},
    {"email", &email},
    {"idn-email", &email},
    {"hostname", &hostname},
    {"idn-hostname", &hostname},
    {"ipv4", &ipv4},
    {"ipv6", &ipv6},
    {"uri", &uri},
    {"uri-reference", &reference},
    {"iri", &uri},
    {"iri-reference", &reference},
    {"uri-template", &uri_template},
    {"json-pointer", &reference},
    {"relative-json-pointer", &relative_pointer},
    {"regex", &expression},
    {"uuid", &uuid},
    {"byte", &base64},
};

std::string letters_between(const Wish& wish, const Chance& chance) {
  constexpr std::uint32_t kUsual = 8;
  const std::uint32_t least = std::max(wish.min_length, std::min(3u, wish.max_length));
  const std::uint32_t most = std::max(least, std::min(wish.max_length, least + kUsual));
  return some_of(kLetters, chance,
                 static_cast<std::size_t>(chance.fork("length").between(least, most)));
}

}  // namespace

std::string sample_text(const SamplePlan& plan, const Wish& wish, const Chance& chance,
                        unsigned attempt) {
  if (!wish.patterns.empty()) {
    const auto& generator = plan.generators[wish.patterns[attempt % wish.patterns.size()]];
    if (generator) {
      // Repetitions widen and narrow again from attempt to attempt.
      constexpr std::uint32_t kExtras[] = {3, 1, 0, 8, 20, 2, 64};
      std::uint32_t extra = kExtras[attempt % std::size(kExtras)];
      if (wish.min_length > 20 && attempt % 2 == 1) extra = wish.min_length + wish.min_length / 2;
      std::string text = generator->draft(chance, extra);
      // Where the end is open, length can be added.
      const std::size_t length = count_code_points(text);
      if (length < wish.min_length)
        text += some_of(kLetters, chance.fork("pad"), wish.min_length - length);
      return text;
    }
  }
  for (const Format* const format : wish.formats) {
    for (const FormatSample& row : kSamples) {
      if (row.name != format->name) continue;
      const std::string text = row.make(chance.fork("format"));
      const std::size_t length = count_code_points(text);
      if (length >= wish.min_length && length <= wish.max_length) return text;
    }
  }
  return letters_between(wish, chance);
}

}  // namespace mimus::jsonschema
