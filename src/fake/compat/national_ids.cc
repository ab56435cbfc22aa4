#include "compat/national_ids.h"

#include <array>
#include <utility>
#include <vector>

#include "checks/digits.h"
#include "compat/draw.h"
#include "compat/providers.h"

namespace mimus::fake::compat {
namespace {

using checks::NationalId;

struct Date {
  explicit Date(Day at) : Date(std::chrono::year_month_day(at)) {}
  explicit Date(std::chrono::year_month_day date)
      : year(static_cast<int>(date.year())),
        month(static_cast<int>(static_cast<unsigned>(date.month()))),
        day(static_cast<int>(static_cast<unsigned>(date.day()))) {}
  int year, month, day;
};

void write(std::string& text, std::size_t at, int number, int width) {
  for (int i = width; i-- > 0; number /= 10)
    text[at + static_cast<std::size_t>(i)] = static_cast<char>('0' + number % 10);
}
void parity(std::string& text, std::size_t at, bool even) {  // the sex as odd or even
  text[at] = static_cast<char>('0' + ((text[at] - '0') / 2 * 2 + (even ? 0 : 1)));
}

// What else a number says of its holder, where the layout alone does not tell.
using Adjust = void (*)(Engine&, const Holder&, std::string& text);
struct Special {
  std::string_view id;
  Adjust adjust;
};

void one_digit_twice(Engine& engine, const Holder&, std::string& text) {
  std::string digits = "0123456789";
  for (std::size_t i = digits.size(); i-- > 1;)
    std::swap(digits[i], digits[static_cast<std::size_t>(roll(engine, 0, static_cast<int>(i)))]);
  const auto from = static_cast<std::size_t>(roll(engine, 0, 8));
  const auto to = static_cast<std::size_t>(roll(engine, static_cast<int>(from) + 1, 9));
  digits[to] = digits[from];
  if (digits[0] == '0') std::swap(digits[0], digits[digits[1] == '0' ? 2 : 1]);
  text.replace(0, 10, digits);
}

void italian_name(Engine& engine, std::string_view name, std::string& text, std::size_t at) {
  std::string consonants, vowels;
  for (const char c : name) {
    const char upper = checks::to_upper(c);
    if (!checks::is_upper(upper)) continue;
    (std::string_view("AEIOU").find(upper) == std::string_view::npos ? consonants : vowels) +=
        upper;
  }
  const bool first_name_rule =
      at == 3 && consonants.size() > 3;  // its second consonant is left out then
  if (first_name_rule) consonants.erase(1, 1);
  std::string code = consonants + vowels + "XXX";
  if (name.empty()) {
    code.clear();
    append_of(engine, "BCDFGLMNPRSTVZ", 3, code);
  }
  text.replace(at, 3, code, 0, 3);
}

void codice_fiscale(Engine& engine, const Holder& holder, std::string& text) {
  const Date date(holder.birth);
  italian_name(engine, holder.last, text, 0);
  italian_name(engine, holder.first, text, 3);
  write(text, 6, date.year % 100, 2);
  text[8] = "ABCDEHLMPRST"[date.month - 1];
  write(text, 9, date.day + (holder.female ? 40 : 0), 2);
  text[11] = one_of(engine, "ABCDEFGHILM");
  for (std::size_t i = 12; i < 15; ++i) text[i] = digit(engine);
}

int century_digit(const Holder& holder, int first) {  // 1900: first, first + 1; 2000: two more
  return first + (Date(holder.birth).year >= 2000 ? 2 : 0) + (holder.female ? 1 : 0);
}
void add_to_month(const Holder& holder, std::string& text, std::size_t at, int by) {
  write(text, at, Date(holder.birth).month + by, 2);
}

constexpr Special kSpecials[] = {
    {"de_steuer_id", one_digit_twice},
    {"it_codice_fiscale", codice_fiscale},
    {"de_personalausweis",
     [](Engine& engine, const Holder&, std::string& t) {
       for (std::size_t i = 0; i < 9; ++i)
         t[i] = one_of(engine, i == 0 ? "LMNPRTVWXY" : "0123456789CFGHJKLMNPRTVWXYZ");
     }},
    {"gb_nino",
     [](Engine& engine, const Holder&, std::string& t) {
       t[0] = one_of(engine, "ABCEGHJKLMNOPRSTWXYZ");
       t[1] = one_of(engine, "ABCEGHJKLMNPRSTWXYZ");
       t[8] = one_of(engine, "ABCD");
     }},
    {"fr_nir",
     [](Engine& engine, const Holder& h, std::string& t) {
       t[0] = h.female ? '2' : '1';
       write(t, 1, Date(h.birth).year % 100, 2);
       write(t, 3, Date(h.birth).month, 2);
       const int department = roll(engine, 1, 95);
       write(t, 5, department, 2);
       if (department == 20) t[6] = one_of(engine, "AB");
       write(t, 7, roll(engine, 1, 990), 3);
       write(t, 10, roll(engine, 1, 999), 3);
     }},
    {"be_national_number",
     [](Engine& engine, const Holder& h, std::string& t) {
       write(t, 6, roll(engine, 0, 498) * 2 + (h.female ? 2 : 1), 3);
     }},
    {"at_svnr", [](Engine& engine, const Holder&,
                   std::string& t) { t[0] = static_cast<char>('0' + roll(engine, 1, 9)); }},
    {"es_nie", [](Engine& engine, const Holder&, std::string& t) { t[0] = one_of(engine, "XYZ"); }},
    {"pt_nif", [](Engine& engine, const Holder&, std::string& t) { t[0] = one_of(engine, "123"); }},
    {"se_personnummer", [](Engine&, const Holder& h, std::string& t) { parity(t, 8, h.female); }},
    {"fi_hetu",
     [](Engine& engine, const Holder& h, std::string& t) {
       t[6] = Date(h.birth).year >= 2000 ? 'A' : '-';
       write(t, 7, roll(engine, 1, 449) * 2 + (h.female ? 0 : 1), 3);
     }},
    {"no_fodselsnummer",
     [](Engine& engine, const Holder& h, std::string& t) {
       const int year = Date(h.birth).year;
       write(t, 6,
             year >= 2000   ? roll(engine, 500, 999)
             : year >= 1940 ? roll(engine, 900, 999)
                            : roll(engine, 0, 499),
             3);
       parity(t, 8, h.female);
     }},
    {"dk_cpr",
     [](Engine& engine, const Holder& h, std::string& t) {
       // The seventh digit tells the century; the last makes the number a multiple of 11, as it was
       // for all until 2007.
       const int year = Date(h.birth).year;
       do {
         t[6] = static_cast<char>('0' + (year >= 2000 ? roll(engine, 4, 9) : roll(engine, 0, 3)));
         t[7] = digit(engine), t[8] = digit(engine);
         const int check = (11 - checks::weighted_sum(t, {4, 3, 2, 7, 6, 5, 4, 3, 2}) % 11) % 11;
         t[9] = check == 10 ? 'x' : checks::digit_char(check);
       } while (!engine.failed() && (t[9] == 'x' || (t[9] - '0') % 2 != (h.female ? 0 : 1)));
     }},
    {"is_kennitala", [](Engine&, const Holder& h,
                        std::string& t) { t[9] = Date(h.birth).year >= 2000 ? '0' : '9'; }},
    {"ee_isikukood",
     [](Engine&, const Holder& h, std::string& t) { write(t, 0, century_digit(h, 3), 1); }},
    {"lt_asmens_kodas",
     [](Engine&, const Holder& h, std::string& t) { write(t, 0, century_digit(h, 3), 1); }},
    {"lv_personas_kods", [](Engine&, const Holder& h,
                            std::string& t) { t[6] = Date(h.birth).year >= 2000 ? '2' : '1'; }},
    {"pl_pesel",
     [](Engine&, const Holder& h, std::string& t) {
       add_to_month(h, t, 2, Date(h.birth).year >= 2000 ? 20 : 0);
       parity(t, 9, h.female);
     }},
    {"cz_rodne_cislo",
     [](Engine&, const Holder& h, std::string& t) { add_to_month(h, t, 2, h.female ? 50 : 0); }},
    {"sk_rodne_cislo",
     [](Engine&, const Holder& h, std::string& t) { add_to_month(h, t, 2, h.female ? 50 : 0); }},
    {"hu_adoazonosito",
     [](Engine&, const Holder& h, std::string& t) {
       const Day first = std::chrono::year(1867) / std::chrono::January / 1;
       write(t, 1, static_cast<int>((h.birth - first).count()), 5);
     }},
    {"ua_rnokpp",
     [](Engine&, const Holder& h, std::string& t) {
       const Day first = std::chrono::year(1899) / std::chrono::December / 31;
       write(t, 0, static_cast<int>((h.birth - first).count()), 5);
       parity(t, 8, h.female);
     }},
    {"ro_cnp",
     [](Engine& engine, const Holder& h, std::string& t) {
       write(t, 0, Date(h.birth).year >= 2000 ? (h.female ? 6 : 5) : (h.female ? 2 : 1), 1);
       write(t, 7, roll(engine, 1, 46), 2);
     }},
    {"bg_egn",
     [](Engine&, const Holder& h, std::string& t) {
       add_to_month(h, t, 2, Date(h.birth).year >= 2000 ? 40 : 0);
       parity(t, 8, h.female);
     }},
    {"rs_jmbg",
     [](Engine& engine, const Holder& h, std::string& t) {
       write(t, 7, roll(engine, 71, 79), 2);
       write(t, 9, roll(engine, 0, 499) + (h.female ? 500 : 0), 3);
     }},
    {"si_emso",
     [](Engine& engine, const Holder& h, std::string& t) {
       write(t, 7, 50, 2);
       write(t, 9, roll(engine, 0, 499) + (h.female ? 500 : 0), 3);
     }},
    {"us_itin",
     [](Engine& engine, const Holder&, std::string& t) {
       t[0] = '9';
       write(t, 3, roll(engine, 70, 88), 2);
     }},
    {"in_pan", [](Engine&, const Holder&, std::string& t) { t[3] = 'P'; }},
    {"in_aadhaar", [](Engine& engine, const Holder&,
                      std::string& t) { t[0] = static_cast<char>('0' + roll(engine, 2, 9)); }},
    {"ar_cuit",
     [](Engine&, const Holder& h, std::string& t) { t.replace(0, 2, h.female ? "27" : "20"); }},
    {"br_cnpj", [](Engine&, const Holder&, std::string& t) { t.replace(8, 4, "0001"); }},
    {"cn_resident_id",
     [](Engine& engine, const Holder& h, std::string& t) {
       constexpr std::string_view kRegions[] = {
           "110101", "120101", "130102", "210102", "310101", "320102", "330102", "340102", "350102",
           "370102", "410102", "420102", "430102", "440103", "500101", "510104", "610102"};
       t.replace(0, 6, row_of(engine, kRegions));
       parity(t, 16, h.female);
     }},
    {"kr_rrn",
     [](Engine&, const Holder& h, std::string& t) { write(t, 6, century_digit(h, 1), 1); }},
    {"th_id", [](Engine& engine, const Holder&,
                 std::string& t) { t[0] = static_cast<char>('0' + roll(engine, 1, 8)); }},
    {"za_id",
     [](Engine& engine, const Holder& h, std::string& t) {
       write(t, 6, roll(engine, 0, 4999) + (h.female ? 0 : 5000), 4);
       t.replace(10, 2, "08");
     }},
};

Adjust special_of(std::string_view id) {
  for (const Special& row : kSpecials) {
    if (row.id == id) return row.adjust;
  }
  return nullptr;
}

// Digits, letters and the parts of the date, where the layout has them.
std::string from_layout(Engine& engine, std::string_view layout, const Holder& holder) {
  std::string text(layout);
  const Date date(holder.birth);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = layout[i];
    if (c == '9' || c == 'K') text[i] = digit(engine);
    if (c == 'A') text[i] = one_of(engine, kCapitals);
    if (c == 'X') text[i] = one_of(engine, kCapitalsAndDigits);
  }
  const auto fill = [&](char c, int number) {
    const std::size_t at = layout.find(c);
    if (at == std::string_view::npos) return;
    const std::size_t width = layout.find_last_of(c) - at + 1;
    int modulus = 1;
    for (std::size_t i = 0; i < width; ++i) modulus *= 10;
    write(text, at, number % modulus, static_cast<int>(width));
  };
  fill('Y', date.year);
  fill('M', date.month);
  fill('D', date.day);
  return text;
}

template <std::size_t kIndex>
void append_id(Engine& engine, const Args&, std::string& out) {
  const NationalId& id = *checks::national_ids()[kIndex];
  const Holder holder = draw_holder(engine);
  out += checks::formatted(id, national_id(engine, id, holder));
}

constexpr std::size_t kMostIds = 80;
template <std::size_t... kIndex>
constexpr std::array<Method::TextFn, sizeof...(kIndex)> functions(std::index_sequence<kIndex...>) {
  return {&append_id<kIndex>...};
}

std::string_view country_of_code(std::string_view code) {
  struct Language {
    std::string_view code, country;
  };
  constexpr Language kLanguages[] = {
      {"af", "ZA"}, {"ar", "SA"}, {"az", "AZ"}, {"bn", "BD"}, {"cs", "CZ"}, {"cy", "GB"},
      {"da", "DK"}, {"de", "DE"}, {"dv", "MV"}, {"el", "GR"}, {"en", "US"}, {"eo", "US"},
      {"es", "ES"}, {"fa", "IR"}, {"fi", "FI"}, {"fr", "FR"}, {"he", "IL"}, {"hr", "HR"},
      {"hu", "HU"}, {"hy", "AM"}, {"id", "ID"}, {"it", "IT"}, {"ja", "JP"}, {"ka", "GE"},
      {"ko", "KR"}, {"ku", "IQ"}, {"lv", "LV"}, {"mk", "MK"}, {"nb", "NO"}, {"ne", "NP"},
      {"nl", "NL"}, {"pl", "PL"}, {"pt", "PT"}, {"ro", "RO"}, {"ru", "RU"}, {"sk", "SK"},
      {"sl", "SI"}, {"sr", "RS"}, {"sv", "SE"}, {"ta", "IN"}, {"th", "TH"}, {"tr", "TR"},
      {"uk", "UA"}, {"ur", "PK"}, {"uz", "UZ"}, {"vi", "VN"}, {"yo", "NG"}, {"zh", "CN"},
      {"zu", "ZA"}};
  for (std::size_t at = code.find('_'); at != std::string_view::npos; at = code.find('_', at + 1)) {
    const std::string_view part = code.substr(at + 1, 2);
    const bool whole = at + 3 == code.size() || (at + 3 < code.size() && code[at + 3] == '_');
    if (whole && checks::is_upper(part[0]) && checks::is_upper(part[1])) return part;
  }
  for (const Language& row : kLanguages) {
    if (code.substr(0, code.find('_')) == row.code) return row.country;
  }
  return "US";
}

}  // namespace

