#include "persona.h"

#include "checks/national_id.h"
#include "compat/days.h"
#include "compat/national_ids.h"
#include "compat/people.h"
#include "compat/places.h"
#include "parts.h"

namespace mimus::fake {
namespace {

compat::Holder holder_of(const Persona& person) {
  return {compat::Day(std::chrono::days(person.birth_day)), person.female, person.first,
          person.last};
}

}  // namespace

Persona draw_persona(Engine& engine, int min_age, int max_age) {
  Persona person;
  person.female = engine.next() < 0.5;
  const compat::Name name = compat::draw_name(engine, person.female);
  person.first = name.first;
  person.last = name.last;
  person.birth_day = static_cast<std::int32_t>(
      compat::birthday(engine, min_age, max_age).time_since_epoch().count());
  return person;
}

int age(const Persona& person, double reference_ms) {
  const std::chrono::year_month_day birth{compat::Day(std::chrono::days(person.birth_day))};
  const std::chrono::year_month_day today{compat::day_of(reference_ms)};
  const int years = static_cast<int>(today.year()) - static_cast<int>(birth.year());
  const bool had_birthday = today.month() > birth.month() ||
                            (today.month() == birth.month() && today.day() >= birth.day());
  return had_birthday ? years : years - 1;
}

void append_full_name(Engine& engine, const Persona& person, std::string& out) {
  full_name(engine, person.female ? Sex::kFemale : Sex::kMale, person.first, person.last, out);
}
void append_email(Engine& engine, const Persona& person, std::string& out) {
  email(engine, {person.first, person.last}, std::nullopt, false, out);
}
void append_username(Engine& engine, const Persona& person, std::string& out) {
  username(engine, {person.first, person.last}, out);
}
void append_user_name(Engine& engine, const Persona& person, std::string& out) {
  compat::append_user_name(engine, {person.first, person.last}, out);
}
void append_birthdate(const Persona& person, std::string& out) {
  compat::append_iso_day(compat::Day(std::chrono::days(person.birth_day)), out);
}

void append_national_id(Engine& engine, const Persona& person, std::string_view id,
                        std::string& out) {
  const checks::NationalId* found =
      id.empty() ? &compat::local_id(engine) : checks::find_national_id(id);
  if (found == nullptr) return engine.fail("there is no national id '" + std::string(id) + "'");
  out += checks::formatted(*found, compat::national_id(engine, *found, holder_of(person)));
}

std::optional<City> draw_city(Engine& engine) {
  const compat::Place* place = compat::draw_place(engine, compat::country_of(engine.locale()));
  if (place == nullptr) return std::nullopt;
  return City{place->name, place->country, place->time_zone, place->latitude, place->longitude};
}

void append_country(std::string_view code, std::string& out) {
  compat::append_country_name(code, out);
}

}  // namespace mimus::fake
