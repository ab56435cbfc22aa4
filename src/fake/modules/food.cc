#include "parts.h"
#include "rows.h"

namespace mimus::fake {
namespace {

void description(Engine& engine, const Args&, std::string& out) {
  fake_list(engine, required(engine, food_description_pattern), out);
}

void append_title_case(std::string_view text, std::string& out) {
  for (std::size_t blank = text.find(' '); blank != text.npos; blank = text.find(' ')) {
    append_capitalized(text.substr(0, blank), out);
    out += ' ';
    text.remove_prefix(blank + 1);
  }
  append_capitalized(text, out);
}

void dish(Engine& engine, const Args&, std::string& out) {
  if (engine.boolean()) {
    std::string text;
    fake_list(engine, required(engine, food_dish_pattern), text);
    append_title_case(text, out);
  } else {
    append_title_case(pick(engine, food_dish), out);
  }
}

constexpr Method kMethods[] = {
    data_row("food", "adjective", food_adjective, "An adjective for food"),
    text_row("food", "description", description, "A dish described as on a menu"),
    text_row("food", "dish", dish, "A dish"),
    data_row("food", "ethnicCategory", food_ethnic_category, "A kitchen of the world"),
    data_row("food", "fruit", food_fruit, "A fruit"),
    data_row("food", "ingredient", food_ingredient, "An ingredient"),
    data_row("food", "meat", food_meat, "A kind of meat"),
    data_row("food", "spice", food_spice, "A spice"),
    data_row("food", "vegetable", food_vegetable, "A vegetable"),
};

}  // namespace

Rows food_methods() {
  return kMethods;
}

}  // namespace mimus::fake
