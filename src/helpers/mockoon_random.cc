#include <array>
#include <utility>

#include "base/uuid.h"
#include "faker.h"
#include "javascript.h"
#include "mockoon.h"

namespace mimus::helpers {
namespace {

using handlebars::Call;
using handlebars::HelperRow;
using handlebars::Value;

// Names that stand for a method of faker-js without arguments.
struct Shortcut {
  std::string_view name, method, usage, summary;
};
constexpr Shortcut kShortcuts[] = {
    {"boolean", "datatype.boolean", "{{boolean}}", "true or false"},
    {"title", "person.prefix", "{{title}}", "a form of address (Mr., Dr.)"},
    {"firstName", "person.firstName", "{{firstName}}", "a first name"},
    {"lastName", "person.lastName", "{{lastName}}", "a family name"},
    {"company", "company.name", "{{company}}", "a company's name"},
    {"domain", "internet.domainName", "{{domain}}", "a domain name"},
    {"tld", "internet.domainSuffix", "{{tld}}", "a top-level domain"},
    {"email", "internet.email", "{{email}}", "an e-mail address"},
    {"street", "location.streetAddress", "{{street}}", "a street with a number"},
    {"city", "location.city", "{{city}}", "a city"},
    {"country", "location.country", "{{country}}", "a country"},
    {"countryCode", "location.countryCode", "{{countryCode}}", "a country's two letters"},
    {"zipcode", "location.zipCode", "{{zipcode}}", "a postal code"},
    {"postcode", "location.zipCode", "{{postcode}}", "a postal code"},
    {"lat", "location.latitude", "{{lat}}", "a latitude"},
    {"long", "location.longitude", "{{long}}", "a longitude"},
    {"phone", "phone.number", "{{phone}}", "a telephone number"},
    {"color", "color.human", "{{color}}", "a colour's name"},
    {"ipv4", "internet.ipv4", "{{ipv4}}", "an IPv4 address"},
    {"ipv6", "internet.ipv6", "{{ipv6}}", "an IPv6 address"},
    {"objectId", "database.mongodbObjectId", "{{objectId}}", "an identifier as MongoDB makes them"},
};

template <std::size_t kIndex>
Result<Value> shortcut(Call& call) {
  static const auto bound = fake::Call::compile(kShortcuts[kIndex].method);
  if (!bound) return bound.error();
  return make_fake(call, *bound);
}

// ---- those that take arguments, or no faker

Result<Value> with_bounds(Call& call, std::string_view method, json::Object options) {
  if (call.arg(0).is_number()) options["min"] = *call.arg(0).to_double();
  if (call.arg(1).is_number()) options["max"] = *call.arg(1).to_double();
  MIMUS_TRY(const fake::Call bound, fake::Call::compile(method, {json::Value(std::move(options))}));
  return make_fake(call, bound);
}
Result<Value> integer(Call& call) {
  return with_bounds(call, "number.int", {});
}
Result<Value> real(Call& call) {
  return with_bounds(call, "number.float", {{"multipleOf", 1e-10}});
}

Result<Value> lorem(Call& call) {
  json::Array words;
  if (call.arg(0).is_number()) words.emplace_back(*call.arg(0).to_double());
  MIMUS_TRY(const fake::Call bound, fake::Call::compile("lorem.sentence", words));
  return make_fake(call, bound);
}

Result<Value> uuid(Call& call) {
  return call.made(Uuid::random(call.chance()).text());
}

Result<Value> hex_color(Call& call) {
  static constexpr char kDigits[] = "0123456789abcdef";
  const std::uint64_t colour = call.chance().below(0x1000000);
  std::string text;
  for (int shift = 20; shift >= 0; shift -= 4) text += kDigits[colour >> shift & 15];
  return call.made(text);
}

constexpr HelperRow kOthers[] = {
    {"int", &integer, "{{int 1 100}}", "a whole number between two, both included"},
    {"float", &real, "{{float 0 1}}", "a number between two"},
    {"lorem", &lorem, "{{lorem 5}}", "a sentence of so many words"},
    {"uuid", &uuid, "{{uuid}}", "a random UUID"},
    {"guid", &uuid, "{{guid}}", "a random UUID"},
    {"hexColor", &hex_color, "{{hexColor}}", "a colour's six hexadecimal digits"},
};

template <std::size_t... kIndex>
constexpr auto rows_of(std::index_sequence<kIndex...>) {
  std::array<HelperRow, sizeof...(kIndex) + std::size(kOthers)> rows{
      HelperRow{kShortcuts[kIndex].name, &shortcut<kIndex>, kShortcuts[kIndex].usage,
                kShortcuts[kIndex].summary}...};
  for (std::size_t i = 0; i < std::size(kOthers); ++i) rows[sizeof...(kIndex) + i] = kOthers[i];
  return rows;
}
constexpr auto kRows = rows_of(std::make_index_sequence<std::size(kShortcuts)>());

}  // namespace

handlebars::HelperTable mockoon_random() {
  return kRows;
}

}  // namespace mimus::helpers