Holder draw_holder(Engine& engine) {
  Holder holder;
  holder.birth = birthday(engine, 18, 90);
  holder.female = engine.next() < 0.5;
  return holder;
}

std::string national_id(Engine& engine, const NationalId& id, const Holder& holder) {
  const Adjust adjust = special_of(id.name);
  const int variant = id.variants > 1 && Date(holder.birth).year >= 2000 ? 1 : 0;
  for (int tries = 0; tries < 1000 && !engine.failed(); ++tries) {
    std::string text = from_layout(engine, id.layout, holder);
    if (adjust != nullptr) adjust(engine, holder, text);
    if (id.complete != nullptr && !id.complete(text.data(), variant)) continue;
    if (checks::check(id, text)) return text;
  }
  engine.fail("no " + std::string(id.title) + " for these facts");
  return {};
}

std::string_view country_of(Locale locale) {
  static const std::vector<std::string_view> kCountries = [] {
    std::vector<std::string_view> countries;
    for (std::size_t i = 0; i < Locale::count(); ++i)
      countries.push_back(country_of_code(Locale::at(i).code()));
    return countries;
  }();
  return kCountries[locale.index()];
}

const NationalId& local_id(const Engine& engine) {
  const NationalId* id = checks::national_id_of(country_of(engine.locale()));
  return id != nullptr ? *id : *checks::find_national_id("us_ssn");
}

