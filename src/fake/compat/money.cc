#include "checks/digits.h"
#include "checks/iban.h"
#include "checks/payment_card.h"
#include "compat/days.h"
#include "compat/draw.h"
#include "compat/national_ids.h"
#include "compat/people.h"
#include "compat/providers.h"
#include "data.h"
#include "js_text.h"

namespace mimus::fake::compat {
namespace {

using checks::CardType;

const checks::IbanCountry& local_bank_country(const Engine& engine) {
  const checks::IbanCountry* country = checks::find_iban_country(country_of(engine.locale()));
  return country != nullptr ? *country : *checks::find_iban_country("GB");
}
void append_bban(Engine& engine, const checks::IbanCountry& country, std::string& out) {
  std::size_t count = 0;
  for (const char c : country.bban) {
    if (checks::is_digit(c)) {
      count = count * 10 + static_cast<std::size_t>(c - '0');
      continue;
    }
    if (c == 'n')
      append_digits(engine, count, out);
    else
      append_of(engine, c == 'a' ? kCapitals : kCapitalsAndDigits, count, out);
    count = 0;
  }
}
void bban(Engine& engine, const Args&, std::string& out) {
  append_bban(engine, local_bank_country(engine), out);
}
void iban(Engine& engine, const Args&, std::string& out) {
  const checks::IbanCountry& country = local_bank_country(engine);
  std::string account;
  append_bban(engine, country, account);
  out.append(country.country)
      .append(checks::iban_check_digits(country.country, account))
      .append(account);
}
void bank_country(Engine& engine, const Args&, std::string& out) {
  out += local_bank_country(engine).country;
}
void bank(Engine& engine, const Args&, std::string& out) {
  constexpr std::string_view kForms[] = {" Bank", " Savings Bank", " & Co. Bank", " Trust",
                                         " Credit Union"};
  out += draw_name(engine, false).last;
  out += row_of(engine, kForms);
}
void aba(Engine& engine, const Args&, std::string& out) {
  std::string digits;
  append_padded(roll(engine, 1, 12), 2, digits);
  append_digits(engine, 6, digits);
  out.append(digits) += checks::digit_char(checks::aba_digit(digits));
}
void append_swift(Engine& engine, bool branch, std::string& out) {
  append_of(engine, kCapitals, 4, out);
  out += country_of(engine.locale());
  append_of(engine, kCapitalsAndDigits, branch ? 5 : 2, out);
}
void swift8(Engine& engine, const Args&, std::string& out) {
  append_swift(engine, false, out);
}
void swift11(Engine& engine, const Args&, std::string& out) {
  append_swift(engine, true, out);
}
void swift(Engine& engine, const Args& args, std::string& out) {
  const double length = args.number(0, 11);
  if (length != 8 && length != 11)
    engine.fail("a SWIFT code has 8 or 11 characters", "say 8 or 11");
  append_swift(engine, length == 11, out);
}

const CardType& card_type(Engine& engine, const Args& args) {
  constexpr std::string_view kUsual[] = {"visa", "mastercard", "amex",    "discover", "diners",
                                         "jcb",  "jcb15",      "maestro", "visa13",   "visa19"};
  const std::string_view name = args.has(0) ? args.text(0) : row_of(engine, kUsual);
  const CardType* type = checks::find_card_type(name);
  if (type == nullptr)
    engine.fail("no card type is called '" + std::string(name) + "'",
                "say visa, mastercard, amex, discover, diners, jcb or maestro");
  return type != nullptr ? *type : checks::card_types()[0];
}
// One of "51-55 2221-2720", and of its numbers.
void append_prefix(Engine& engine, std::string_view prefixes, std::string& out) {
  int count = 1;
  for (const char c : prefixes) count += c == ' ';
  for (int skip = roll(engine, 1, count); skip > 1; --skip)
    prefixes.remove_prefix(prefixes.find(' ') + 1);
  const std::string_view range = prefixes.substr(0, prefixes.find(' '));
  const std::size_t dash = range.find('-');
  if (dash == std::string_view::npos) {
    out += range;
    return;
  }
  const int low = checks::number_at(range, 0, dash);
  const int high = checks::number_at(range, dash + 1, range.size() - dash - 1);
  append_number(roll(engine, low, high), out);
}
void append_card(Engine& engine, const CardType& type, std::string& out) {
  const std::string_view first = type.lengths.substr(0, type.lengths.find(' '));
  const bool maestro = type.lengths.starts_with("12 13");
  const int length = maestro ? 16 : checks::number_at(first, 0, first.size());
  const std::size_t start = out.size();
  append_prefix(engine, type.prefixes, out);
  append_digits(engine, static_cast<std::size_t>(length) - 1 - (out.size() - start), out);
  out += checks::digit_char(checks::luhn_digit(std::string_view(out).substr(start)));
}
void append_expiry(Engine& engine, std::string_view form, std::string& out) {
  const Day today = day_of(engine.reference_ms());
  const std::chrono::year_month_day date(today + std::chrono::days(roll(engine, 0, 3652)));
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (form[i] != '%' || i + 1 == form.size()) {
      out += form[i];
      continue;
    }
    const char what = form[++i];
    if (what == 'm')
      append_padded(static_cast<int>(static_cast<unsigned>(date.month())), 2, out);
    else if (what == 'd')
      append_padded(static_cast<int>(static_cast<unsigned>(date.day())), 2, out);
    else if (what == 'Y')
      append_padded(static_cast<int>(date.year()), 4, out);
    else
      append_padded(static_cast<int>(date.year()) % 100, 2, out);
  }
}
void card_number(Engine& engine, const Args& args, std::string& out) {
  append_card(engine, card_type(engine, args), out);
}
void card_provider(Engine& engine, const Args& args, std::string& out) {
  out += card_type(engine, args).title;
}
void card_code(Engine& engine, const Args& args, std::string& out) {
  append_digits(engine, static_cast<std::size_t>(card_type(engine, args).code_digits), out);
}
void card_expire(Engine& engine, const Args& args, std::string& out) {
  append_expiry(engine, args.text(0, "%m/%y"), out);
}
void card_full(Engine& engine, const Args& args, std::string& out) {
  const CardType& type = card_type(engine, args);
  const bool female = engine.next() < 0.5;
  const Name name = draw_name(engine, female);
  out.append(type.title).append("\n").append(name.first).append(" ").append(name.last).append("\n");
  append_card(engine, type, out);
  out += ' ';
  append_expiry(engine, "%m/%y", out);
  out.append("\n").append(type.code_name).append(": ");
  append_digits(engine, static_cast<std::size_t>(type.code_digits), out);
  out += '\n';
}

struct Coin {
  std::string_view code, name;
};
constexpr Coin kCoins[] = {
    {"ADA", "Cardano"},          {"AVAX", "Avalanche"}, {"BCH", "Bitcoin Cash"},
    {"BNB", "Binance Coin"},     {"BTC", "Bitcoin"},    {"DASH", "Dash"},
    {"DOGE", "Dogecoin"},        {"DOT", "Polkadot"},   {"EOS", "EOS"},
    {"ETC", "Ethereum Classic"}, {"ETH", "Ethereum"},   {"IOTA", "IOTA"},
    {"LINK", "Chainlink"},       {"LTC", "Litecoin"},   {"NEO", "Neo"},
    {"NMC", "Namecoin"},         {"SOL", "Solana"},     {"TRX", "TRON"},
    {"USDT", "Tether"},          {"XLM", "Stellar"},    {"XMR", "Monero"},
    {"XRP", "Ripple"},           {"XTZ", "Tezos"},      {"ZEC", "Zcash"}};
Value cryptocurrency(Engine& engine, const Args&) {
  const Coin& coin = row_of(engine, kCoins);
  return Value::Array{coin.code, coin.name};
}
void cryptocurrency_code(Engine& engine, const Args&, std::string& out) {
  out += row_of(engine, kCoins).code;
}
void cryptocurrency_name(Engine& engine, const Args&, std::string& out) {
  out += row_of(engine, kCoins).name;
}
std::string currency_member(Engine& engine, std::string_view member) {
  const Value money = data_value(engine, finance_currency);
  const Value* found = money.member(member);
  return found != nullptr ? to_string(*found) : "";
}
Value currency(Engine& engine, const Args&) {
  const Value money = data_value(engine, finance_currency);
  if (engine.failed()) return {};
  return Value::Array{*money.member("code"), *money.member("name")};
}
void currency_code(Engine& engine, const Args&, std::string& out) {
  out += currency_member(engine, "code");
}
void currency_name(Engine& engine, const Args&, std::string& out) {
  out += currency_member(engine, "name");
}
void currency_symbol(Engine& engine, const Args&, std::string& out) {
  std::string symbol;
  for (int tries = 0; tries < 100 && symbol.empty() && !engine.failed(); ++tries)
    symbol = currency_member(engine, "symbol");
  out += symbol;
}
void pricetag(Engine& engine, const Args&, std::string& out) {
  constexpr std::string_view kForms[] = {"$%.##", "$%#.##", "$%##.##", "$%,###.##", "$%#,###.##"};
  append_form(engine, row_of(engine, kForms), out);
}

constexpr Param kLength[] = {{"length", Type::kNumber, "11"}};
constexpr Param kCard[] = {{"card_type", Type::kText, "a draw"}};
constexpr Param kFormat[] = {{"date_format", Type::kText, "%m/%y"}};

constexpr Method kBank[] = {
    text_row("bank", "aba", aba, "A US routing number"),
    text_row("bank", "bank", bank, "A bank's name"),
    text_row("bank", "bank_country", bank_country,
             "The country of bban and iban: the locale's, else GB"),
    text_row("bank", "bban", bban, "An account number as inside IBAN"),
    text_row("bank", "iban", iban, "An IBAN of the locale's country, check digits right"),
    text_row("bank", "swift", swift, "A SWIFT code of 8 or 11 characters", kLength, 1),
    text_row("bank", "swift11", swift11, "A SWIFT code with a branch"),
    text_row("bank", "swift8", swift8, "A SWIFT code without a branch"),
};
constexpr Method kCards[] = {
    text_row("credit_card", "credit_card_expire", card_expire,
             "A month up to ten years from now: %m %d %y %Y", kFormat, 1),
    text_row("credit_card", "credit_card_full", card_full,
             "Provider, owner, number with expiry, code: four lines", kCard, 1),
    text_row("credit_card", "credit_card_number", card_number,
             "A card's number with its Luhn digit", kCard, 1),
    text_row("credit_card", "credit_card_provider", card_provider, "A network's name", kCard, 1),
    text_row("credit_card", "credit_card_security_code", card_code,
             "Three digits, four for American Express", kCard, 1),
};
constexpr Method kCurrencies[] = {
    value_row("currency", "cryptocurrency", Returns::kAny, cryptocurrency,
              "Code and name of a cryptocurrency"),
    text_row("currency", "cryptocurrency_code", cryptocurrency_code,
             "Code of a cryptocurrency: BTC"),
    text_row("currency", "cryptocurrency_name", cryptocurrency_name, "Name of a cryptocurrency"),
    value_row("currency", "currency", Returns::kAny, currency, "Code and name of a currency"),
    text_row("currency", "currency_code", currency_code, "Code of a currency: EUR"),
    text_row("currency", "currency_name", currency_name, "Name of a currency"),
    text_row("currency", "currency_symbol", currency_symbol, "Sign of a currency"),
    text_row("currency", "pricetag", pricetag, "A price in dollars"),
};

}  // namespace

Rows bank_methods() {
  return kBank;
}
Rows credit_card_methods() {
  return kCards;
}
Rows currency_methods() {
  return kCurrencies;
}

}  // namespace mimus::fake::compat
