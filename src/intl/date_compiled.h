#pragma once

#include <vector>

#include "date_fields.h"
#include "date_pattern.h"

namespace mimus::intl {

struct DatePattern::Compiled {
  DateDialect dialect;
  std::vector<DateField> fields;
};

}  // namespace mimus::intl
