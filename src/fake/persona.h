#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine.h"

namespace mimus::fake {

// One person, drawn once, of whom several values can be told that fit together: for records of
// fields.
//
//   const Persona person = draw_persona(engine);      // the engine's locale
//   append_full_name(engine, person, out);            // "Dr. Anna Ruiz"
//   append_email(engine, person, out);                // "Anna.Ruiz@gmail.com"
//
// Views of the program's image, valid forever.
struct Persona {
  bool female = false;
  std::string_view first, last;
  std::int32_t birth_day = 0;  // days since 1970
};
// Of `min_age` to `max_age` whole years at the engine's reference date. Four draws; fails where the
// locale has no names.
Persona draw_persona(Engine& engine, int min_age = 18, int max_age = 80);
int age(const Persona& person, double reference_ms);

void append_full_name(Engine& engine, const Persona& person,
                      std::string& out);  // with the locale's patterns
void append_email(Engine& engine, const Persona& person, std::string& out);
void append_username(Engine& engine, const Persona& person, std::string& out);
void append_user_name(Engine& engine, const Persona& person,
                      std::string& out);                         // Python's: jacksonlisa
void append_birthdate(const Persona& person, std::string& out);  // 1961-04-20
// checks/national_id.h names them; "": that of the locale's country.
void append_national_id(Engine& engine, const Persona& person, std::string_view id,
                        std::string& out);

// A city that exists, with its country: of the locale's country where we know one there.
struct City {
  std::string_view name, country_code, time_zone;
  double latitude, longitude;
};
std::optional<City> draw_city(Engine& engine);                 // one draw
void append_country(std::string_view code, std::string& out);  // "Germany"

}  // namespace mimus::fake
