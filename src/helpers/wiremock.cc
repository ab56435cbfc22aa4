#include "wiremock.h"

#include <array>

namespace mimus::helpers {

handlebars::HelperTables wiremock_helpers() {
  static const std::array tables = {
      condition_rows(), string_rows(), layout_rows(),   encoding_rows(), expression_rows(),
      number_rows(),    random_rows(), list_rows(),     date_rows(),     json_rows(),
      json_edit_rows(), xml_rows(),    variable_rows(), digest_rows(),   jwt_rows()};
  return tables;
}

}  // namespace mimus::helpers
