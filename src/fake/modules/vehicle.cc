#include "parts.h"
#include "rows.h"

namespace mimus::fake {
namespace {

// ISO 3779: the weight of each place of a VIN, and what a letter counts.
constexpr int kWeights[] = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
constexpr std::string_view kLetterValues =
    "12345678012345070923456789";  // A to Z; I, O and Q do not occur

char check_digit(std::string_view vin) {
  int sum = 0;
  for (std::size_t i = 0; i < vin.size(); ++i) {
    const char value =
        is_digit(vin[i]) ? vin[i] : kLetterValues[static_cast<std::size_t>(vin[i] - 'A')];
    sum += (value - '0') * kWeights[i];
  }
  return sum % 11 == 10 ? 'X' : static_cast<char>('0' + sum % 11);
}

void append_alpha_of_vin(Engine& engine, std::string& out) {
  append_from(engine, "ABCDEFGHJKLMNPRSTUVWXYZ", 1, out);
}

void vin(Engine& engine, const Args&, std::string& out) {
  constexpr std::string_view kConfusable = "oiqOIQ";
  const std::size_t start = out.size();
  append_alphanumeric_without(engine, 10, Casing::kUpper, kConfusable, out);
  append_alpha_of_vin(engine, out);
  append_alphanumeric_without(engine, 1, Casing::kUpper, kConfusable, out);
  append_numeric(engine, 5, true, out);
  out[start + 8] = check_digit(std::string_view(out).substr(start));
}

void vehicle(Engine& engine, const Args&, std::string& out) {
  out += pick(engine, vehicle_manufacturer);
  out += ' ';
  out += pick(engine, vehicle_model);
}

void vrm(Engine& engine, const Args&, std::string& out) {
  append_alpha(engine, 2, Casing::kUpper, out);
  append_numeric(engine, 2, true, out);
  append_alpha(engine, 3, Casing::kUpper, out);
}

constexpr Method kMethods[] = {
    data_row("vehicle", "bicycle", vehicle_bicycle_type, "A kind of bicycle"),
    data_row("vehicle", "color", color_human, "A colour"),
    data_row("vehicle", "fuel", vehicle_fuel, "What a vehicle runs on"),
    data_row("vehicle", "manufacturer", vehicle_manufacturer, "A maker of vehicles"),
    data_row("vehicle", "model", vehicle_model, "A vehicle's model"),
    data_row("vehicle", "type", vehicle_type, "A kind of vehicle"),
    text_row("vehicle", "vehicle", vehicle, "A vehicle: maker and model"),
    text_row("vehicle", "vin", vin, "A vehicle identification number with its check digit"),
    text_row("vehicle", "vrm", vrm, "A vehicle's registration as in the United Kingdom"),
};

}  // namespace

Rows vehicle_methods() {
  return kMethods;
}

}  // namespace mimus::fake
