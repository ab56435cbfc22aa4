#include <algorithm>

#include "compat/draw.h"
#include "compat/national_ids.h"
#include "compat/people.h"
#include "compat/providers.h"
#include "compat/web.h"

namespace mimus::fake::compat {
namespace {

enum class Wanted { kFemale, kMale };
constexpr Param kSex[] = {{"sex", Type::kChoice, "a draw", "F|M"}};
constexpr Param kProfile[] = {{"fields", Type::kTexts, "all of them"},
                              {"sex", Type::kChoice, "a draw", "F|M"}};

constexpr std::string_view kMailDomains[] = {"@gmail.com", "@yahoo.com", "@hotmail.com"};
constexpr std::string_view kBloodGroups[] = {"A+", "A-", "B+", "B-", "AB+", "AB-", "O+", "O-"};

void blood_group(Engine& engine, const Args&, std::string& out) {
  out += row_of(engine, kBloodGroups);
}

bool is_female(Engine& engine, const Args& args, std::size_t at) {
  if (args.has(at)) return args.choice(at, Wanted::kFemale) == Wanted::kFemale;
  return engine.next() < 0.5;
}

// As JSON begins a member. Rows of it, so that no name is measured or quoted while a profile is drawn.
struct Member {
  std::string_view opening;  // "name":"
  std::size_t bytes;         // of the value, as a rule
  bool plain;                // JSON writes every such value as it is
  constexpr std::string_view name() const { return opening.substr(1, opening.size() - 4); }
};
constexpr Member kName{R"("name":")", 30, false}, kUsername{R"("username":")", 15, true}, kSexMember{R"("sex":")", 1, true},
    kAddress{R"("address":")", 62, false}, kMail{R"("mail":")", 30, true}, kBirthdate{R"("birthdate":")", 10, true};

// The six members of a simple profile in the order of their draws: add(member, append). Python's order has the username
// before the name.
template <class Add>
void draw_simple(Engine& engine, bool female, Add&& add) {
  add(kName, [&](std::string& out) { append_full_name(engine, draw_name(engine, female), female, out); });
  add(kUsername, [&](std::string& out) { append_user_name(engine, draw_name(engine, engine.next() < 0.5), out); });
  add(kSexMember, [&](std::string& out) { out += female ? 'F' : 'M'; });
  add(kAddress, [&](std::string& out) { append_address(engine, out); });
  add(kMail, [&](std::string& out) {
    append_user_name(engine, draw_name(engine, engine.next() < 0.5), out);
    out += row_of(engine, kMailDomains);
  });
  add(kBirthdate, [&](std::string& out) { append_iso_day(birthday(engine, 0, 115), out); });
}

void add_simple(Engine& engine, bool female, Value::Object& out) {
  const std::size_t first = out.size();
  draw_simple(engine, female, [&out](const Member& member, const auto& append) {
    std::string text;
    text.reserve(member.bytes);
    append(text);
    out.emplace_back(member.name(), std::move(text));
  });
  std::swap(out[first], out[first + 1]);
}

void simple_profile_json(Engine& engine, const Args& args, std::string& out) {
  out += '{';
  std::size_t begins[6], count = 0;
  draw_simple(engine, is_female(engine, args, 0), [&](const Member& member, const auto& append) {
    begins[count++] = out.size();
    out += member.opening;
    const std::size_t from = out.size() - 1;
    append(out);
    if (member.plain) {
      out += std::string_view("\",");
      return;
    }
    close_json_string(out, from);
    out += ',';
  });
  const auto at = [&](std::size_t offset) { return out.begin() + static_cast<std::ptrdiff_t>(offset); };
  std::rotate(at(begins[0]), at(begins[1]), at(begins[2]));
  out.back() = '}';
}

Value simple_profile(Engine& engine, const Args& args) {
  Value::Object out;
  out.reserve(6);
  add_simple(engine, is_female(engine, args, 0), out);
  return out;
}

Value coordinates(Engine& engine) {
  const double latitude = roll(engine, -90000000, 90000000) / 1e6;
  const double longitude = roll(engine, -180000000, 180000000) / 1e6;
  return Value::Array{latitude, longitude};
}

Value profile(Engine& engine, const Args& args) {
  const bool female = is_female(engine, args, 1);
  Value::Object out;
  out.reserve(13);
  std::string company, ssn, residence;
  out.emplace_back("job", job(engine));
  append_company(engine, company);
  out.emplace_back("company", std::move(company));
  const checks::NationalId& id = local_id(engine);
  out.emplace_back("ssn", checks::formatted(id, national_id(engine, id, draw_holder(engine))));
  append_address(engine, residence);
  out.emplace_back("residence", std::move(residence));
  out.emplace_back("current_location", coordinates(engine));
  out.emplace_back("blood_group", row_of(engine, kBloodGroups));
  Value::Array sites;
  for (int left = roll(engine, 1, 4); left > 0; --left) {
    std::string url;
    append_url(engine, url);
    sites.emplace_back(std::move(url));
  }
  out.emplace_back("website", std::move(sites));
  add_simple(engine, female, out);
  const json::Array& fields = args.list(0);
  if (fields.empty()) return out;
  std::erase_if(out, [&](const auto& member) {
    return std::none_of(fields.begin(), fields.end(), [&](const json::Value& field) {
      return field.is_string() && field.get_string() == member.first;
    });
  });
  return out;
}

void job_name(Engine& engine, const Args&, std::string& out) {
  out += job(engine);
}
void job_female_or_male(Engine& engine, const Args&, std::string& out) {
  out += job(engine);
}

constexpr Method kMethods[] = {
    text_row("profile", "blood_group", blood_group, "A blood group, such as AB-"),
    text_row("profile", "job", job_name, "An occupation, such as Catering manager"),
    text_row("profile", "job_female", job_female_or_male, "An occupation; the same list"),
    text_row("profile", "job_male", job_female_or_male, "An occupation; the same list"),
    value_row("profile", "profile", Returns::kObject, profile,
              "A person: job, company, ssn, residence, location, blood group, web sites, and a "
              "simple profile",
              kProfile, 2),
    value_row("profile", "simple_profile", Returns::kObject, simple_profile,
              "A person: username, name, sex, address, mail, birthdate", kSex, 1, Method::kNone,
              simple_profile_json),
};

}  // namespace

Rows profile_methods() {
  return kMethods;
}

}  // namespace mimus::fake::compat
