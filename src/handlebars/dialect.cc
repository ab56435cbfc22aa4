#include "dialect.h"

namespace mimus::handlebars {
namespace {

std::string described(const Error& error) {
  return describe(error);
}

// Columns count from 0 there: 1:2: java.lang.ArithmeticException: / by zero
std::string after_position(const Error& error) {
  return std::to_string(error.where.line) + ':' + std::to_string(error.where.column - 1) + ": " +
         error.message;
}

std::string after_mockoon_words(const Error& error) {
  return "Error while serving the content: " + error.message;
}

}  // namespace

constexpr Dialect kHandlebars{.name = "handlebars", .failure_text = &described};

constexpr Dialect kOurs{
    .name = "mimus",
    .printing = Dialect::Printing::kJson,
    .escape_html = false,
    .names_of_parents = true,
    .spelled_numbers = true,
    .lenient_braces = true,
    .dots_and_brackets = true,
    .unknown_helper = Dialect::Unknown::kFailsToCompile,
    .unknown_name = Dialect::Unknown::kFailsToCompile,
    .failure_text = &described,
};

constexpr Dialect kWireMock{
    .name = "wiremock",
    .printing = Dialect::Printing::kJava,
    .escape_html = false,
    .trim_standalone = false,
    .names_of_parents = true,
    .outer_first_in_params = true,
    .outer_braces_only = true,
    .blunt_escapes = true,
    .first_last_words = true,
    .failure_text = &after_position,
};

constexpr Dialect kMockoon{
    .name = "mockoon",
    .unknown_helper = Dialect::Unknown::kNothing,
    .failure_text = &after_mockoon_words,
    .failure_status = 0,
};

}  // namespace mimus::handlebars
