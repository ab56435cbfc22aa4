#include "methods.h"

namespace mimus::fake {
namespace {

// What Python's Faker calls the methods that faker-js has too.
constexpr Alias kPython[] = {
    {"ascii_company_email", "internet.company_email"},
    {"ascii_email", "internet.email"},
    {"ascii_free_email", "internet.free_email"},
    {"ascii_safe_email", "internet.safe_email"},
    {"boolean", "datatype.boolean"},
    {"bs", "company.buzzPhrase"},
    {"building_number", "location.buildingNumber"},
    {"catch_phrase", "company.catchPhrase"},
    {"city", "location.city"},
    {"color_name", "color.human"},
    {"country", "location.country"},
    {"country_code", "location.countryCode"},
    {"date_object", "date_time.date"},
    {"email", "internet.email"},
    {"emoji", "internet.emoji"},
    {"first_name", "person.firstName"},
    {"first_name_female", "person.firstName", R"(["female"])"},
    {"first_name_male", "person.firstName", R"(["male"])"},
    {"http_method", "internet.httpMethod"},
    {"http_status_code", "internet.httpStatusCode"},
    {"ipv4", "internet.ipv4"},
    {"ipv6", "internet.ipv6"},
    {"language_code", "location.language"},
    {"language_name", "location.language"},
    {"last_name", "person.lastName"},
    {"last_name_female", "person.lastName", R"(["female"])"},
    {"last_name_male", "person.lastName", R"(["male"])"},
    {"locale", "location.countryCode"},
    {"mac_address", "internet.mac"},
    {"mime_type", "system.mimeType"},
    {"name", "person.fullName"},
    {"name_female", "person.fullName", R"([{"sex":"female"}])"},
    {"name_male", "person.fullName", R"([{"sex":"male"}])"},
    {"paragraph", "lorem.paragraph"},
    {"paragraphs", "lorem.paragraphs"},
    {"password", "internet.password"},
    {"phone_number", "phone.number"},
    {"postalcode", "location.zipCode"},
    {"postcode", "location.zipCode"},
    {"prefix", "person.prefix"},
    {"prefix_female", "person.prefix", R"(["female"])"},
    {"prefix_male", "person.prefix", R"(["male"])"},
    {"pyobject", "python.pydict"},
    {"pytimezone", "location.timeZone"},
    {"secondary_address", "location.secondaryAddress"},
    {"sentence", "lorem.sentence"},
    {"sentences", "lorem.sentences"},
    {"slug", "lorem.slug"},
    {"state", "location.state"},
    {"street_address", "location.streetAddress"},
    {"street_name", "location.street"},
    {"suffix", "person.suffix"},
    {"text", "lorem.text"},
    {"texts", "lorem.paragraphs"},
    {"time_object", "date_time.time"},
    {"timezone", "location.timeZone"},
    {"uri_scheme", "internet.protocol"},
    {"url", "internet.url"},
    {"uuid4", "string.uuid"},
    {"word", "lorem.word"},
    {"words", "lorem.words"},
    {"zipcode", "location.zipCode"},
};

}  // namespace

std::span<const Alias> python_aliases() {
  return kPython;
}

}  // namespace mimus::fake
