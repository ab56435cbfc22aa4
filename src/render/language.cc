#include "language.h"

#include <array>
#include <vector>

#include "expressions.h"
#include "helpers/mockoon.h"
#include "helpers/own.h"
#include "helpers/wiremock.h"
#include "model.h"

namespace mimus::render {
namespace {

struct Row {
  const handlebars::Dialect* dialect;
  handlebars::HelperTables tables;
  std::span<const std::string_view> roots;
};

// Ours first; WireMock's helpers under their names where we have no such word. (Mockoon's have names that stand for
// parts of the request here: body, header.)
std::vector<handlebars::HelperTable> our_tables() {
  std::vector<handlebars::HelperTable> tables{our_expressions()};
  for (const handlebars::HelperTables more : {helpers::own_helpers(), helpers::wiremock_helpers()}) {
    tables.insert(tables.end(), more.begin(), more.end());
  }
  return tables;
}

const Row& row_of(Language language) {
  static const std::vector<handlebars::HelperTable> kOurTables = our_tables();
  static const std::array kRows = {
      Row{&handlebars::kOurs, kOurTables, our_roots()},
      Row{&handlebars::kWireMock, helpers::wiremock_helpers(), wiremock_roots()},
      Row{&handlebars::kMockoon, helpers::mockoon_helpers(), {}},
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

std::size_t hidden_roots_of(Language language) {
  return language == Language::kOurs ? our_roots().size() - root_rows().size() : 0;
}

}  // namespace mimus::render
