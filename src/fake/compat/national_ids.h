#pragma once

#include <string>
#include <string_view>

#include "checks/national_id.h"
#include "compat/days.h"
#include "engine.h"

namespace mimus::fake::compat {

// What a number may tell about its holder.
struct Holder {
  Day birth;
  bool female = false;
  std::string_view first = {}, last = {};  // for the Italian code, when they are given
};
Holder draw_holder(Engine& engine);  // 18 to 90 years old

// A number that checks::check accepts, of a person with these facts, compact. Draws again where no
// number fits.
std::string national_id(Engine& engine, const checks::NationalId& id, const Holder& holder);

// The id that people of the engine's locale mean by "my number"; US where we have none.
const checks::NationalId& local_id(const Engine& engine);
// "DE" of de, "AT" of de_AT, "US" of en.
std::string_view country_of(Locale locale);

}  // namespace mimus::fake::compat
