#include "compat/people.h"

#include "compat/draw.h"
#include "compat/jobs.h"
#include "compat/national_ids.h"
#include "data.h"
#include "fake_entries.h"
#include "js_text.h"
#include "methods.h"
#include "parts.h"

namespace mimus::fake::compat {
namespace {

void append_plain(std::string_view text, std::string& out) {
  const std::size_t before = out.size();
  out.resize(before + text.size());
  char* to = out.data() + before;
  for (const char c : text) {
    if (is_letter(c) || is_digit(c)) *to++ = lower(c);
  }
  out.resize(static_cast<std::size_t>(to - out.data()));
}

// A list of the locale's data; nothing drawn and "" where it has none.
std::string_view maybe(Engine& engine, std::uint16_t entry, std::string_view member = {}) {
  Node node = Image::entry(engine.locale(), entry);
  if (node && !member.empty()) node = node / member;
  const TextList list = Image::texts(node);
  return list.empty() ? std::string_view() : list.pick(engine);
}

void append_street_number(Engine& engine, std::string& out) {
  const int digits = roll(engine, 3, 5);
  out += static_cast<char>('0' + roll(engine, 1, 9));
  append_digits(engine, static_cast<std::size_t>(digits - 1), out);
}

void append_american_city(Engine& engine, std::string& out) {
  constexpr std::string_view kPrefixes[] = {"North", "East", "West", "South",
                                            "New",   "Lake", "Port"};
  constexpr std::string_view kSuffixes[] = {
      "town", "ton",   "land", "ville", "berg",    "burgh", "borough", "bury", "view",
      "port", "mouth", "stad", "furt",  "chester", "fort",  "haven",   "side", "shire"};
  const int form = roll(engine, 0, 3);
  if (form < 2) out.append(row_of(engine, kPrefixes)).append(" ");
  out += form == 1   ? first_name(engine, engine.next() < 0.5 ? Sex::kFemale : Sex::kMale)
         : form == 0 ? first_name(engine, Sex::kMale)
                     : pick(engine, person_last_name, "generic");
  if (form != 1) out += row_of(engine, kSuffixes);
}

void append_american_address(Engine& engine, std::string& out) {
  append_street_number(engine, out);
  out += ' ';
  out += engine.next() < 0.5 ? first_name(engine, engine.next() < 0.5 ? Sex::kFemale : Sex::kMale)
                             : pick(engine, person_last_name, "generic");
  out.append(" ").append(pick(engine, location_street_suffix));
  const double second = engine.next();
  if (second < 0.5) append_form(engine, second < 0.25 ? " Apt. ###" : " Suite ###", out);
  out += '\n';
  append_american_city(engine, out);
  out.append(", ").append(pick(engine, location_state_abbr)).append(" ");
  append_digits(engine, 5, out);
}

void call_row(Engine& engine, const Method* method, std::string& out) {
  if (method->text != nullptr)
    method->text(engine, Args::none(), out);
  else if (method->value != nullptr)
    append_string(method->value(engine, Args::none()), out);
  else
    data_text(engine, method->entry, out);
}

void append_local_address(Engine& engine, std::string& out) {
  static const Method* const kStreet = find_method("location.streetAddress");
  static const Method* const kCode = find_method("location.zipCode");
  static const Method* const kCity = find_method("location.city");
  const std::size_t start = out.size();
  call_row(engine, kStreet, out);
  for (std::size_t i = start; i < out.size(); ++i) {
    if (out[i] == '\n') out[i] = ' ';
  }
  out += '\n';
  if (!Image::texts(Image::entry(engine.locale(), location_postcode)).empty()) {
    call_row(engine, kCode, out);
    out += ' ';
  }
  call_row(engine, kCity, out);
}

}  // namespace

Name draw_name(Engine& engine, bool female) {
  Name name;
  name.first = first_name(engine, female ? Sex::kFemale : Sex::kMale);
  const Node names = required(engine, person_last_name);
  if (engine.failed()) return name;
  const Node sexed = names / std::string_view(female ? "female" : "male");
  name.last =
      pick(engine,
           sexed && Image::texts(sexed).size() > 0 ? sexed : names / std::string_view("generic"));
  return name;
}

void append_full_name(Engine& engine, const Name& name, bool female, std::string& out) {
  const double form = engine.next();
  const bool prefix = form >= 0.97 && form < 0.985;
  const bool both = form >= 0.995;
  if (prefix || both) {
    const std::string_view title = maybe(engine, person_prefix, female ? "female" : "male");
    if (!title.empty()) out.append(title).append(" ");
  }
  out.append(name.first).append(" ").append(name.last);
  if (form >= 0.985) {
    const std::string_view suffix = maybe(engine, person_suffix);
    if (!suffix.empty()) out.append(" ").append(suffix);
  }
}

void append_user_name(Engine& engine, const Name& name, std::string& out) {
  const std::size_t start = out.size();
  if (!is_ascii(name.first) || !is_ascii(name.last)) {
    std::string written;
    username(engine, {name.first, name.last}, written);
    append_plain(written, out);
    if (out.size() > start) return;
  }
  switch (roll(engine, 0, 3)) {
    case 0:
      append_plain(name.last, out);
      append_plain(name.first, out);
      break;
    case 1:
      append_plain(name.first, out);
      append_plain(name.last, out);
      break;
    case 2:
      append_plain(name.first, out);
      append_digits(engine, 2, out);
      break;
    default:
      out += one_of(engine, kSmall);
      append_plain(name.last, out);
  }
}

bool is_american(const Engine& engine) {
  return country_of(engine.locale()) == "US";
}

std::string_view military_state(Engine& engine) {
  constexpr std::string_view kStates[] = {"AA", "AE", "AP"};
  return row_of(engine, kStates);
}

void append_military_address(Engine& engine, std::string& out) {
  switch (roll(engine, 0, 2)) {
    case 0:
      append_form(engine, "PSC ####, Box ####\nAPO ", out);
      break;
    case 1:
      append_form(engine, engine.next() < 0.5 ? "Unit #### Box ####\nDPO " : "Unit ####\nDPO ",
                  out);
      break;
    default: {
      constexpr std::string_view kShips[] = {"USS ", "USNS ", "USCGC ", "USNV "};
      out.append(row_of(engine, kShips))
          .append(pick(engine, person_last_name, "generic"))
          .append("\nFPO ");
    }
  }
  out.append(military_state(engine)).append(" ");
  append_digits(engine, 5, out);
}

void append_address(Engine& engine, std::string& out) {
  if (!is_american(engine)) return append_local_address(engine, out);
  if (engine.next() < 3.0 / 28)
    append_military_address(engine, out);
  else
    append_american_address(engine, out);
}

std::string_view company_suffix(Engine& engine) {
  return pick(engine, company_legal_entity_type);
}

void append_company(Engine& engine, std::string& out) {
  const int form = roll(engine, 0, 2);
  const bool female = false;
  out += draw_name(engine, female).last;
  if (form == 0) {
    out.append(" ").append(company_suffix(engine));
    return;
  }
  out.append(form == 1 ? "-" : ", ").append(draw_name(engine, female).last);
  if (form == 2) out.append(" and ").append(draw_name(engine, female).last);
}

std::string_view job(Engine& engine) {
  return row_of(engine, kJobs);
}

}  // namespace mimus::fake::compat
