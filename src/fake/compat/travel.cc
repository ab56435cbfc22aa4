#include <algorithm>

#include "checks/vehicle.h"
#include "compat/days.h"
#include "compat/draw.h"
#include "compat/national_ids.h"
#include "compat/people.h"
#include "compat/places.h"
#include "compat/providers.h"

namespace mimus::fake::compat {
namespace {

// How plates look: '#' a digit, '%' one from 1 on, '?' a letter; alternatives behind '|'.
struct Plates {
  std::string_view country, forms;
};
constexpr Plates kPlates[] = {{"AR", "??###??|???###"},
                              {"AT", "W-#####?|G-####??|S-###??"},
                              {"AU", "???-##?|?##-???|###-???"},
                              {"BE", "%-???-###"},
                              {"BG", "??####??"},
                              {"BR", "???-#?##|???-####"},
                              {"CA", "???-###|????-###|???? ###"},
                              {"CH", "ZH-######|BE-#####|VD-######|GE-#####"},
                              {"CL", "??-??-##"},
                              {"CN", "京?#####|沪?#####|粤?#####"},
                              {"CZ", "%?# ####"},
                              {"DE", "B-?? ####|M-?? %###|HH-?? %##|K-? %###|F-?? %##|S-?? %##"},
                              {"DK", "?? ## ###"},
                              {"EE", "### ???"},
                              {"ES", "#### ???"},
                              {"FI", "???-###"},
                              {"FR", "??-###-??"},
                              {"GB", "??## ???|??0# ???"},
                              {"GR", "???-####"},
                              {"HR", "ZG ####-??|ST ###-?|RI ####-??"},
                              {"HU", "???-###|?? ?? ###"},
                              {"IE", "##1-D-####|##2-C-####|##1-G-####"},
                              {"IL", "##-###-##|###-##-###"},
                              {"IN", "MH ## ?? ####|DL ## ? ####|KA ## ?? ####"},
                              {"IT", "??###??"},
                              {"JP", "##-##|###-##"},
                              {"KR", "###가 ####|##나 ####"},
                              {"LT", "??? ###"},
                              {"LV", "??-####"},
                              {"MX", "???-##-##|???-###-?"},
                              {"NL", "??-###-?|%-???-##|##-???-%"},
                              {"NO", "?? #####"},
                              {"NZ", "???###"},
                              {"PL", "WA #####|KR ####?|PO ###??|?? #####"},
                              {"PT", "##-??-##|??-##-??"},
                              {"RO", "B ### ???|CJ ## ???|IS ## ???"},
                              {"RS", "BG ####-??|NS ###-??"},
                              {"RU", "?###?? ##|?###?? 1##"},
                              {"SE", "??? ###|??? ##?"},
                              {"SI", "LJ ##-???|MB ##-???"},
                              {"SK", "BA ###??|KE ###??"},
                              {"TH", "กก ####|ขข ####"},
                              {"TR", "34 ?? ###|06 ?? ####|35 ? ####"},
                              {"UA", "AA #### ??|BC #### ??"},
                              {"US", "???-####|###-???|#??? ###|??? ####|%?? ###|???###"},
                              {"VN", "##?-#####"},
                              {"ZA", "??? ### GP|CA ######|?? ## ?? GP"}};

void license_plate(Engine& engine, const Args&, std::string& out) {
  std::string_view forms = "???-####|###-???";
  const std::string_view country = country_of(engine.locale());
  for (const Plates& row : kPlates) {
    if (row.country == country) forms = row.forms;
  }
  int count = 1;
  for (const char c : forms) count += c == '|';
  for (int skip = roll(engine, 1, count); skip > 1; --skip)
    forms.remove_prefix(forms.find('|') + 1);
  append_form(engine, forms.substr(0, forms.find('|')), out);
}

void vin(Engine& engine, const Args&, std::string& out) {
  constexpr std::string_view kCharacters = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789";
  std::string made;
  append_of(engine, kCharacters, 17, made);
  made[0] = one_of(engine, "123451234512345JKLSVWYZ");
  made[9] = one_of(engine, "ABCDEFGHJKLMNPRSTVWXY123456789");  // the model year
  made[8] = checks::vin_check_character(made);
  out += made;
}

void passport_number(Engine& engine, const Args&, std::string& out) {
  append_form(engine, engine.next() < 0.5 ? "#########" : "?########", out);
}
void passport_gender(Engine& engine, const Args&, std::string& out) {
  out += one_of(engine, "FMX");
}
struct PassportDates {
  Day birth, issue, expiry;
};
PassportDates passport_dates_of(Engine& engine) {
  PassportDates dates;
  dates.birth = birthday(engine, 18, 90);
  const Day today = day_of(engine.reference_ms());
  dates.issue = today - std::chrono::days(roll(engine, 1, 3600));
  dates.expiry = dates.issue + std::chrono::days(3652);
  return dates;
}
void passport_dob(Engine& engine, const Args&, std::string& out) {
  append_iso_day(birthday(engine, 0, 115), out);
}
Value passport_dates(Engine& engine, const Args&) {
  const PassportDates dates = passport_dates_of(engine);
  Value::Object out;
  const auto add = [&](std::string_view key, Day day) {
    std::string text;
    append_iso_day(day, text);
    out.emplace_back(key, std::move(text));
  };
  add("date_of_birth", dates.birth);
  add("issue_date", dates.issue);
  add("expiry_date", dates.expiry);
  return out;
}
Value passport_owner(Engine& engine, const Args&) {
  const Name name = draw_name(engine, engine.next() < 0.5);
  return Value::Array{name.first, name.last};
}
void passport_full(Engine& engine, const Args& args, std::string& out) {
  const bool female = engine.next() < 0.5;
  const Name name = draw_name(engine, female);
  const PassportDates dates = passport_dates_of(engine);
  out.append(name.first)
      .append("\n")
      .append(name.last)
      .append("\n")
      .append(female ? "F" : "M")
      .append("\n");
  append_iso_day(dates.birth, out);
  out += '\n';
  append_iso_day(dates.issue, out);
  out += '\n';
  append_iso_day(dates.expiry, out);
  out += '\n';
  passport_number(engine, args, out);
  out += '\n';
}

constexpr Place kPlaces[] = {
    {52.52, 13.405, "Berlin", "DE", "Europe/Berlin"},
    {53.5511, 9.9937, "Hamburg", "DE", "Europe/Berlin"},
    {48.1374, 11.5755, "Munich", "DE", "Europe/Berlin"},
    {50.9375, 6.9603, "Cologne", "DE", "Europe/Berlin"},
    {48.2085, 16.3721, "Vienna", "AT", "Europe/Vienna"},
    {47.0667, 15.45, "Graz", "AT", "Europe/Vienna"},
    {47.3667, 8.55, "Zurich", "CH", "Europe/Zurich"},
    {46.2022, 6.1457, "Geneva", "CH", "Europe/Zurich"},
    {48.8534, 2.3488, "Paris", "FR", "Europe/Paris"},
    {45.7485, 4.8467, "Lyon", "FR", "Europe/Paris"},
    {43.2965, 5.3811, "Marseille", "FR", "Europe/Paris"},
    {51.5085, -0.1257, "London", "GB", "Europe/London"},
    {53.4809, -2.2374, "Manchester", "GB", "Europe/London"},
    {55.9521, -3.1965, "Edinburgh", "GB", "Europe/London"},
    {40.4165, -3.7026, "Madrid", "ES", "Europe/Madrid"},
    {41.3888, 2.159, "Barcelona", "ES", "Europe/Madrid"},
    {41.8919, 12.5113, "Rome", "IT", "Europe/Rome"},
    {45.4643, 9.1895, "Milan", "IT", "Europe/Rome"},
    {38.7169, -9.1399, "Lisbon", "PT", "Europe/Lisbon"},
    {52.374, 4.8897, "Amsterdam", "NL", "Europe/Amsterdam"},
    {50.8505, 4.3488, "Brussels", "BE", "Europe/Brussels"},
    {55.6759, 12.5655, "Copenhagen", "DK", "Europe/Copenhagen"},
    {59.3326, 18.0649, "Stockholm", "SE", "Europe/Stockholm"},
    {59.9127, 10.7461, "Oslo", "NO", "Europe/Oslo"},
    {60.1695, 24.9354, "Helsinki", "FI", "Europe/Helsinki"},
    {52.2298, 21.0118, "Warsaw", "PL", "Europe/Warsaw"},
    {50.088, 14.4208, "Prague", "CZ", "Europe/Prague"},
    {47.498, 19.0399, "Budapest", "HU", "Europe/Budapest"},
    {37.9838, 23.7278, "Athens", "GR", "Europe/Athens"},
    {41.0138, 28.9497, "Istanbul", "TR", "Europe/Istanbul"},
    {55.7522, 37.6156, "Moscow", "RU", "Europe/Moscow"},
    {50.4547, 30.5238, "Kyiv", "UA", "Europe/Kyiv"},
    {44.4323, 26.1063, "Bucharest", "RO", "Europe/Bucharest"},
    {42.6975, 23.3241, "Sofia", "BG", "Europe/Sofia"},
    {40.7143, -74.006, "New York", "US", "America/New_York"},
    {34.0522, -118.2437, "Los Angeles", "US", "America/Los_Angeles"},
    {41.85, -87.65, "Chicago", "US", "America/Chicago"},
    {29.7633, -95.3633, "Houston", "US", "America/Chicago"},
    {33.4484, -112.074, "Phoenix", "US", "America/Phoenix"},
    {47.6062, -122.3321, "Seattle", "US", "America/Los_Angeles"},
    {39.7392, -104.9847, "Denver", "US", "America/Denver"},
    {25.7743, -80.1937, "Miami", "US", "America/New_York"},
    {43.7001, -79.4163, "Toronto", "CA", "America/Toronto"},
    {45.5088, -73.5878, "Montreal", "CA", "America/Toronto"},
    {19.4285, -99.1277, "Mexico City", "MX", "America/Mexico_City"},
    {-23.5475, -46.6361, "Sao Paulo", "BR", "America/Sao_Paulo"},
    {-22.9064, -43.1822, "Rio de Janeiro", "BR", "America/Sao_Paulo"},
    {-34.6132, -58.3772, "Buenos Aires", "AR", "America/Argentina/Buenos_Aires"},
    {-33.4569, -70.6483, "Santiago", "CL", "America/Santiago"},
    {35.6895, 139.6917, "Tokyo", "JP", "Asia/Tokyo"},
    {34.6937, 135.5022, "Osaka", "JP", "Asia/Tokyo"},
    {37.566, 126.9784, "Seoul", "KR", "Asia/Seoul"},
    {39.9075, 116.3972, "Beijing", "CN", "Asia/Shanghai"},
    {31.2222, 121.4581, "Shanghai", "CN", "Asia/Shanghai"},
    {28.6519, 77.2315, "Delhi", "IN", "Asia/Kolkata"},
    {19.0728, 72.8826, "Mumbai", "IN", "Asia/Kolkata"},
    {13.754, 100.5014, "Bangkok", "TH", "Asia/Bangkok"},
    {-33.8679, 151.2073, "Sydney", "AU", "Australia/Sydney"},
    {-37.814, 144.9633, "Melbourne", "AU", "Australia/Melbourne"},
    {-36.8485, 174.7635, "Auckland", "NZ", "Pacific/Auckland"},
    {-33.9258, 18.4232, "Cape Town", "ZA", "Africa/Johannesburg"},
    {-26.2023, 28.0436, "Johannesburg", "ZA", "Africa/Johannesburg"},
    {30.0626, 31.2497, "Cairo", "EG", "Africa/Cairo"},
    {6.4541, 3.3947, "Lagos", "NG", "Africa/Lagos"},
    {32.0809, 34.7806, "Tel Aviv", "IL", "Asia/Jerusalem"},
    {24.7743, 46.7386, "Riyadh", "SA", "Asia/Riyadh"}};

Value as_value(const Place& place, bool coordinates_only) {
  if (coordinates_only) return Value::Array{place.latitude, place.longitude};
  return Value::Array{place.latitude, place.longitude, place.name, place.country, place.time_zone};
}

Value location_on_land(Engine& engine, const Args& args) {
  return as_value(row_of(engine, kPlaces), args.flag(0, false));
}
Value local_latlng(Engine& engine, const Args& args) {
  const std::string_view country = args.has(0) ? args.text(0) : country_of(engine.locale());
  const Place* place = draw_place(engine, country);
  if (place == nullptr) {
    engine.fail("no place of country '" + std::string(country) + "' is known",
                "say US, DE, FR … or take location_on_land");
    return {};
  }
  return as_value(*place, args.flag(1, false));
}
double coordinate_of(Engine& engine, const Args& args) {
  if (!args.has(0)) return roll(engine, -180000000, 180000000) / 1e6;
  const double radius = args.number(1, 0.001);
  return std::round((args.number(0, 0) + (engine.next() * 2 - 1) * radius) * 1e6) / 1e6;
}
Value coordinate(Engine& engine, const Args& args) {
  return coordinate_of(engine, args);
}
Value latitude(Engine& engine, const Args&) {
  return roll(engine, -90000000, 90000000) / 1e6;
}
Value longitude(Engine& engine, const Args&) {
  return roll(engine, -180000000, 180000000) / 1e6;
}
Value latlng(Engine& engine, const Args& args) {
  const Value first = latitude(engine, args);
  const Value second = longitude(engine, args);
  return Value::Array{first, second};
}

constexpr Param kCoordinate[] = {{"center", Type::kNumber, "anywhere"},
                                 {"radius", Type::kNumber, "0.001"}};
constexpr Param kLocal[] = {{"country_code", Type::kText, "the locale's"},
                            {"coords_only", Type::kBoolean, "false"}};
constexpr Param kOnly[] = {{"coords_only", Type::kBoolean, "false"}};

constexpr Method kCars[] = {
    text_row("automotive", "license_plate", license_plate,
             "A licence plate as in the locale's country"),
    text_row("automotive", "vin", vin, "A vehicle identification number with its check digit"),
};
constexpr Method kPassports[] = {
    value_row("passport", "passport_dates", Returns::kObject, passport_dates,
              "Birth, issue, expiry: ISO dates"),
    text_row("passport", "passport_dob", passport_dob, "A date of birth"),
    text_row("passport", "passport_full", passport_full, "All of a passport, a line each"),
    text_row("passport", "passport_gender", passport_gender, "F, M or X"),
    text_row("passport", "passport_number", passport_number, "A US passport's number"),
    value_row("passport", "passport_owner", Returns::kAny, passport_owner, "First and last name"),
};
constexpr Method kGeo[] = {
    value_row("geo", "coordinate", Returns::kNumber, coordinate,
              "A coordinate, near a centre if one is given", kCoordinate, 2),
    value_row("geo", "latitude", Returns::kNumber, latitude, "A latitude with six decimals"),
    value_row("geo", "latlng", Returns::kNumbers, latlng, "Latitude and longitude"),
    value_row("geo", "local_latlng", Returns::kAny, local_latlng,
              "A place of a country: latitude, longitude, name, country, time zone", kLocal, 2),
    value_row("geo", "location_on_land", Returns::kAny, location_on_land,
              "A place: latitude, longitude, name, country, time zone", kOnly, 1),
    value_row("geo", "longitude", Returns::kNumber, longitude, "A longitude with six decimals"),
};

}  // namespace

const Place* draw_place(Engine& engine, std::string_view country) {
  const auto count = std::count_if(std::begin(kPlaces), std::end(kPlaces),
                                   [&](const Place& row) { return row.country == country; });
  if (count == 0) return nullptr;
  auto skip = static_cast<std::ptrdiff_t>(engine.next() * static_cast<double>(count));
  for (const Place& row : kPlaces) {
    if (row.country == country && skip-- == 0) return &row;
  }
  return nullptr;
}

Rows automotive_methods() {
  return kCars;
}
Rows passport_methods() {
  return kPassports;
}
Rows geo_methods() {
  return kGeo;
}

}  // namespace mimus::fake::compat