Rows national_id_methods() {
  static constexpr auto kFunctions = functions(std::make_index_sequence<kMostIds>());
  static const std::vector<Method> kRows = [] {
    std::vector<Method> rows;
    for (std::size_t i = 0; i < checks::national_ids().size() && i < kMostIds; ++i) {
      const NationalId& id = *checks::national_ids()[i];
      rows.push_back(text_row("national_id", id.name, kFunctions[i], id.title));
    }
    return rows;
  }();
  return kRows;
}

namespace {

void ssn(Engine& engine, const Args&, std::string& out) {
  const NationalId& id = local_id(engine);
  const Holder holder = draw_holder(engine);
  out += checks::formatted(id, national_id(engine, id, holder));
}
void itin(Engine& engine, const Args&, std::string& out) {
  const NationalId& id = *checks::find_national_id("us_itin");
  out += checks::formatted(id, national_id(engine, id, draw_holder(engine)));
}
void ein(Engine& engine, const Args&, std::string& out) {
  const NationalId& id = *checks::find_national_id("us_ein");
  out += checks::formatted(id, national_id(engine, id, draw_holder(engine)));
}
void invalid_ssn(Engine& engine, const Args&, std::string& out) {
  constexpr std::string_view kAreas[] = {"000", "666", "9##"};
  append_form(engine, row_of(engine, kAreas), out);
  append_form(engine, "-##-####", out);
}

constexpr Method kSsn[] = {
    text_row("ssn", "ein", ein, "US employer number"),
    text_row("ssn", "invalid_ssn", invalid_ssn,
             "Looks like a US Social Security number, and none was ever given"),
    text_row("ssn", "itin", itin, "US individual taxpayer number"),
    text_row(
        "ssn", "ssn", ssn,
        "The national id of the locale's country, check digits right; a US SSN where we know none"),
};

}  // namespace

Rows ssn_methods() {
  return kSsn;
}

}  // namespace mimus::fake::compat
