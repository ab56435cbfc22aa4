#include "zone_names.h"

namespace mimus::intl {
namespace {

struct Row {
  std::string_view id, standard, daylight;
};
constexpr Row kRows[] = {
    {"Africa/Cairo", "EET", "EEST"},        {"Africa/Johannesburg", "SAST", "SAST"},
    {"Africa/Lagos", "WAT", "WAT"},         {"Africa/Nairobi", "EAT", "EAT"},
    {"America/Sao_Paulo", "BRT", "BRST"},   {"America/Argentina/Buenos_Aires", "ART", "ART"},
    {"America/Bogota", "COT", "COT"},       {"Asia/Bangkok", "ICT", "ICT"},
    {"Asia/Dhaka", "BST", "BST"},           {"Asia/Dubai", "GST", "GST"},
    {"Asia/Ho_Chi_Minh", "ICT", "ICT"},     {"Asia/Hong_Kong", "HKT", "HKST"},
    {"Asia/Jakarta", "WIB", "WIB"},         {"Asia/Jerusalem", "IST", "IDT"},
    {"Asia/Karachi", "PKT", "PKT"},         {"Asia/Kolkata", "IST", "IST"},
    {"Asia/Calcutta", "IST", "IST"},        {"Asia/Manila", "PST", "PDT"},
    {"Asia/Seoul", "KST", "KDT"},           {"Asia/Shanghai", "CST", "CDT"},
    {"Asia/Singapore", "SGT", "SGT"},       {"Asia/Taipei", "CST", "CDT"},
    {"Asia/Tokyo", "JST", "JDT"},           {"Australia/Adelaide", "ACST", "ACDT"},
    {"Australia/Brisbane", "AEST", "AEST"}, {"Australia/Melbourne", "AEST", "AEDT"},
    {"Australia/Perth", "AWST", "AWDT"},    {"Australia/Sydney", "AEST", "AEDT"},
    {"Europe/Amsterdam", "CET", "CEST"},    {"Europe/Athens", "EET", "EEST"},
    {"Europe/Berlin", "CET", "CEST"},       {"Europe/Brussels", "CET", "CEST"},
    {"Europe/Budapest", "CET", "CEST"},     {"Europe/Copenhagen", "CET", "CEST"},
    {"Europe/Dublin", "GMT", "IST"},        {"Europe/Helsinki", "EET", "EEST"},
    {"Europe/Istanbul", "TRT", "TRT"},      {"Europe/Kiev", "EET", "EEST"},
    {"Europe/Kyiv", "EET", "EEST"},         {"Europe/Lisbon", "WET", "WEST"},
    {"Europe/London", "GMT", "BST"},        {"Europe/Madrid", "CET", "CEST"},
    {"Europe/Moscow", "MSK", "MSD"},        {"Europe/Oslo", "CET", "CEST"},
    {"Europe/Paris", "CET", "CEST"},        {"Europe/Prague", "CET", "CEST"},
    {"Europe/Rome", "CET", "CEST"},         {"Europe/Stockholm", "CET", "CEST"},
    {"Europe/Vienna", "CET", "CEST"},       {"Europe/Warsaw", "CET", "CEST"},
    {"Europe/Zurich", "CET", "CEST"},       {"Pacific/Auckland", "NZST", "NZDT"},
};

}  // namespace

std::string_view short_zone_name(std::string_view id, bool daylight) {
  for (const Row& row : kRows) {
    if (row.id == id) return daylight ? row.daylight : row.standard;
  }
  return "";
}

}  // namespace mimus::intl
