#include "language.h"

#include <array>

#include "expressions.h"
#include "model.h"

namespace mimus::render {
namespace {

struct Row {
  const handlebars::Dialect* dialect;
  handlebars::HelperTables tables;
  std::span<const std::string_view> roots;
};

const Row& row_of(Language language) {
  static const std::array kOurTables = {our_expressions()};
  static const std::array kRows = {
      Row{&handlebars::kOurs, kOurTables, our_roots()},
      Row{&handlebars::kWireMock, {}, wiremock_roots()},
      Row{&handlebars::kMockoon, {}, {}},
  };
  return kRows[static_cast<std::size_t>(language)];
}

}  // namespace

const handlebars::Dialect& dialect_of(Language language) {
  return *row_of(language).dialect;
}
handlebars::HelperTables tables_of(Language language) {
  return row_of(language).tables;
}
std::span<const std::string_view> roots_of(Language language) {
  return row_of(language).roots;
}

}  // namespace mimus::render
