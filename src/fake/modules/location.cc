#include <cmath>

#include "parts.h"
#include "rows.h"
#include "sine.h"

namespace mimus::fake {
namespace {

void building_number(Engine& engine, const Args&, std::string& out) {
  replace_hashes(engine, pick(engine, location_building_number), out);
}

template <Entry kPattern>
void from_pattern(Engine& engine, const Args&, std::string& out) {
  fake_list(engine, required(engine, kPattern), out);
}

void secondary_address(Engine& engine, const Args&, std::string& out) {
  std::string text;
  fake_list(engine, required(engine, location_secondary_address), text);
  if (!engine.failed()) replace_hashes(engine, text, out);
}

void street_address(Engine& engine, const Args& args, std::string& out) {
  const Node forms = required(engine, location_street_address);
  if (!engine.failed())
    fake_text(engine, Image::text_of(forms / (args.flag(0, false) ? "full" : "normal")), out);
}

void country_code(Engine& engine, const Args& args, std::string& out) {
  constexpr std::string_view kMembers[] = {"alpha2", "alpha3", "numeric"};
  const Node country = pick_node(engine, required(engine, location_country_code));
  if (!engine.failed()) out += Image::text_of(country / kMembers[args.choice(0, 0)]);
}

void state(Engine& engine, const Args& args, std::string& out) {
  out += pick(engine, args.flag(0, false) ? location_state_abbr : location_state);
}

void cardinal_direction(Engine& engine, const Args& args, std::string& out) {
  out += pick(engine, location_direction, args.flag(0, false) ? "cardinal_abbr" : "cardinal");
}

void ordinal_direction(Engine& engine, const Args& args, std::string& out) {
  out += pick(engine, location_direction, args.flag(0, false) ? "ordinal_abbr" : "ordinal");
}

void direction(Engine& engine, const Args& args, std::string& out) {
  const bool abbreviated = args.flag(0, false);
  const Node directions = required(engine, location_direction);
  if (engine.failed()) return;
  const TextList cardinal = Image::texts(directions / (abbreviated ? "cardinal_abbr" : "cardinal"));
  const TextList ordinal = Image::texts(directions / (abbreviated ? "ordinal_abbr" : "ordinal"));
  const std::size_t at = engine.below(cardinal.size() + ordinal.size());
  out += at < cardinal.size() ? cardinal[at] : ordinal[at - cardinal.size()];
}

// A code of one state: a template, or one of several.
void state_zip_code(Engine& engine, std::string_view state, std::string& out) {
  const Node states = required(engine, location_postcode_by_state);
  if (engine.failed()) return;
  const Node code = states / state;
  if (code.is(Node::kText))
    fake_text(engine, Image::text_of(code), out);
  else if (code)
    fake_list(engine, code, out);
  else
    engine.fail("no postal codes are known for state '" + std::string(state) + "'");
}

void zip_code(Engine& engine, const Args& args, std::string& out) {
  if (args.has(0)) return state_zip_code(engine, args.text(0), out);
  if (!args.has(1)) return replace_symbols(engine, pick(engine, location_postcode), out);
  if (args[1].is == Arg::Is::kText) return replace_symbols(engine, args.text(1), out);
  const json::Array& formats = args.list(1);
  if (formats.empty()) return engine.fail("there is nothing to choose from");
  replace_symbols(engine, std::string_view(formats[engine.below(formats.size())].get_string()),
                  out);
}

double coordinate(Engine& engine, double min, double max) {
  return number_digits(engine, min, max, 4);
}

Value latitude(Engine& engine, const Args& args) {
  return number_digits(engine, args.number(1, -90), args.number(0, 90), args.number(2, 4));
}

Value longitude(Engine& engine, const Args& args) {
  return number_digits(engine, args.number(1, -180), args.number(0, 180), args.number(2, 4));
}

Value pair(double a, double b) {
  Value::Array both;
  both.push_back(a);
  both.push_back(b);
  return both;
}

Value nearby(Engine& engine, const Args& args) {
  if (!args.has(0)) {
    const double latitude = coordinate(engine, -90, 90);
    return pair(latitude, coordinate(engine, -180, 180));
  }
  const json::Array& origin = args.list(0);
  const double radius = args.number(1, 10);
  const double angle = number_digits(engine, 0, 2 * 3.141592653589793, 5);
  const double kilometres = args.flag(2, false) ? radius : radius * 1.60934;
  // A degree is a 360th of 40,000 km; just short of the radius, for the rounding's sake.
  const double distance = number_digits(engine, 0, kilometres, 3) * 0.995 / (4e4 / 360);
  double latitude = origin[0].to_number<double>() + fdlibm_sin(angle) * distance;
  double longitude = origin[1].to_number<double>() + fdlibm_cos(angle) * distance;
  latitude = std::fmod(latitude, 180);
  if (std::fabs(latitude) > 90) {
    latitude = (latitude < 0 ? -1.0 : 1.0) * 180 - latitude;
    longitude += 180;
  }
  longitude = std::fmod(std::fmod(longitude, 360) + 540, 360) - 180;
  return pair(latitude, longitude);
}

constexpr Param kAbbreviated[] = {{"abbreviated", Type::kBoolean, "false"}};
constexpr Param kCountryCode[] = {{"variant", Type::kChoice, "alpha-2", "alpha-2|alpha-3|numeric"}};
constexpr Param kLatitude[] = {
    {"max", Type::kNumber, "90"}, {"min", Type::kNumber, "-90"}, {"precision", Type::kNumber, "4"}};
constexpr Param kLongitude[] = {{"max", Type::kNumber, "180"},
                                {"min", Type::kNumber, "-180"},
                                {"precision", Type::kNumber, "4"}};
constexpr Param kNearby[] = {{"origin", Type::kPoint, "none"},
                             {"radius", Type::kNumber, "10"},
                             {"isMetric", Type::kBoolean, "false"}};
constexpr Param kStreetAddress[] = {{"useFullAddress", Type::kBoolean, "false"}};
constexpr Param kZipCode[] = {{"state", Type::kText, "any"},
                              {"format", Type::kCharacters, "the locale's"}};

constexpr Method kMethods[] = {
    text_row("location", "buildingNumber", building_number, "A house's number"),
    text_row("location", "cardinalDirection", cardinal_direction, "North, east, south or west",
             kAbbreviated),
    text_row("location", "city", from_pattern<location_city_pattern>, "A city"),
    data_row("location", "continent", location_continent, "A continent"),
    data_row("location", "country", location_country, "A country"),
    text_row("location", "countryCode", country_code, "A country's ISO 3166 code", kCountryCode, 0,
             0),
    data_row("location", "county", location_county, "A county or its like"),
    text_row("location", "direction", direction, "A direction of the compass", kAbbreviated),
    data_row("location", "language", location_language, "A language: name and ISO 639 codes",
             Returns::kObject),
    value_row("location", "latitude", Returns::kNumber, latitude, "A latitude", kLatitude),
    value_row("location", "longitude", Returns::kNumber, longitude, "A longitude", kLongitude),
    value_row("location", "nearbyGPSCoordinate", Returns::kNumbers, nearby,
              "Latitude and longitude near a place", kNearby),
    text_row("location", "ordinalDirection", ordinal_direction, "Northeast, southwest and so on",
             kAbbreviated),
    text_row("location", "postalAddress", from_pattern<location_postal_address>,
             "An address in the lines of a letter"),
    text_row("location", "secondaryAddress", secondary_address, "A flat, a suite or the like"),
    text_row("location", "state", state, "A state or province", kAbbreviated),
    text_row("location", "street", from_pattern<location_street_pattern>, "A street"),
    text_row("location", "streetAddress", street_address, "A street and house", kStreetAddress, 0,
             0),
    data_row("location", "timeZone", location_time_zone, "A time zone of the locale's countries"),
    text_row("location", "zipCode", zip_code, "A postal code", kZipCode, 0, 1),
};

}  // namespace

Rows location_methods() {
  return kMethods;
}

}  // namespace mimus::fake
