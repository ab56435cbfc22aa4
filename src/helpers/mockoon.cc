#include "mockoon.h"

#include <array>
#include <vector>

#include "faker.h"
#include "switch_blocks.h"

namespace mimus::helpers {

std::span<const Topic> mockoon_topics() {
  static const auto topics = std::to_array<Topic>({
      {"Request and response", mockoon_request()},
      {"Data buckets and variables", mockoon_data()},
      {"Blocks", mockoon_blocks()},
      {"Choosing a part", switch_blocks()},
      {"Lists and objects", mockoon_lists()},
      {"Choosing elements", mockoon_choice()},
      {"JSON", mockoon_json()},
      {"Strings", mockoon_strings()},
      {"Encodings", mockoon_encodings()},
      {"Numbers and comparisons", mockoon_numbers()},
      {"Dates", mockoon_dates()},
      {"Random values", mockoon_random()},
      {"Fake data", faker_rows()},
  });
  return topics;
}

handlebars::HelperTables mockoon_helpers() {
  static const std::vector<handlebars::HelperTable> tables = tables_of(mockoon_topics());
  return tables;
}

}  // namespace mimus::helpers
