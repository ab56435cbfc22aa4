#pragma once

#include <string>
#include <string_view>

#include "engine.h"

// Persons and companies as Python's Faker shapes them, out of the locale's data.
namespace mimus::fake::compat {

struct Name {
  std::string_view first, last;
};
Name draw_name(Engine& engine, bool female);
// "first last", rarely with a prefix or a suffix: 1.5 %, 2 %, both 0.5 %.
void append_full_name(Engine& engine, const Name& name, bool female, std::string& out);
// jacksonlisa, daniel02, kjones, w.smith without its dot: always of a-z and 0-9.
void append_user_name(Engine& engine, const Name& name, std::string& out);
// Two lines. en: "6936 Griffin Extension Suite 018\nSouth Jim, PR 85433", 3 in 28 military;
// elsewhere street, then code and city.
void append_address(Engine& engine, std::string& out);
void append_military_address(Engine& engine, std::string& out);
// "Smith Inc", "Smith-Jones", "Smith, Jones and Brown"
void append_company(Engine& engine, std::string& out);
std::string_view company_suffix(Engine& engine);
std::string_view job(Engine& engine);  // "Chartered accountant"

std::string_view military_state(Engine& engine);
bool is_american(const Engine& engine);  // the locale's country is the United States

}  // namespace mimus::fake::compat
