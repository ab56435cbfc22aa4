#include "wiremock.h"

#include <array>

#include "faker.h"

namespace mimus::helpers {

std::span<const Topic> wiremock_topics() {
  static const auto topics = std::to_array<Topic>({{"Conditions", condition_rows()},
                                                   {"Strings", string_rows()},
                                                   {"Texts in columns", layout_rows()},
                                                   {"Encodings and forms", encoding_rows()},
                                                   {"Regular expressions", expression_rows()},
                                                   {"Numbers", number_rows()},
                                                   {"Random values", random_rows()},
                                                   {"Lists", list_rows()},
                                                   {"Dates", date_rows()},
                                                   {"JSON", json_rows()},
                                                   {"JSON, edited", json_edit_rows()},
                                                   {"XML", xml_rows()},
                                                   {"Variables and surroundings", variable_rows()},
                                                   {"Digests", digest_rows()},
                                                   {"Tokens", jwt_rows()},
                                                   {"Contexts of the state extension", context_rows()},
                                                   {"Fake data", wiremock_faker_rows()}});
  return topics;
}

handlebars::HelperTables wiremock_helpers() {
  static const std::vector<handlebars::HelperTable> tables = tables_of(wiremock_topics());
  return tables;
}

}  // namespace mimus::helpers
