#include "checks.h"

#include <algorithm>
#include <string>
#include <vector>

#include "digits.h"
#include "iban.h"
#include "national_id.h"
#include "payment_card.h"
#include "products.h"
#include "text/suggest.h"
#include "vehicle.h"
#include "verdict.h"

namespace mimus::checks {
namespace {

Status check_card_type(std::string_view text) {
  if (find_card_type(text) != nullptr) return Done{};
  std::vector<std::string_view> names;
  for (const CardType& type : card_types()) names.push_back(type.name);
  return invalid("no card type is called '" + std::string(text) + "'",
                 text::did_you_mean(text, names));
}
template <int kIndex>
Status check_card_of(std::string_view text) {
  return check_card_number_of(card_types()[kIndex], text);
}

constexpr Kind kKinds[] = {
    {"aba", "US bank routing number (ABA)", "011000015", check_aba},
    {"amex", "card number of American Express", "378282246310005", check_card_of<0>},
    {"bic", "bank identifier (SWIFT, ISO 9362)", "DEUTDEFF500", check_bic},
    {"card_number", "payment card number: length and Luhn digit", "4111 1111 1111 1111",
     check_card_number},
    {"card_type", "name of a card network", "visa", check_card_type},
    {"date", "calendar date, YYYY-MM-DD", "2026-02-28", check_date},
    {"datetime", "date and time, RFC 3339", "2026-11-20T09:50:57Z", check_date_time},
    {"diners", "card number of Diners Club", "30569309025904", check_card_of<1>},
    {"discover", "card number of Discover", "6011111111111117", check_card_of<2>},
    {"doi", "digital object identifier", "10.1000/182", check_doi},
    {"ean", "EAN-8 or EAN-13", "4006381333931", check_ean},
    {"ean13", "EAN-13, GTIN-13", "4006381333931", check_ean13},
    {"ean8", "EAN-8, GTIN-8", "73513537", check_ean8},
    {"email", "e-mail address (RFC 5321)", "ada@example.com", check_email},
    {"hostname", "host name (RFC 1123)", "www.example.com", check_hostname},
    {"iban", "international bank account number (ISO 13616)", "DE89 3704 0044 0532 0130 00",
     check_iban},
    {"imei", "mobile equipment identity", "490154203237518", check_imei},
    {"ipv4", "IPv4 address", "192.0.2.1", check_ipv4},
    {"ipv6", "IPv6 address", "2001:db8::1", check_ipv6},
    {"isbn", "ISBN-10 or ISBN-13", "978-0-306-40615-7", check_isbn},
    {"isbn10", "ISBN of ten characters", "0-306-40615-2", check_isbn10},
    {"isbn13", "ISBN of thirteen digits", "978-0-306-40615-7", check_isbn13},
    {"issn", "serial number of journals", "0317-8471", check_issn},
    {"jcb", "card number of JCB", "3530111333300000", check_card_of<3>},
    {"mac", "MAC address", "00:1a:2b:3c:4d:5e", check_mac},
    {"maestro", "card number of Maestro", "6759649826438453", check_card_of<5>},
    {"mastercard", "card number of Mastercard", "5555555555554444", check_card_of<6>},
    {"sbn9", "book number before ISBN", "306-40615-2", check_sbn9},
    {"upc_a", "UPC-A, GTIN-12", "036000291452", check_upc_a},
    {"upc_e", "UPC-E", "04252614", check_upc_e},
    {"url", "absolute http or https URL", "https://example.com/a?b=c", check_url},
    {"uuid", "UUID (RFC 9562)", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", check_uuid},
    {"vin", "vehicle identification number (ISO 3779)", "1M8GDM9AXKP042788", check_vin},
    {"visa", "card number of Visa", "4111111111111111", check_card_of<8>},
};

}  // namespace

Status Kind::operator()(std::string_view text) const {
  if (check != nullptr) return check(text);
  return checks::check(*find_national_id(name), text);
}

std::span<const Kind> kinds() {
  static const std::vector<Kind> kAll = [] {
    std::vector<Kind> all(std::begin(kKinds), std::end(kKinds));
    for (const NationalId* id : national_ids())
      all.push_back({id->name, id->title, id->example, nullptr});
    std::sort(all.begin(), all.end(), [](const Kind& a, const Kind& b) { return a.name < b.name; });
    return all;
  }();
  return kAll;
}

const Kind* find_kind(std::string_view name) {
  struct Other {
    std::string_view name, means;
  };
  constexpr Other kOthers[] = {{"creditcard", "card_number"},
                               {"creditcardnumber", "card_number"},
                               {"card", "card_number"},
                               {"creditcardtype", "card_type"},
                               {"routingnumber", "aba"},
                               {"swift", "bic"},
                               {"ssn", "us_ssn"},
                               {"nino", "gb_nino"},
                               {"guid", "uuid"},
                               {"sbn", "sbn9"},
                               {"upc", "upc_a"},
                               {"mail", "email"}};
  const std::string wanted = plain_name(name);
  for (const Kind& kind : kinds()) {
    if (plain_name(kind.name) == wanted) return &kind;
  }
  for (const Other& other : kOthers) {
    if (plain_name(other.name) == wanted) return find_kind(other.means);
  }
  return nullptr;
}

Error unknown_kind(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Kind& kind : kinds()) names.push_back(kind.name);
  return Error{Code::kNotFound,
               "nothing of the kind '" + std::string(name) + "' can be checked",
               text::did_you_mean(name, names),
               {}};
}

std::string plain_name(std::string_view name) {
  std::string text;
  for (const char c : name) {
    if (c != '_' && c != '-' && c != ' ') text += to_upper(c);
  }
  return text;
}

Result<std::string> compact(std::string_view text, std::string_view separators,
                            std::string_view signs) {
  if (text.empty()) return invalid("nothing is given");
  std::string kept;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool between = separators.find(text[i]) != std::string_view::npos;
    if (between && (i == 0 || i + 1 == text.size()))
      return wrong_at("a separator stands at the end", i);
    if (between) continue;
    const bool letter = is_upper(to_upper(text[i]));
    if (!is_digit(text[i]) && !letter && signs.find(text[i]) == std::string_view::npos)
      return wrong_at("only letters and digits are allowed", i);
    kept += to_upper(text[i]);
  }
  return kept;
}

Status of_length(std::string_view text, std::size_t length, std::string_view what) {
  if (text.size() == length) return Done{};
  return invalid(std::string(what) + " has " + std::to_string(length) + " characters, got " +
                 std::to_string(text.size()));
}

Status only_digits(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_digit(text[i])) return wrong_at("only digits are allowed", i);
  }
  return text.empty() ? Status(invalid("nothing is given")) : Status(Done{});
}

Status same_check(std::string_view given, std::string_view wanted) {
  if (given == wanted) return Done{};
  const bool many = wanted.size() > 1;
  return invalid("the check " + std::string(many ? "characters are " : "character is ") +
                 std::string(given) + ", the others ask for " + std::string(wanted));
}

}  // namespace mimus::checks
