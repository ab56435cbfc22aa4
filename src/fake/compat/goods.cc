#include "checks/digits.h"
#include "checks/products.h"
#include "compat/draw.h"
#include "compat/national_ids.h"
#include "compat/providers.h"

namespace mimus::fake::compat {
namespace {

void append_ean(Engine& engine, std::string_view prefix, std::size_t length, std::string& out) {
  const std::size_t start = out.size();
  out += prefix;
  append_digits(engine, length - 1 - prefix.size(), out);
  out += checks::digit_char(checks::gs1_digit(std::string_view(out).substr(start)));
}

// GS1 prefixes of the countries that people ask for.
std::string_view gs1_prefix(std::string_view country) {
  struct Prefix {
    std::string_view country, digits;
  };
  constexpr Prefix kPrefixes[] = {
      {"AR", "779"}, {"AT", "90"},  {"AU", "93"},  {"BE", "54"},  {"BG", "380"}, {"BR", "789"},
      {"CA", "754"}, {"CH", "76"},  {"CL", "780"}, {"CN", "690"}, {"CZ", "859"}, {"DE", "40"},
      {"DK", "57"},  {"EE", "474"}, {"ES", "84"},  {"FI", "64"},  {"FR", "30"},  {"GB", "50"},
      {"GR", "520"}, {"HR", "385"}, {"HU", "599"}, {"IE", "539"}, {"IL", "729"}, {"IN", "890"},
      {"IT", "80"},  {"JP", "45"},  {"KR", "880"}, {"LT", "477"}, {"LV", "475"}, {"MX", "750"},
      {"NL", "87"},  {"NO", "70"},  {"NZ", "94"},  {"PL", "590"}, {"PT", "560"}, {"RO", "594"},
      {"RS", "860"}, {"RU", "46"},  {"SE", "73"},  {"SI", "383"}, {"SK", "858"}, {"TH", "885"},
      {"TR", "869"}, {"UA", "482"}, {"US", "00"},  {"VN", "893"}, {"ZA", "600"}};
  for (const Prefix& row : kPrefixes) {
    if (row.country == country) return row.digits;
  }
  return "";
}

std::size_t ean_length(Engine& engine, const Args& args) {
  const double length = args.number(0, 13);
  if (length != 8 && length != 13) engine.fail("an EAN has 8 or 13 digits", "say 8 or 13");
  return length == 8 ? 8 : 13;
}
void ean(Engine& engine, const Args& args, std::string& out) {
  append_ean(engine, "", ean_length(engine, args), out);
}
void ean8(Engine& engine, const Args&, std::string& out) {
  append_ean(engine, "", 8, out);
}
void ean13(Engine& engine, const Args&, std::string& out) {
  append_ean(engine, "", 13, out);
}
std::string_view local_prefix(const Engine& engine) {
  return gs1_prefix(country_of(engine.locale()));
}
void localized_ean(Engine& engine, const Args& args, std::string& out) {
  append_ean(engine, local_prefix(engine), ean_length(engine, args), out);
}
void localized_ean8(Engine& engine, const Args&, std::string& out) {
  append_ean(engine, local_prefix(engine), 8, out);
}
void localized_ean13(Engine& engine, const Args&, std::string& out) {
  append_ean(engine, local_prefix(engine), 13, out);
}
void upc_a(Engine& engine, const Args&, std::string& out) {
  append_ean(engine, "", 12, out);
}
void upc_e(Engine& engine, const Args&, std::string& out) {
  std::string code(1, one_of(engine, "01"));
  append_digits(engine, 6, code);
  code += checks::digit_char(checks::gs1_digit(checks::upc_a_payload(code)));
  out += code;
}

// Publishers of the English group 0: the longer the number, the fewer books it leaves
// (International ISBN Agency).
struct Publishers {
  int first, last;
  int digits;
};
constexpr Publishers kPublishers[] = {
    {0, 19, 2}, {229, 368, 3}, {7000, 8499, 4}, {85000, 89999, 5}, {950000, 989999, 6}};

// Publisher, title and their hyphen: eight digits without the group.
void append_book(Engine& engine, std::string_view separator, std::string& digits,
                 std::string& shown) {
  const Publishers& range = row_of(engine, kPublishers);
  std::string publisher, title;
  append_padded(roll(engine, range.first, range.last), range.digits, publisher);
  append_digits(engine, static_cast<std::size_t>(8 - range.digits), title);
  digits += publisher + title;
  shown.append(publisher).append(separator).append(title).append(separator);
}
void isbn10(Engine& engine, const Args& args, std::string& out) {
  const std::string_view separator = args.text(0, "-");
  std::string digits = "0";
  out.append("0").append(separator);
  append_book(engine, separator, digits, out);
  out += checks::isbn10_character(digits);
}
void isbn13(Engine& engine, const Args& args, std::string& out) {
  const std::string_view separator = args.text(0, "-");
  std::string digits = "9780";
  out.append("978").append(separator).append("0").append(separator);
  append_book(engine, separator, digits, out);
  out += checks::digit_char(checks::gs1_digit(digits));
}
void sbn9(Engine& engine, const Args& args, std::string& out) {
  std::string digits;
  append_book(engine, args.text(0, "-"), digits, out);
  out += checks::isbn10_character(digits);
}

void doi(Engine& engine, const Args&, std::string& out) {
  out += "10.";
  append_form(engine, "%###/", out);
  append_of(engine, kSmall, 2, out);
  append_digits(engine, static_cast<std::size_t>(roll(engine, 3, 8)), out);
}

constexpr Param kLength[] = {{"length", Type::kNumber, "13"}};
constexpr Param kSeparator[] = {{"separator", Type::kText, "-"}};

constexpr Method kBarcodes[] = {
    text_row("barcode", "ean", ean, "An EAN of 8 or 13 digits", kLength, 1),
    text_row("barcode", "ean13", ean13, "An EAN-13"),
    text_row("barcode", "ean8", ean8, "An EAN-8"),
    text_row("barcode", "localized_ean", localized_ean,
             "An EAN with the prefix of the locale's country", kLength, 1),
    text_row("barcode", "localized_ean13", localized_ean13,
             "An EAN-13 with the prefix of the locale's country"),
    text_row("barcode", "localized_ean8", localized_ean8,
             "An EAN-8 with the prefix of the locale's country"),
    text_row("barcode", "upc_a", upc_a, "A UPC-A of 12 digits"),
    text_row("barcode", "upc_e", upc_e, "A UPC-E of 8 digits"),
};
constexpr Method kBooks[] = {
    text_row("isbn", "doi", doi, "A digital object identifier"),
    text_row("isbn", "isbn10", isbn10, "An ISBN-10", kSeparator, 1),
    text_row("isbn", "isbn13", isbn13, "An ISBN-13", kSeparator, 1),
    text_row("isbn", "sbn9", sbn9, "An SBN, as before 1970", kSeparator, 1),
};

}  // namespace

Rows barcode_methods() {
  return kBarcodes;
}
Rows isbn_methods() {
  return kBooks;
}

}  // namespace mimus::fake::compat
