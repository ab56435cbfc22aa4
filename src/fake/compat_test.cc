#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>

#include "checks/checks.h"
#include "checks/national_id.h"
#include "checks/vehicle.h"
#include "compat/archive.h"
#include "compat/picture.h"
#include "compat/archive.h"
#include "compat/picture.h"
#include "fake/call.h"
#include "fake/draws.h"
#include "fake/methods.h"
#include "fake/persona.h"
#include "support/temp_dir.h"
#include "text/encoding.h"

namespace mimus::fake {
namespace {

constexpr double kNow = 1'767'225'600'000;  // 2026-01-01

std::string text_of(std::string_view call_text, std::uint64_t key, std::string_view locale = "en") {
  KeyedDraws draws(Chance(99).fork(key));
  Engine engine(draws, *Locale::find(locale));
  engine.freeze_ms(kNow);
  const Result<Call> call = Call::parse(call_text);
  if (!call) return describe(call.error());
  const Result<Value> value = call->value(engine);
  return value ? to_string(*value) : describe(value.error());
}

struct Valid {
  std::string_view call, kind;
};
constexpr Valid kValid[] = {
    {"barcode.ean13", "ean13"},
    {"barcode.ean8", "ean8"},
    {"barcode.ean(8)", "ean8"},
    {"barcode.localized_ean13", "ean13"},
    {"barcode.localized_ean8", "ean8"},
    {"barcode.upc_a", "upc_a"},
    {"barcode.upc_e", "upc_e"},
    {"isbn10", "isbn10"},
    {"isbn13", "isbn13"},
    {"sbn9", "sbn9"},
    {"doi", "doi"},
    {"bank.iban", "iban"},
    {"bank.aba", "aba"},
    {"bank.swift8", "bic"},
    {"bank.swift11", "bic"},
    {"credit_card_number", "card_number"},
    {"credit_card_number(visa)", "visa"},
    {"credit_card_number(mastercard)", "mastercard"},
    {"credit_card_number(amex)", "amex"},
    {"credit_card_number(discover)", "discover"},
    {"credit_card_number(diners)", "diners"},
    {"credit_card_number(maestro)", "maestro"},
    {"credit_card_number(jcb)", "jcb"},
    {"automotive.vin", "vin"},
    {"company_email", "email"},
    {"free_email", "email"},
    {"safe_email", "email"},
    {"hostname(3)", "hostname"},
    {"domain_name", "hostname"},
    {"uri", "url"},
    {"ipv4_public", "ipv4"},
    {"ipv4_private", "ipv4"},
    {"uuid1", "uuid"},
    {"date_of_birth", "date"},
    {"date_this_year", "date"},
    {"future_date", "date"},
    {"past_date", "date"},
    {"date", "date"},
    {"itin", "us_itin"},
    {"ein", "us_ein"},
    {"ssn", "us_ssn"},
};
TEST(Compat, WhatIsMadeIsValid) {
  for (const Valid& row : kValid) {
    SCOPED_TRACE(row.call);
    const checks::Kind* kind = checks::find_kind(row.kind);
    ASSERT_NE(kind, nullptr);
    for (std::uint64_t key = 0; key < 100; ++key) {
      const std::string text = text_of(row.call, key);
      const Status status = (*kind)(text);
      ASSERT_TRUE(status) << text << ": " << status.error().message;
    }
  }
}

// Every national id: what is made is valid, and one changed digit is not, where the rule promises
// to see it.
TEST(Compat, NationalIds) {
  for (const checks::NationalId* id : checks::national_ids()) {
    SCOPED_TRACE(id->name);
    std::set<std::string> seen;
    for (std::uint64_t key = 0; key < 60; ++key) {
      const std::string text = text_of("national_id." + std::string(id->name), key);
      const Status status = checks::check(*id, text);
      ASSERT_TRUE(status) << text << ": " << status.error().message;
      seen.insert(text);
      if (!id->detects_digits) continue;
      std::string changed = text;
      const std::size_t at = Chance(key).below(changed.size());
      if (changed[at] < '0' || changed[at] > '9') continue;
      changed[at] = static_cast<char>(
          '0' + (changed[at] - '0' + 1 + static_cast<int>(Chance(key).fork("by").below(9))) % 10);
      EXPECT_FALSE(checks::check(*id, changed)) << text << " -> " << changed;
    }
    EXPECT_GT(seen.size(), 50u);
  }
}

TEST(Compat, LocalIdsAreTheCountrys) {
  struct Local {
    std::string_view locale, id;
  };
  constexpr Local kLocals[] = {{"de", "de_steuer_id"},
                               {"de_AT", "at_svnr"},
                               {"fr", "fr_nir"},
                               {"es", "es_dni"},
                               {"it", "it_codice_fiscale"},
                               {"nl", "nl_bsn"},
                               {"pl", "pl_pesel"},
                               {"sv", "se_personnummer"},
                               {"pt_BR", "br_cpf"},
                               {"en_GB", "gb_nino"},
                               {"tr", "tr_tc"}};
  for (const Local& row : kLocals) {
    const std::string text = text_of("ssn", 3, row.locale);
    EXPECT_TRUE(checks::check(*checks::find_national_id(row.id), text))
        << row.locale << " " << text;
  }
}

// Every method with its defaults in three scripts: it does not fail, and the same key makes the
// same value.
TEST(Compat, EveryMethodWorksEverywhere) {
  for (const Module& module : python_modules()) {
    for (const Method& method : module.methods) {
      bool needs = false;
      for (const Param& param : method.params) needs = needs || param.required();
      if (needs) continue;
      for (const std::string_view locale : {"en", "de", "ja", "ru"}) {
        SCOPED_TRACE(method.full_name() + " " + std::string(locale));
        KeyedDraws draws(Chance(5)), again(Chance(5));
        Engine engine(draws, *Locale::find(locale)), other(again, *Locale::find(locale));
        engine.freeze_ms(kNow);
        other.freeze_ms(kNow);
        const Result<Value> value = call(engine, method);
        ASSERT_TRUE(value) << describe(value.error());
        EXPECT_EQ(to_json(*value), to_json(*call(other, method)));
      }
    }
  }
}

TEST(Compat, SimpleProfileHasPythonsShape) {
  KeyedDraws draws(Chance(5));
  Engine engine(draws);
  engine.freeze_ms(kNow);
  int women = 0;
  for (int i = 0; i < 400; ++i) {
    const Value row = *call(engine, "simple_profile");
    const auto& members = *row.get<Value::Object>();
    std::string keys;
    for (const auto& [key, value] : members) keys += key + " ";
    EXPECT_EQ(keys, "username name sex address mail birthdate ");
    const std::string address(row.member("address")->text());
    EXPECT_EQ(std::count(address.begin(), address.end(), '\n'), 1) << address;
    EXPECT_TRUE(checks::check_email(row.member("mail")->text()));
    EXPECT_TRUE(checks::check_date(row.member("birthdate")->text()));
    women += row.member("sex")->text() == "F";
  }
  EXPECT_NEAR(women, 200, 50);
}

// What a row writes at once is what its value would be, draw for draw.
TEST(Compat, JsonWrittenAtOnceIsTheValues) {
  for (const char* locale : {"en", "de", "ja", "fr"}) {
    KeyedDraws some((Chance(9))), same((Chance(9)));
    Engine one(some, *Locale::find(locale)), other(same, *Locale::find(locale));
    one.freeze_ms(kNow);
    other.freeze_ms(kNow);
    for (const char* call : {"simple_profile", R"(simple_profile("F"))", R"(simple_profile("M"))"}) {
      const Call row = *Call::parse(call);
      for (int i = 0; i < 200; ++i) {
        std::string out = "before";
        ASSERT_TRUE(row.append_json(one, out));
        ASSERT_EQ(out, "before" + to_json(*row.value(other))) << locale;
      }
    }
    EXPECT_EQ(one.next(), other.next());
  }
}

TEST(Compat, ProfileHasPythonsShape) {
  KeyedDraws draws(Chance(6));
  Engine engine(draws);
  engine.freeze_ms(kNow);
  const Value row = *call(engine, "profile");
  std::string keys;
  for (const auto& [key, value] : *row.get<Value::Object>()) keys += key + " ";
  EXPECT_EQ(keys,
            "job company ssn residence current_location blood_group website username name sex "
            "address mail birthdate ");
  EXPECT_EQ(row.member("current_location")->get<Value::Array>()->size(), 2u);
  const std::string some = text_of("profile({\"fields\": [\"ssn\", \"job\"], \"sex\": \"M\"})", 1);
  EXPECT_EQ(some.find("error"), std::string::npos);
  const Value filtered = *Call::parse(R"(profile(["name", "sex", "job"], "M"))")->value(engine);
  EXPECT_EQ(filtered.get<Value::Object>()->size(), 3u);
  EXPECT_EQ(filtered.member("sex")->text(), "M");
  EXPECT_FALSE(Call::parse(R"(simple_profile("X"))"));
}

TEST(Compat, NamesOfBothLibrariesInOneLookup) {
  EXPECT_EQ(find_method("bban")->full_name(), "bank.bban");
  EXPECT_EQ(find_method("bank.bban"), find_method("bban"));
  EXPECT_EQ(Call::compile("first_name_female")->method()->full_name(), "person.firstName");
  EXPECT_EQ(Call::compile("internet.email")->method()->module, "internet");
  EXPECT_NE(unknown_method("profile.simple_profil").hint.find("profile.simple_profile"),
            std::string::npos);
  for (const Alias& alias : python_aliases()) {
    EXPECT_TRUE(Call::compile(alias.name)) << alias.name;
    EXPECT_EQ(find_method(alias.name), nullptr) << alias.name << " would hide the alias";
  }
  std::set<std::string> names;
  for (const auto table : {modules(), python_modules()}) {
    for (const Module& module : table) {
      for (const Method& method : module.methods)
        EXPECT_TRUE(names.insert(method.full_name()).second) << method.full_name();
    }
  }
}

TEST(Compat, TablesAndTexts) {
  const std::string csv =
      text_of(R"(csv(["Name","Pet"], ["{{person.firstName}}", "{{animal.type}}"], 3, true))", 1);
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 4) << csv;
  EXPECT_TRUE(csv.starts_with("\"Name\",\"Pet\"\r\n\"1\",\"")) << csv;
  EXPECT_TRUE(json::parse(text_of("misc.json", 1)));
  const std::string fixed =
      text_of(R"(fixed_width([[10, "{{person.firstName}}"], [3, "x"]], 2))", 1);
  EXPECT_EQ(fixed.size(), 13u + 2 + 13) << fixed;
  EXPECT_EQ(text_of("pystr(5, 5)", 2).size(), 5u);
  EXPECT_EQ(text_of(R"(numerify("##-%"))", 2).size(), 4u);
  EXPECT_EQ(text_of("md5", 2).size(), 32u);
  EXPECT_EQ(text_of("postcode_in_state(CA)", 2, "en_US").front(), '9');
  EXPECT_NE(text_of("postcode_in_state(CA)", 2).find("no data"), std::string::npos);
  EXPECT_NE(text_of("credit_card_number(vista)", 1).find("no card type"), std::string::npos);
  EXPECT_NE(text_of("barcode.ean(9)", 1).find("8 or 13"), std::string::npos);
}

// What the provider misc makes of bytes, taken apart by those who wrote the formats.
struct Foreign {
  std::string_view call, file, command;
};
const Foreign kForeign[] = {
    {"misc.zip", "a.zip", "unzip -tqq a.zip"},
    {"zip(256, 4, 32)", "b.zip", "unzip -tqq b.zip"},
    {"tar", "a.tar", "tar -xOf a.tar | wc -c | grep -qx 65536"},
    {"tar(2000, 3, 500)", "b.tar", "tar -xOf b.tar | wc -c | grep -qx 2000"},
};
TEST(Compat, ArchivesAreReadByOthers) {
  const TempDir folder;
  for (const Foreign& row : kForeign) {
    SCOPED_TRACE(row.call);
    const std::string program(row.command.substr(0, row.command.find(' ')));
    if (std::system(("command -v " + program + " >/dev/null").c_str()) != 0)
      continue;  // not on this machine
    std::ofstream(folder.path() / row.file, std::ios::binary)
        << text::base64_decode(text_of(row.call, 7)).value_or("");
    const std::string in = "cd '" + folder.path().string() + "' && ";
    EXPECT_EQ(std::system((in + std::string(row.command)).c_str()), 0);
  }
}

TEST(Compat, ArchivesToTheByte) {
  const compat::ArchivedFile file[] = {{"a.txt", "123456789"}};
  const std::string zip = compat::zip_of(file);
  EXPECT_EQ(zip.size(), 30u + 5 + 9 + 46 + 5 + 22);
  EXPECT_EQ(zip.substr(14, 4), "\x26\x39\xF4\xCB") << "the check value of CRC-32";
  EXPECT_EQ(zip.substr(35, 9), "123456789");
  const std::string tar = compat::tar_of(file);
  EXPECT_EQ(tar.size(), 512u * 4);
  EXPECT_EQ(tar.substr(257, 5), "ustar");
  EXPECT_EQ(tar.substr(124, 12), std::string_view("00000000011\0", 12));
  EXPECT_EQ(tar.substr(512, 9), "123456789");
}

TEST(Compat, PicturesToTheByte) {
  const compat::Picture picture{5,         4,         {1, 2, 3},
                                {4, 5, 6}, {7, 8, 9}, {{0, 0}, {4, 0}, {4, 3}, {0, 3}}};
  const std::string png = compat::png_of(picture);
  EXPECT_TRUE(
      png.starts_with(std::string_view("\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\5\0\0\0\4", 24)));
  EXPECT_NE(png.find("PLTE\1\2\3\4\5\6\7\x8\x9"), png.npos);
  // Rows of five pixels in two bytes behind a zero: outline, three of the fill, outline.
  constexpr std::string_view kRows("\0\xAA\x80\0\x95\x80\0\x95\x80\0\xAA\x80", 12);
  EXPECT_NE(png.find(kRows), png.npos) << text::hex_encode(png);
  EXPECT_TRUE(png.ends_with("IEND\xAE\x42\x60\x82"));
  EXPECT_EQ(compat::svg_of(picture),
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"5\" height=\"4\"><rect width=\"5\" "
            "height=\"4\" fill=\"#010203\"/><polygon points=\"0,0 4,0 4,3 0,3\" fill=\"#040506\" "
            "stroke=\"#070809\"/></svg>");
}

TEST(Compat, WhatBytesAreRefused) {
  EXPECT_NE(text_of("zip(10, 3, 4)", 1).find("uncompressed_size is smaller"), std::string::npos);
  EXPECT_NE(text_of("tar(0)", 1).find("uncompressed_size is smaller"), std::string::npos);
  EXPECT_NE(text_of("zip(90000000)", 1).find("at most"), std::string::npos);
  EXPECT_NE(text_of("misc.image([0, 5])", 1).find("size is [width, height]"), std::string::npos);
  EXPECT_EQ(text::base64_decode(text_of("binary(7)", 1))->size(), 7u);
  EXPECT_EQ(text::base64_decode(text_of("sha256(true)", 1))->size(), 32u);
  EXPECT_NE(text_of("md5", 1), text_of("md5", 2));
}

TEST(Persona, TellsOneStory) {
  KeyedDraws draws(Chance(8));
  Engine engine(draws);
  engine.freeze_ms(kNow);
  for (int i = 0; i < 200; ++i) {
    const Persona person = draw_persona(engine, 30, 40);
    EXPECT_GE(age(person, kNow), 30);
    EXPECT_LE(age(person, kNow), 40);
    std::string name, born, id;
    append_full_name(engine, person, name);
    append_birthdate(person, born);
    append_national_id(engine, person, "pl_pesel", id);
    EXPECT_NE(name.find(person.last), std::string::npos);
    EXPECT_EQ(id.substr(0, 2), born.substr(2, 2));
    EXPECT_EQ((id[9] - '0') % 2 == 0, person.female);
  }
}

}  // namespace
}  // namespace mimus::fake
