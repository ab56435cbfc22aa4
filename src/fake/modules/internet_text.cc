#include "internet_text.h"

#include <algorithm>
#include <cstdint>

#include "unicode.h"

namespace mimus::fake {
namespace {

// What of first and last name is used, and in which form, after all draws are made.
struct Chosen {
  std::string first_storage, last_storage;
  std::string_view first, last;
  char separator = '.';
  double number = 0;

  Chosen(Engine& engine, const Names& names) {
    if (names.first)
      first = *names.first;
    else
      first = first_name(engine, Sex::kUnspecified);
    if (names.last) {
      last = *names.last;
    } else {
      last_name(engine, Sex::kUnspecified, last_storage);
      last = last_storage;
    }
    separator = engine.below(2) == 0 ? '.' : '_';
    number = number_int(engine, 0, 99);
  }
  Chosen(const Chosen&) = delete;
  Chosen& operator=(const Chosen&) = delete;

  void append_both(std::string& out) const {
    out += first;
    out += separator;
    out += last;
  }
};

void erase_from(std::string& out, std::size_t start, std::string_view characters) {
  const auto begin = out.begin() + static_cast<std::ptrdiff_t>(start);
  out.erase(std::remove_if(begin, out.end(),
                           [&](char c) { return characters.find(c) != characters.npos; }),
            out.end());
}

bool is_label(std::string_view word) {
  const auto fits = [](char c) { return is_letter(c) || c == '-'; };
  return word.size() >= 2 && is_letter(word.front()) && is_letter(word.back()) &&
         std::all_of(word.begin(), word.end(), fits);
}

void append_label(Engine& engine, std::string_view word, std::string& out) {
  std::string label;
  slugify(word, label);
  if (!is_label(label)) {
    label.clear();
    slugify(pick(engine, lorem_word), label);
  }
  if (!is_label(label)) {
    label.clear();
    const double length = number_int(engine, 4, 8);
    append_alpha(engine, length, Casing::kLower, label);
  }
  append_lower(label, out);
}

constexpr std::string_view kBlocks[] = {
    "0.0.0.0/0",    "127.0.0.0/8",     "10.0.0.0/8",     "172.16.0.0/12",  "192.168.0.0/16",
    "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "169.254.0.0/16", "224.0.0.0/4"};

// Up to `digits` digits off the front; -1 when there are none.
int take_number(std::string_view& text, std::size_t digits) {
  int number = 0;
  std::size_t i = 0;
  for (; i < digits && i < text.size() && is_digit(text[i]); ++i)
    number = number * 10 + (text[i] - '0');
  text.remove_prefix(i);
  return i == 0 ? -1 : number;
}

// "a.b.c.d/n": the address and n. False when it is none.
bool read_block(std::string_view text, std::uint32_t& address, int& prefix) {
  address = 0;
  for (int i = 0; i < 4; ++i) {
    const int octet = take_number(text, 3);
    if (octet < 0 || octet > 255 || !text.starts_with(i == 3 ? '/' : '.')) return false;
    text.remove_prefix(1);
    address = address << 8 | static_cast<std::uint32_t>(octet);
  }
  prefix = take_number(text, 2);
  return prefix >= 0 && prefix <= 32 && text.empty();
}

}  // namespace

void username(Engine& engine, const Names& names, std::string& out) {
  const Chosen chosen(engine, names);
  const std::size_t start = out.size();
  const bool last_is_given = names.last && !names.last->empty();
  const std::size_t form = engine.below(last_is_given ? 2 : 3);
  if (form == 2)
    out += chosen.first;
  else
    chosen.append_both(out);
  if (form != 1) append_number(chosen.number, out);
  if (!is_ascii(std::string_view(out).substr(start))) {
    const std::string plain = decomposed_without_marks(std::string_view(out).substr(start));
    out.resize(start);
    for (std::string_view rest = plain; !rest.empty();) append_latin(take_code_point(rest), out);
  }
  erase_from(out, start, "' ");
}

void email(Engine& engine, const Names& names, std::optional<std::string_view> provider,
           bool special, std::string& out) {
  constexpr std::string_view kPlain = "._-";
  constexpr std::string_view kSpecial = ".!#$%&'*+-/=?^_`{|}~";
  if (!provider) provider = pick(engine, internet_free_email);
  const std::size_t start = out.size();
  username(engine, names, out);
  const auto refused = [](char c) { return !is_word(c) && c != '.' && c != '+' && c != '-'; };
  out.erase(std::remove_if(out.begin() + static_cast<std::ptrdiff_t>(start), out.end(), refused),
            out.end());
  out.resize(std::min(out.size(), start + 50));
  if (special) {
    const char from = kPlain[engine.below(kPlain.size())];
    const char to = kSpecial[engine.below(kSpecial.size())];
    if (const std::size_t at = out.find(from, start); at != out.npos) out[at] = to;
  }
  // Runs of dots become one; none stays at either end.
  const auto begin = out.begin() + static_cast<std::ptrdiff_t>(start);
  out.erase(std::unique(begin, out.end(), [](char a, char b) { return a == '.' && b == '.'; }),
            out.end());
  if (out.size() > start && out[start] == '.') out.erase(start, 1);
  if (out.size() > start && out.back() == '.') out.pop_back();
  out.append(1, '@').append(*provider);
}

void display_name(Engine& engine, const Names& names, std::string& out) {
  const Chosen chosen(engine, names);
  const std::size_t start = out.size();
  const std::size_t form = engine.below(3);
  if (form == 0)
    out += chosen.first;
  else
    chosen.append_both(out);
  if (form != 1) append_number(chosen.number, out);
  erase_from(out, start, "' ");
}

void domain_word(Engine& engine, std::string& out) {
  append_label(engine, pick(engine, word_adjective), out);
  out += '-';
  append_label(engine, pick(engine, word_noun), out);
}

std::string_view network_block(std::size_t network) {
  return kBlocks[network];
}

void ipv4(Engine& engine, std::string_view block, std::string& out) {
  std::uint32_t address = 0;
  int prefix = 0;
  if (!read_block(block, address, prefix)) {
    return engine.fail("not a CIDR block: '" + std::string(block) + "'",
                       "192.168.0.0/16, for example");
  }
  if (prefix == 32) {
    out += block.substr(0, block.find('/'));
    return;
  }
  const std::uint32_t host = 0xFFFFFFFFu >> prefix;
  address = (address & ~host) | static_cast<std::uint32_t>(number_int(engine, 0, host));
  for (int shift = 24; shift >= 0; shift -= 8) {
    append_number(address >> shift & 0xFF, out);
    if (shift != 0) out += '.';
  }
}

}  // namespace mimus::fake
