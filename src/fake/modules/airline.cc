#include "parts.h"
#include "rows.h"

namespace mimus::fake {
namespace {

struct Aircraft {
  std::string_view name, seats;
  int rows;
};
// In the order of faker-js's enum.
constexpr Aircraft kAircraft[] = {
    {"narrowbody", "ABCDEF", 35}, {"regional", "ABCD", 20}, {"widebody", "ABCDEFGHJK", 60}};

void aircraft_type(Engine& engine, const Args&, std::string& out) {
  out += kAircraft[engine.below(std::size(kAircraft))].name;
}

void flight_number(Engine& engine, const Args& args, std::string& out) {
  const std::size_t start = out.size();
  const double length = args.count(engine, 0, 1, 4);
  append_numeric(engine, length, false, out);
  const std::size_t digits = out.size() - start;
  if (args.flag(1, false) && digits < 4) out.insert(start, 4 - digits, '0');
}

void record_locator(Engine& engine, const Args& args, std::string& out) {
  std::string exclude;
  if (!args.flag(0, false)) exclude += "0123456789";
  if (!args.flag(1, false)) exclude += "0O1IL";
  append_alphanumeric_without(engine, 6, Casing::kUpper, exclude, out);
}

void seat(Engine& engine, const Args& args, std::string& out) {
  const Aircraft& aircraft = kAircraft[args.choice(0, 0)];
  append_int(engine, 1, aircraft.rows, out);
  out += aircraft.seats[engine.below(aircraft.seats.size())];
}

constexpr Param kFlightNumber[] = {{"length", Type::kRange, "1 to 4"},
                                   {"addLeadingZeros", Type::kBoolean, "false"}};
constexpr Param kRecordLocator[] = {{"allowNumerics", Type::kBoolean, "false"},
                                    {"allowVisuallySimilarCharacters", Type::kBoolean, "false"}};
constexpr Param kSeat[] = {
    {"aircraftType", Type::kChoice, "narrowbody", "narrowbody|regional|widebody"}};

constexpr Method kMethods[] = {
    text_row("airline", "aircraftType", aircraft_type, "A kind of aircraft, such as widebody"),
    data_row("airline", "airline", airline_airline, "An airline: name and IATA code",
             Returns::kObject),
    data_row("airline", "airplane", airline_airplane, "An aeroplane: name and IATA type code",
             Returns::kObject),
    data_row("airline", "airport", airline_airport, "An airport: name and IATA code",
             Returns::kObject),
    text_row("airline", "flightNumber", flight_number, "A flight's number, without the airline",
             kFlightNumber),
    text_row("airline", "recordLocator", record_locator, "A booking's six characters",
             kRecordLocator),
    text_row("airline", "seat", seat, "A seat: row and letter", kSeat),
};

}  // namespace

Rows airline_methods() {
  return kMethods;
}

}  // namespace mimus::fake
