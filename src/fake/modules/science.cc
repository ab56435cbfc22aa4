#include "rows.h"

namespace mimus::fake {
namespace {

constexpr Method kMethods[] = {
    data_row("science", "chemicalElement", science_chemical_element,
             "A chemical element: symbol, name, atomic number", Returns::kObject),
    data_row("science", "unit", science_unit, "A unit of measurement: name and symbol",
             Returns::kObject),
};

}  // namespace

Rows science_methods() {
  return kMethods;
}

}  // namespace mimus::fake
