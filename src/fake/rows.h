#pragma once

#include "args.h"
#include "fake_entries.h"
#include "methods.h"

// How the tables of methods are written: one line a method.
namespace mimus::fake {

using Params = std::span<const Param>;

// An element of a list of the data.
constexpr Method data_row(std::string_view module, std::string_view name, std::uint16_t entry,
                          std::string_view summary, Returns returns = Returns::kText) {
  return {.module = module, .name = name, .summary = summary, .returns = returns, .entry = entry};
}

constexpr Method text_row(std::string_view module, std::string_view name, Method::TextFn text,
                          std::string_view summary, Params params = {}, std::uint8_t positional = 0,
                          std::uint8_t shorthand = Method::kNone) {
  return {.module = module,
          .name = name,
          .summary = summary,
          .params = params,
          .positional = positional,
          .shorthand = shorthand,
          .text = text};
}

constexpr Method value_row(std::string_view module, std::string_view name, Returns returns,
                           Method::ValueFn value, std::string_view summary, Params params = {},
                           std::uint8_t positional = 0, std::uint8_t shorthand = Method::kNone, Method::TextFn json = nullptr) {
  return {.module = module,
          .name = name,
          .summary = summary,
          .returns = returns,
          .params = params,
          .positional = positional,
          .shorthand = shorthand,
          .value = value,
          .json = json};
}

using Rows = std::span<const Method>;
Rows airline_methods();
Rows animal_methods();
Rows book_methods();
Rows color_methods();
Rows commerce_methods();
Rows company_methods();
Rows database_methods();
Rows datatype_methods();
Rows date_methods();
Rows finance_methods();
Rows food_methods();
Rows git_methods();
Rows hacker_methods();
Rows helpers_methods();
Rows image_methods();
Rows internet_methods();
Rows location_methods();
Rows lorem_methods();
Rows music_methods();
Rows number_methods();
Rows person_methods();
Rows phone_methods();
Rows science_methods();
Rows string_methods();
Rows system_methods();
Rows vehicle_methods();
Rows word_methods();

}  // namespace mimus::fake
