#include "checks.h"

#include <gtest/gtest.h>

#include "digits.h"
#include "iban.h"
#include "national_id.h"
#include "payment_card.h"
#include "support/property.h"

namespace mimus::checks {
namespace {

std::string why_not(std::string_view kind, std::string_view text) {
  const Kind* found = find_kind(kind);
  if (found == nullptr) return "no such kind";
  const Status status = (*found)(text);
  return status ? "" : status.error().message;
}

TEST(Kinds, EveryExampleIsValid) {
  for (const Kind& kind : kinds()) {
    SCOPED_TRACE(kind.name);
    EXPECT_EQ(why_not(kind.name, kind.example), "") << kind.example;
    EXPECT_FALSE(kind(""));
    EXPECT_FALSE(kind(std::string(kind.example) + "\n"));
    EXPECT_EQ(find_kind(kind.name)->name, kind.name);
  }
}

struct KindCase {
  std::string_view rule, kind, text;
  std::string_view reason;  // part of it; empty: valid
};
constexpr KindCase kCases[] = {
    {"blanks in groups of four", "iban", "GB82 WEST 1234 5698 7654 32", ""},
    {"small letters are the same", "iban", "gb82west12345698765432", ""},
    {"one digit more", "iban", "DE893704004405320130001", "22 characters"},
    {"wrong check digits say which are right", "iban", "DE88370400440532013000", "ask for 89"},
    {"a country without IBANs", "iban", "US89370400440532013000", "no country"},
    {"a letter among the digits", "iban", "DE8937040044053201300A", "must be a digit"},
    {"ten digits with X", "isbn", "0-8044-2957-X", ""},
    {"an EAN of another prefix", "isbn13", "4006381333931", "978 or 979"},
    {"hyphens anywhere", "isbn10", "0306406152", ""},
    {"EAN-8 by its length", "ean", "73513537", ""},
    {"a digit changed", "ean13", "4006381333932", "ask for 1"},
    {"a number of Visa is not of Mastercard", "mastercard", "4111111111111111", "begins with"},
    {"Luhn", "card_number", "4111111111111112", "ask for 1"},
    {"names of networks", "card_type", "American Express", ""},
    {"unknown network", "card_type", "vista", "no card type"},
    {"plus addresses", "email", "a.b+c@sub.example.org", ""},
    {"quoted local part", "email", "\"a b\"@example.org", ""},
    {"an address literal", "email", "a@[192.0.2.1]", ""},
    {"two dots", "email", "a..b@example.org", "one at a time"},
    {"no domain", "email", "a@", "host name is missing"},
    {"no dot in the domain", "email", "a@localhost", "needs a dot"},
    {"leading zeros", "ipv4", "192.0.02.1", "octal"},
    {"too large", "ipv4", "192.0.2.256", "at most 255"},
    {"IPv4 at the end", "ipv6", "::ffff:192.0.2.1", ""},
    {"nothing but a gap", "ipv6", "::", ""},
    {"two gaps", "ipv6", "1::2::3", "once"},
    {"seven groups", "ipv6", "1:2:3:4:5:6:7", "8 groups"},
    {"no I in a VIN", "vin", "1M8GDM9AXKPI42788", "never has I"},
    {"European VINs have no check digit", "vin", "WVWZZZ1JZXW000001", ""},
    {"a day that February lacks", "date", "2026-02-29", "no such day"},
    {"a leap day", "date", "2024-02-29", ""},
    {"a port too large", "url", "http://a.example:70000/", "port"},
    {"another scheme", "url", "ftp://a.example/", "http or https"},
    {"an IPv6 host", "url", "http://[::1]:8080/x?y#z", ""},
    {"Faker's favourite", "us_ssn", "666-12-3456", "666"},
    {"Corsica", "fr_nir", "1 80 05 2A 123 456 44", "ask for"},
    {"ten of the digits once only", "de_steuer_id", "12345678903", "comes twice"},
    {"twelve digits", "se_personnummer", "19811218-9876", ""},
    {"a Finn of this century", "fi_hetu", "010101A0102", "ask for"},
    {"2000 and later, by the second rule", "be_national_number", "00.01.25-567.77", ""},
    {"the same digit all the way", "br_cpf", "111.111.111-11", "same digit"},
    {"another name", "CPF of nobody", "x", "no such kind"},
    {"without separators, any case", "ISBN-13", "9780306406157", ""},
};
TEST(Kinds, Rows) {
  for (const KindCase& row : kCases) {
    SCOPED_TRACE(row.rule);
    const std::string reason = why_not(row.kind, row.text);
    if (row.reason.empty()) {
      EXPECT_EQ(reason, "");
    } else {
      EXPECT_NE(reason.find(row.reason), std::string::npos) << "'" << reason << "'";
    }
  }
}

// Published specimens beside the examples of the tables.
struct Specimen {
  std::string_view id, number;
};
constexpr Specimen kSpecimens[] = {
    {"de_steuer_id", "47036892816"},
    {"de_steuer_id", "65929970489"},
    {"pl_pesel", "02070803628"},
    {"pl_nip", "526-104-08-28"},
    {"es_dni", "54362315K"},
    {"es_nie", "X2482300W"},
    {"br_cpf", "390.533.447-05"},
    {"tr_tc", "17291716060"},
    {"za_id", "7503305044089"},
    {"cn_resident_id", "440524188001010014"},
    {"ee_isikukood", "36805280109"},
    {"bg_egn", "8032056031"},
    {"be_national_number", "85073003328"},
    {"fr_nir", "295109912611193"},
    {"ch_ahv", "7569217076985"},
    {"au_tfn", "876543210"},
    {"nl_bsn", "111222333"},
    {"cl_rut", "76086428-5"},
    {"ar_cuit", "20-05536168-2"},
    {"ru_inn", "500100732259"},
    {"hr_oib", "94577403194"},
    {"ie_pps", "6433435F"},
    {"it_codice_fiscale", "RCCMNL83S18D969H"},
    {"gb_nhs", "943 476 5870"},
    {"se_personnummer", "8803200016"},
};
TEST(NationalIds, PublishedSpecimens) {
  for (const Specimen& row : kSpecimens) {
    SCOPED_TRACE(row.id);
    EXPECT_EQ(why_not(row.id, row.number), "") << row.number;
  }
}

// Change any one digit of a valid number: refused, where the rule promises to see that.
TEST(NationalIds, OneDigitChangedIsRefused) {
  for (const NationalId* id : national_ids()) {
    if (!id->detects_digits) continue;
    SCOPED_TRACE(id->name);
    for (std::size_t i = 0; i < id->example.size(); ++i) {
      if (!is_digit(id->example[i])) continue;
      for (char other = '0'; other <= '9'; ++other) {
        if (other == id->example[i]) continue;
        std::string changed(id->example);
        changed[i] = other;
        EXPECT_FALSE(check(*id, changed)) << changed;
      }
    }
  }
}

TEST(NationalIds, FormattedIsTheExample) {
  for (const NationalId* id : national_ids()) {
    std::string compacted;
    for (const char c : id->example) {
      const bool kept = is_digit(c) || is_upper(c) || id->format.empty();
      if (kept) compacted += c;
    }
    EXPECT_EQ(formatted(*id, compacted), id->example);
    EXPECT_EQ(compacted.size(), id->layout.size()) << id->name;
  }
}

TEST(Digits, LuhnAndVerhoeffSeeEveryChange) {
  for_each_seed(300, [](const Chance& chance) {
    std::string payload;
    for (std::uint64_t i = 0; i < 4 + chance.below(14); ++i)
      payload += digit_char(static_cast<int>(chance.fork(i).below(10)));
    const std::size_t at = chance.fork("at").below(payload.size());
    std::string changed = payload;
    changed[at] =
        digit_char((changed[at] - '0' + 1 + static_cast<int>(chance.fork("by").below(9))) % 10);
    EXPECT_NE(luhn_digit(payload), luhn_digit(changed));
    EXPECT_NE(verhoeff_digit(payload), verhoeff_digit(changed));
    EXPECT_NE(gs1_digit(payload), gs1_digit(changed));
    EXPECT_NE(mod_11_10_digit(payload), mod_11_10_digit(changed));
    if (at + 1 < payload.size() && payload[at] != payload[at + 1]) {
      std::string swapped = payload;
      std::swap(swapped[at], swapped[at + 1]);
      EXPECT_NE(verhoeff_digit(payload), verhoeff_digit(swapped));
    }
  });
  EXPECT_EQ(luhn_digit("7992739871"), 3);
  EXPECT_EQ(verhoeff_digit("236"), 3);
}

TEST(Iban, EveryCountryMakesAndChecks) {
  for (const IbanCountry& country : iban_countries()) {
    SCOPED_TRACE(country.country);
    std::string bban;
    std::size_t count = 0;
    for (const char c : country.bban) {
      if (is_digit(c)) {
        count = count * 10 + static_cast<std::size_t>(c - '0');
      } else {
        bban += std::string(std::exchange(count, 0), c == 'n' ? '7' : 'Q');
      }
    }
    const std::string iban =
        std::string(country.country) + iban_check_digits(country.country, bban) + bban;
    EXPECT_TRUE(check_iban(iban)) << iban;
    EXPECT_EQ(iban.size(), country.length());
  }
}

TEST(UnknownKind, NamesTheNearest) {
  EXPECT_NE(unknown_kind("ibann").hint.find("iban"), std::string::npos);
}

}  // namespace
}  // namespace mimus::checks
