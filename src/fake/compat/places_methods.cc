#include "compat/draw.h"
#include "compat/national_ids.h"
#include "compat/people.h"
#include "compat/places.h"
#include "compat/providers.h"
#include "data.h"
#include "js_text.h"
#include "parts.h"

namespace mimus::fake::compat {
namespace {

void address(Engine& engine, const Args&, std::string& out) {
  append_address(engine, out);
}
void city_prefix(Engine& engine, const Args&, std::string& out) {
  out += pick(engine, location_city_prefix);
}
void city_suffix(Engine& engine, const Args&, std::string& out) {
  out += pick(engine, location_city_suffix);
}
void street_suffix(Engine& engine, const Args&, std::string& out) {
  out += pick(engine, location_street_suffix);
}
void state_abbr(Engine& engine, const Args&, std::string& out) {
  out += pick(engine, location_state_abbr);
}
// A code of the given state, or of any; a plain one where the locale has none by state.
void postcode_in_state(Engine& engine, const Args& args, std::string& out) {
  static const Method* const kZipCode = find_method("location.zipCode");
  Arg state[2];
  if (args.has(0) || Image::entry(engine.locale(), location_postcode_by_state)) {
    state[0].is = Arg::Is::kText;
    state[0].text = args.has(0) ? args.text(0) : pick(engine, location_state_abbr);
  }
  kZipCode->text(engine, Args(state), out);
}
void current_country_code(Engine& engine, const Args&, std::string& out) {
  out += country_of(engine.locale());
}
void current_country(Engine& engine, const Args&, std::string& out) {
  append_country_name(country_of(engine.locale()), out);
}
void military_apo(Engine& engine, const Args&, std::string& out) {
  append_form(engine, "PSC ####, Box ####", out);
}
void military_dpo(Engine& engine, const Args&, std::string& out) {
  append_form(engine, "Unit #### Box ####", out);
}
void military_ship(Engine& engine, const Args&, std::string& out) {
  constexpr std::string_view kShips[] = {"USS", "USNS", "USNV", "USCGC"};
  out += row_of(engine, kShips);
}
void military_state_abbr(Engine& engine, const Args&, std::string& out) {
  out += military_state(engine);
}

void company(Engine& engine, const Args&, std::string& out) {
  append_company(engine, out);
}
void company_suffix_text(Engine& engine, const Args&, std::string& out) {
  out += company_suffix(engine);
}

// ITU-T E.164 country codes.
struct Calling {
  std::string_view country, code;
};
constexpr Calling kCalling[] = {
    {"AT", "43"}, {"AU", "61"},  {"BE", "32"}, {"BR", "55"},  {"CA", "1"},   {"CH", "41"},
    {"CN", "86"}, {"CZ", "420"}, {"DE", "49"}, {"DK", "45"},  {"ES", "34"},  {"FI", "358"},
    {"FR", "33"}, {"GB", "44"},  {"GR", "30"}, {"HU", "36"},  {"IE", "353"}, {"IL", "972"},
    {"IN", "91"}, {"IT", "39"},  {"JP", "81"}, {"KR", "82"},  {"MX", "52"},  {"NL", "31"},
    {"NO", "47"}, {"NZ", "64"},  {"PL", "48"}, {"PT", "351"}, {"RO", "40"},  {"RU", "7"},
    {"SE", "46"}, {"SK", "421"}, {"TR", "90"}, {"UA", "380"}, {"US", "1"},   {"ZA", "27"}};
void country_calling_code(Engine& engine, const Args&, std::string& out) {
  out.append("+").append(row_of(engine, kCalling).code);
}
void msisdn(Engine& engine, const Args&, std::string& out) {
  append_form(engine, "%############", out);
}
void basic_phone_number(Engine& engine, const Args&, std::string& out) {
  constexpr std::string_view kForms[] = {"%##-%##-####", "(%##)%##-####", "%#########"};
  append_form(engine, row_of(engine, kForms), out);
}

// Colours: the web-safe ones, and conversions that Python returns as tuples.
constexpr std::string_view kSafeNames[] = {"black",  "maroon", "green",   "navy", "olive",
                                           "purple", "teal",   "lime",    "blue", "silver",
                                           "gray",   "yellow", "fuchsia", "aqua", "white"};
void safe_color_name(Engine& engine, const Args&, std::string& out) {
  out += row_of(engine, kSafeNames);
}
void safe_hex_color(Engine& engine, const Args&, std::string& out) {
  out += '#';
  for (int i = 0; i < 3; ++i) out.append(2, one_of(engine, kHex));
}
void hex_color(Engine& engine, const Args&, std::string& out) {
  out += '#';
  append_of(engine, kHex, 6, out);
}
Value triple(Engine& engine, double a, double b, double c) {
  const double first = roll(engine, 0, static_cast<int>(a));
  const double second = roll(engine, 0, static_cast<int>(b));
  const double third = roll(engine, 0, static_cast<int>(c));
  return Value::Array{first, second, third};
}
Value color_rgb(Engine& engine, const Args&) {
  return triple(engine, 255, 255, 255);
}
Value color_hsv(Engine& engine, const Args&) {
  return triple(engine, 360, 100, 100);
}
Value color_hsl(Engine& engine, const Args&) {
  return triple(engine, 360, 100, 100);
}
Value color_rgb_float(Engine& engine, const Args&) {
  Value::Array out;
  for (int i = 0; i < 3; ++i) out.emplace_back(engine.next());
  return out;
}
void rgb_color(Engine& engine, const Args&, std::string& out) {
  for (int i = 0; i < 3; ++i) append_int(engine, 0, 255, i > 0 ? out += ',' : out);
}
void rgb_css_color(Engine& engine, const Args& args, std::string& out) {
  out += "rgb(";
  rgb_color(engine, args, out);
  out += ')';
}

constexpr Param kState[] = {{"state_abbr", Type::kText, "a draw"}};

constexpr Method kAddress[] = {
    text_row("address", "address", address, "An address of two lines"),
    text_row("address", "city_prefix", city_prefix, "North, New and their like"),
    text_row("address", "city_suffix", city_suffix, "town, ville and their like"),
    text_row("address", "current_country", current_country, "The locale's country"),
    text_row("address", "current_country_code", current_country_code,
             "The locale's country as ISO 3166 alpha-2"),
    text_row("address", "military_apo", military_apo, "PSC 4643, Box 8297"),
    text_row("address", "military_dpo", military_dpo, "Unit 6251 Box 9801"),
    text_row("address", "military_ship", military_ship, "USS and its like"),
    text_row("address", "military_state", military_state_abbr, "AA, AE or AP"),
    text_row("address", "postcode_in_state", postcode_in_state, "A postal code of a state", kState,
             1),
    text_row("address", "state_abbr", state_abbr, "A state's abbreviation"),
    text_row("address", "street_suffix", street_suffix, "Street, Road and their like"),
};
constexpr Method kCompany[] = {
    text_row("company", "company", company, "A company's name"),
    text_row("company", "company_suffix", company_suffix_text, "Inc, LLC and their like"),
};
constexpr Method kPhones[] = {
    text_row("phone_number", "basic_phone_number", basic_phone_number,
             "A phone number of ten digits"),
    text_row("phone_number", "country_calling_code", country_calling_code, "+49 and its like"),
    text_row("phone_number", "msisdn", msisdn, "Thirteen digits"),
};
constexpr Method kColors[] = {
    value_row("color", "color_hsl", Returns::kNumbers, color_hsl, "Hue, saturation, lightness"),
    value_row("color", "color_hsv", Returns::kNumbers, color_hsv, "Hue, saturation, value"),
    value_row("color", "color_rgb", Returns::kNumbers, color_rgb, "Red, green, blue of 0 to 255"),
    value_row("color", "color_rgb_float", Returns::kNumbers, color_rgb_float,
              "Red, green, blue of 0 to 1"),
    text_row("color", "hex_color", hex_color, "#4e2a9c"),
    text_row("color", "rgb_color", rgb_color, "12,200,7"),
    text_row("color", "rgb_css_color", rgb_css_color, "rgb(12,200,7)"),
    text_row("color", "safe_color_name", safe_color_name, "A name every browser knows"),
    text_row("color", "safe_hex_color", safe_hex_color, "A web-safe colour"),
};

}  // namespace

void append_country_name(std::string_view code, std::string& out) {
  struct Country {
    std::string_view code, name;
  };
  constexpr Country kCountries[] = {{"AE", "United Arab Emirates"},
                                    {"AM", "Armenia"},
                                    {"AR", "Argentina"},
                                    {"AT", "Austria"},
                                    {"AU", "Australia"},
                                    {"AZ", "Azerbaijan"},
                                    {"BD", "Bangladesh"},
                                    {"BE", "Belgium"},
                                    {"BG", "Bulgaria"},
                                    {"BO", "Bolivia"},
                                    {"BR", "Brazil"},
                                    {"CA", "Canada"},
                                    {"CH", "Switzerland"},
                                    {"CL", "Chile"},
                                    {"CN", "China"},
                                    {"CO", "Colombia"},
                                    {"CZ", "Czechia"},
                                    {"DE", "Germany"},
                                    {"DK", "Denmark"},
                                    {"EG", "Egypt"},
                                    {"ES", "Spain"},
                                    {"FI", "Finland"},
                                    {"FR", "France"},
                                    {"GB", "United Kingdom"},
                                    {"GE", "Georgia"},
                                    {"GH", "Ghana"},
                                    {"GR", "Greece"},
                                    {"HK", "Hong Kong"},
                                    {"HR", "Croatia"},
                                    {"HU", "Hungary"},
                                    {"ID", "Indonesia"},
                                    {"IE", "Ireland"},
                                    {"IL", "Israel"},
                                    {"IN", "India"},
                                    {"IQ", "Iraq"},
                                    {"IR", "Iran"},
                                    {"IT", "Italy"},
                                    {"JP", "Japan"},
                                    {"KR", "South Korea"},
                                    {"LU", "Luxembourg"},
                                    {"LV", "Latvia"},
                                    {"MD", "Moldova"},
                                    {"MK", "North Macedonia"},
                                    {"MV", "Maldives"},
                                    {"MX", "Mexico"},
                                    {"NG", "Nigeria"},
                                    {"NL", "Netherlands"},
                                    {"NO", "Norway"},
                                    {"NP", "Nepal"},
                                    {"NZ", "New Zealand"},
                                    {"PK", "Pakistan"},
                                    {"PL", "Poland"},
                                    {"PT", "Portugal"},
                                    {"RO", "Romania"},
                                    {"RS", "Serbia"},
                                    {"RU", "Russia"},
                                    {"SA", "Saudi Arabia"},
                                    {"SE", "Sweden"},
                                    {"SI", "Slovenia"},
                                    {"SK", "Slovakia"},
                                    {"SN", "Senegal"},
                                    {"TH", "Thailand"},
                                    {"TR", "Turkey"},
                                    {"TW", "Taiwan"},
                                    {"UA", "Ukraine"},
                                    {"US", "United States"},
                                    {"UZ", "Uzbekistan"},
                                    {"VN", "Vietnam"},
                                    {"ZA", "South Africa"}};
  for (const Country& row : kCountries) {
    if (row.code == code) {
      out += row.name;
      return;
    }
  }
  out += code;
}

Rows address_methods() {
  return kAddress;
}
Rows company_methods() {
  return kCompany;
}
Rows phone_number_methods() {
  return kPhones;
}
Rows color_methods() {
  return kColors;
}

}  // namespace mimus::fake::compat
