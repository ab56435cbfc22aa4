#include "bank.h"

#include <cstdint>

#include "parts.h"

namespace mimus::fake {
namespace {

// ISO 13616: how a country's account numbers look behind the check digits, part by part: n digits,
// a letters, c both. In the order, and with the simplifications, of faker-js.
struct Country {
  std::string_view code, form;
};
constexpr Country kCountries[] = {
    {"AL", "n8 c16"},       {"AD", "n8 c12"},     {"AT", "n5 n11"},    {"AZ", "a4 n20"},
    {"BH", "a4 c14"},       {"BE", "n3 n9"},      {"BA", "n6 n10"},    {"BR", "n13 n10 a1 c1"},
    {"BG", "a4 n6 c8"},     {"CR", "n1 n3 n14"},  {"HR", "n7 n10"},    {"CY", "n8 c16"},
    {"CZ", "n10 n10"},      {"DK", "n4 n10"},     {"DO", "a4 n20"},    {"TL", "n3 n16"},
    {"EE", "n4 n12"},       {"FO", "n4 n10"},     {"FI", "n6 n8"},     {"FR", "n10 c11 n2"},
    {"GE", "a2 n16"},       {"DE", "n8 n10"},     {"GI", "a4 c15"},    {"GR", "n7 c16"},
    {"GL", "n4 n10"},       {"GT", "c4 c4 c16"},  {"HU", "n8 n16"},    {"IS", "n6 n16"},
    {"IE", "a4 n6 n8"},     {"IL", "n6 n13"},     {"IR", "n22"},       {"IT", "a1 n10 c12"},
    {"JO", "a4 n4 n18"},    {"KZ", "n3 c13"},     {"XK", "n4 n12"},    {"KW", "a4 c22"},
    {"LV", "a4 c13"},       {"LB", "n4 c20"},     {"LI", "n5 c12"},    {"LT", "n5 n11"},
    {"LU", "n3 c13"},       {"MK", "n3 c10 n2"},  {"MT", "a4 n5 c18"}, {"MR", "n10 n13"},
    {"MU", "a4 n4 n15 a3"}, {"MC", "n10 c11 n2"}, {"MD", "c2 c18"},    {"ME", "n3 n15"},
    {"NL", "a4 n10"},       {"NO", "n4 n7"},      {"PK", "a4 n16"},    {"PS", "a4 n9 n12"},
    {"PL", "n8 n16"},       {"PT", "n8 n13"},     {"QA", "a4 c21"},    {"RO", "a4 c16"},
    {"SM", "a1 n10 c12"},   {"SA", "n2 c18"},     {"RS", "n3 n15"},    {"SK", "n10 n10"},
    {"SI", "n5 n10"},       {"ES", "n10 n10"},    {"SE", "n3 n17"},    {"CH", "n5 c12"},
    {"TN", "n5 n15"},       {"TR", "n5 n1 n16"},  {"AE", "n3 n16"},    {"GB", "a4 n6 n8"},
    {"VG", "a4 n16"},
};

// ISO 3166-1 alpha-2 codes, one after the other.
constexpr std::string_view kCodes =
    "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCM"
    "CNCOCR"
    "CUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHN"
    "HRHTHU"
    "IDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMN"
    "MOMPMQ"
    "MRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSE"
    "SGSHSI"
    "SJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSXKYEYT"
    "ZAZMZW";

constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

void append_letter(Engine& engine, std::string& out) {
  out += kLetters[engine.below(26)];
}
void append_one_digit(Engine& engine, std::string& out) {
  append_digit(number_int(engine, 0, 9), out);
}

// One step of a part: 1 to 3 characters.
int append_step(Engine& engine, char kind, int left, std::string& out) {
  if (kind == 'a') {
    append_letter(engine, out);
  } else if (kind == 'c') {
    if (engine.boolean(0.8))
      append_one_digit(engine, out);
    else
      append_letter(engine, out);
  } else if (left >= 3 && engine.boolean(0.3)) {
    const bool two_zeros = engine.boolean();
    out.append(two_zeros ? 2 : 1, '0') += static_cast<char>('1' + engine.below(9));
    return two_zeros ? 3 : 2;
  } else {
    append_one_digit(engine, out);
  }
  return 1;
}

void append_account(Engine& engine, std::string_view form, std::string& out) {
  const std::size_t start = out.size();
  std::size_t size = 0;
  for (std::size_t at = 0; at < form.size(); ++at) {
    const char kind = form[at++];
    int count = 0;
    for (; at < form.size() && is_digit(form[at]); ++at) count = count * 10 + (form[at] - '0');
    size += static_cast<std::size_t>(count);
    for (int left = count; left > 0;) left -= append_step(engine, kind, left, out);
    if (out.size() - start > size) out.resize(start + size);
  }
}

// 98 minus the number modulo 97, a letter counting as two digits.
int check_digits(std::string_view account, std::string_view country) {
  constexpr std::uint64_t kMuch = 1'000'000'000'000'000;  // a letter more still fits
  std::uint64_t rest = 0;
  const auto add = [&](char c) {
    const bool digit = is_digit(c);
    rest = rest * (digit ? 10 : 100) + static_cast<std::uint64_t>(digit ? c - '0' : c - 'A' + 10);
    if (rest > kMuch) rest %= 97;
  };
  for (const char c : account) add(c);
  for (const char c : country) add(c);
  add('0');
  add('0');
  return 98 - static_cast<int>(rest % 97);
}

}  // namespace

void iban(Engine& engine, std::string_view wanted, bool formatted, std::string& out) {
  const Country* country = nullptr;
  for (const Country& known : kCountries) {
    if (country == nullptr && known.code == wanted) country = &known;
  }
  if (wanted.empty()) country = &kCountries[engine.below(std::size(kCountries))];
  if (country == nullptr)
    return engine.fail("no IBANs are known for country code '" + std::string(wanted) + "'");
  std::string account;
  append_account(engine, country->form, account);
  if (engine.failed()) return;
  const int check = check_digits(account, country->code);
  std::string text(country->code);
  text += static_cast<char>('0' + check / 10);
  text += static_cast<char>('0' + check % 10);
  text += account;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (formatted && i != 0 && i % 4 == 0) out += ' ';
    out += text[i];
  }
}

std::string_view draw_country_code(Engine& engine) {
  return kCodes.substr(2 * engine.below(kCodes.size() / 2), 2);
}

}  // namespace mimus::fake
