#include "own.h"

#include <array>
#include <vector>

#include "faker.h"
#include "switch_blocks.h"
#include "wiremock.h"

namespace mimus::helpers {

std::span<const Topic> own_topics() {
  static const auto topics = std::to_array<Topic>({
      {"Fake data", faker_rows()},
      {"Random values", own_random()},
      {"State", own_state()},
      {"Collections", own_collections()},
      {"Blocks", own_blocks()},
      {"Choosing", switch_blocks()},
      {"Dates", own_dates()},
      {"URLs", own_url()},
      {"Hashes", digest_rows()},
      {"Tokens", jwt_rows()},
      {"Text and surroundings", own_text()},
  });
  return topics;
}

handlebars::HelperTables own_helpers() {
  static const std::vector<handlebars::HelperTable> tables = tables_of(own_topics());
  return tables;
}

}  // namespace mimus::helpers
