#include "bank.h"
#include "parts.h"
#include "rows.h"

namespace mimus::fake {
namespace {

void account_name(Engine& engine, const Args&, std::string& out) {
  out.append(pick(engine, finance_account_type)).append(" Account");
}

void account_number(Engine& engine, const Args& args, std::string& out) {
  append_numeric(engine, args.count(engine, 0, 8), true, out);
}

void amount(Engine& engine, const Args& args, std::string& out) {
  const double digits = args.number(2, 2);
  const double number = number_digits(engine, args.number(0, 0), args.number(1, 1000), digits);
  if (digits > 100) engine.fail("dec should be a number of 0 to 100");
  if (engine.failed()) return;
  out += args.text(3);
  if (args.flag(4, false))
    append_grouped(number, static_cast<int>(digits), out);
  else
    append_fixed(number, static_cast<int>(digits), out);
}

void bic(Engine& engine, const Args& args, std::string& out) {
  const bool branch = args.has(0) ? args.flag(0, false) : engine.boolean();
  append_alpha(engine, 4, Casing::kUpper, out);
  out += draw_country_code(engine);
  append_alphanumeric(engine, 2, Casing::kUpper, out);
  if (!branch) return;
  if (engine.boolean())
    append_alphanumeric(engine, 3, Casing::kUpper, out);
  else
    out += "XXX";
}

struct Bitcoin {
  std::string_view mainnet, testnet, exclude;
  double min, max;
  Casing casing;
};
// legacy, segwit, bech32, taproot
constexpr Bitcoin kBitcoin[] = {{"1", "m", "0OIl", 26, 34, Casing::kMixed},
                                {"3", "2", "0OIl", 26, 34, Casing::kMixed},
                                {"bc1", "tb1", "1bBiIoO", 42, 42, Casing::kLower},
                                {"bc1p", "tb1p", "1bBiIoO", 62, 62, Casing::kLower}};

void bitcoin_address(Engine& engine, const Args& args, std::string& out) {
  const Bitcoin& kind = kBitcoin[args.has(0) ? args[0].choice : engine.below(std::size(kBitcoin))];
  const std::string_view prefix = args.has(1) && args[1].choice == 1 ? kind.testnet : kind.mainnet;
  const double length = number_int(engine, kind.min, kind.max);
  out += prefix;
  append_alphanumeric_without(engine, length - static_cast<double>(prefix.size()), kind.casing,
                              kind.exclude, out);
}

void litecoin_address(Engine& engine, const Args&, std::string& out) {
  const double length = number_int(engine, 26, 33);
  append_from(engine, "LM3", 1, out);
  append_from(engine, "123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ", length - 1,
              out);
}

void ethereum_address(Engine& engine, const Args&, std::string& out) {
  out += "0x";
  append_hexadecimal(engine, 40, Casing::kLower, out);
}

void card_cvv(Engine& engine, const Args&, std::string& out) {
  append_numeric(engine, 3, true, out);
}

std::string_view card_issuer_of(Engine& engine, Node cards) {
  if (engine.failed()) return {};
  return Image::key(cards, static_cast<std::uint32_t>(engine.below(cards.count())));
}

void card_issuer(Engine& engine, const Args&, std::string& out) {
  out += card_issuer_of(engine, required(engine, finance_credit_card));
}

void card_number(Engine& engine, const Args& args, std::string& out) {
  const std::string_view issuer = args.text(0);
  const Node cards = required(engine, finance_credit_card);
  if (engine.failed()) return;
  std::string name;
  append_lower(issuer, name);
  std::string_view form = issuer;
  if (const Node list = cards / name)
    form = pick(engine, list);
  else if (issuer.find('#') == issuer.npos)
    form = pick(engine, cards / card_issuer_of(engine, cards));
  if (form.find('/') == form.npos) return replace_card_symbols(engine, form, u"#", out);
  std::string plain;
  for (const char c : form) {
    if (c != '/') plain += c;
  }
  replace_card_symbols(engine, plain, u"#", out);
}

template <const char* kMember>
void currency_part(Engine& engine, const Args&, std::string& out) {
  out += Image::text_of(pick_node(engine, required(engine, finance_currency)) / kMember);
}
constexpr char kCode[] = "code";
constexpr char kName[] = "name";
constexpr char kNumericCode[] = "numericCode";

void currency_symbol(Engine& engine, const Args&, std::string& out) {
  std::string_view symbol;
  while (symbol.empty() && !engine.failed()) {
    symbol = Image::text_of(pick_node(engine, required(engine, finance_currency)) / "symbol");
  }
  out += symbol;
}

void iban_(Engine& engine, const Args& args, std::string& out) {
  iban(engine, args.text(1), args.flag(0, false), out);
}

void pin(Engine& engine, const Args& args, std::string& out) {
  const double length = args.count(engine, 0, 4);
  if (length < 1) return engine.fail("a PIN has at least one digit");
  append_numeric(engine, length, true, out);
}

void routing_number(Engine& engine, const Args&, std::string& out) {
  const std::size_t start = out.size();
  out += pick(engine, finance_federal_reserve_routing_symbol);
  append_numeric(engine, 4, true, out);
  int sum = 0;
  for (std::size_t i = 0; start + i < out.size(); ++i)
    sum += (out[start + i] - '0') * (i % 3 == 0 ? 3 : i % 3 == 1 ? 7 : 1);
  append_number((sum + 9) / 10 * 10 - sum, out);
}

void transaction_description(Engine& engine, const Args&, std::string& out) {
  fake_list(engine, required(engine, finance_transaction_description_pattern), out);
}

constexpr Param kAccountNumber[] = {{"length", Type::kNumber, "8"}};
constexpr Param kAmount[] = {{"min", Type::kNumber, "0"},
                             {"max", Type::kNumber, "1000"},
                             {"dec", Type::kNumber, "2"},
                             {"symbol", Type::kText, ""},
                             {"autoFormat", Type::kBoolean, "false"}};
constexpr Param kBic[] = {{"includeBranchCode", Type::kBoolean, "a draw"}};
constexpr Param kBitcoinParams[] = {
    {"type", Type::kChoice, "a draw", "legacy|segwit|bech32|taproot"},
    {"network", Type::kChoice, "mainnet", "mainnet|testnet"}};
constexpr Param kCard[] = {{"issuer", Type::kText, ""}};
constexpr Param kIban[] = {{"formatted", Type::kBoolean, "false"},
                           {"countryCode", Type::kText, "a draw"}};
constexpr Param kPin[] = {{"length", Type::kNumber, "4"}};

constexpr Method kMethods[] = {
    text_row("finance", "accountName", account_name, "A kind of account"),
    text_row("finance", "accountNumber", account_number, "An account's number", kAccountNumber, 0,
             0),
    text_row("finance", "amount", amount, "An amount of money", kAmount),
    text_row("finance", "bic", bic, "A BIC (SWIFT code)", kBic),
    text_row("finance", "bitcoinAddress", bitcoin_address, "A Bitcoin address", kBitcoinParams),
    text_row("finance", "creditCardCVV", card_cvv, "A card's verification number"),
    text_row("finance", "creditCardIssuer", card_issuer, "An issuer of cards"),
    text_row("finance", "creditCardNumber", card_number, "A card's number with its check digit",
             kCard, 0, 0),
    data_row("finance", "currency", finance_currency, "A currency: name, code, symbol, number",
             Returns::kObject),
    text_row("finance", "currencyCode", currency_part<kCode>, "A currency's ISO 4217 code"),
    text_row("finance", "currencyName", currency_part<kName>, "A currency's name"),
    text_row("finance", "currencyNumericCode", currency_part<kNumericCode>,
             "A currency's ISO 4217 number"),
    text_row("finance", "currencySymbol", currency_symbol, "A currency's sign"),
    text_row("finance", "ethereumAddress", ethereum_address, "An Ethereum address"),
    text_row("finance", "iban", iban_, "An IBAN with its check digits", kIban),
    text_row("finance", "litecoinAddress", litecoin_address, "A Litecoin address"),
    text_row("finance", "pin", pin, "A PIN", kPin, 0, 0),
    text_row("finance", "routingNumber", routing_number,
             "An ABA routing number with its check digit"),
    text_row("finance", "transactionDescription", transaction_description,
             "A line of an account's statement"),
    data_row("finance", "transactionType", finance_transaction_type, "A kind of transaction"),
};

}  // namespace

Rows finance_methods() {
  return kMethods;
}

}  // namespace mimus::fake
