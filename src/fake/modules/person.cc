#include <array>
#include <cmath>

#include "parts.h"
#include "rows.h"

namespace mimus::fake {
namespace {

constexpr std::string_view kSexes[] = {"female", "generic", "male"};

// Names by sex: {generic, female, male}, some of them missing. The list to take from: of the sex,
// now and then the generic one, in proportion to the roots of their lengths.
Node by_sex(Engine& engine, Sex sex, Node lists) {
  if (engine.failed()) return Image::node(0);
  if (sex == Sex::kUnspecified) sex = draw_sex(engine);
  const Node generic = lists / "generic";
  if (sex == Sex::kGeneric) {
    if (generic) return generic;
    return lists / kSexes[engine.below(2) == 0 ? 0 : 2];
  }
  const Node own = lists / (sex == Sex::kFemale ? "female" : "male");
  if (!own || !generic) return own ? own : generic;
  const double own_weight = 3 * std::sqrt(static_cast<double>(own.count()));
  const double sum = own_weight + std::sqrt(static_cast<double>(generic.count()));
  return engine.next() * sum < own_weight ? own : generic;
}

std::string_view name_by_sex(Engine& engine, Sex sex, std::uint16_t entry) {
  return pick(engine, by_sex(engine, sex, required(engine, entry)));
}

Sex sex_of(const Args& args, std::size_t i = 0) {
  return args.choice(i, Sex::kUnspecified);
}

// The parts that a name's pattern may ask for, in the order in which faker-js fills them in.
constexpr std::string_view kParts[] = {"{{person.prefix}}", "{{person.firstName}}",
                                       "{{person.middleName}}", "{{person.lastName}}",
                                       "{{person.suffix}}"};
enum Part { kPrefix, kFirst, kMiddle, kLast, kSuffix };

struct FullName {
  Engine& engine;
  Sex sex;
  std::string_view first, last;

  std::string_view part(int which) const {
    switch (which) {
      case kPrefix:
        return name_by_sex(engine, sex, person_prefix);
      case kFirst:
        return first;
      case kMiddle:
        return name_by_sex(engine, sex, person_middle_name);
      case kLast:
        return last;
      default:
        return pick(engine, person_suffix);
    }
  }

  // One part after the other, as text. For names that hold braces themselves.
  void replace(std::string_view pattern, std::string& out) const {
    std::string text(pattern);
    for (int which = 0; which < 5; ++which) {
      const std::string_view mark = kParts[which];
      for (std::size_t at = text.find(mark); at != text.npos; at = text.find(mark, at)) {
        const std::string_view name = part(which);
        text.replace(at, mark.size(), name);
        at += name.size();
      }
    }
    out += text;
  }

  // The same in one pass: where each part stands, the draws in order, then all at once.
  void fill(std::string_view pattern, std::string& out) const {
    struct Piece {
      std::string_view literal, text;
      int which;
    };
    std::array<Piece, 12> pieces;
    std::size_t count = 0;
    std::string_view rest = pattern;
    for (std::size_t from = 0; (from = rest.find("{{", from)) != rest.npos;) {
      int which = 0;
      while (which < 5 && !rest.substr(from).starts_with(kParts[which])) ++which;
      if (which == 5) {
        ++from;
        continue;
      }
      if (count == pieces.size()) return replace(pattern, out);
      pieces[count++] = {rest.substr(0, from), {}, which};
      rest.remove_prefix(from + kParts[which].size());
      from = 0;
    }
    for (int which = 0; which < 5; ++which) {
      for (std::size_t i = 0; i < count; ++i) {
        if (pieces[i].which == which) pieces[i].text = part(which);
      }
    }
    for (std::size_t i = 0; i < count; ++i) out.append(pieces[i].literal).append(pieces[i].text);
    out += rest;
  }
};

void first_name_(Engine& engine, const Args& args, std::string& out) {
  out += first_name(engine, sex_of(args));
}
void last_name_(Engine& engine, const Args& args, std::string& out) {
  last_name(engine, sex_of(args), out);
}
void middle_name(Engine& engine, const Args& args, std::string& out) {
  out += name_by_sex(engine, sex_of(args), person_middle_name);
}
void prefix(Engine& engine, const Args& args, std::string& out) {
  out += name_by_sex(engine, sex_of(args), person_prefix);
}

void full_name_(Engine& engine, const Args& args, std::string& out) {
  std::optional<std::string_view> first;
  std::optional<std::string_view> last;
  if (args.has(0)) first = args.text(0);
  if (args.has(1)) last = args.text(1);
  full_name(engine, sex_of(args, 2), first, last, out);
}

void sex_type(Engine& engine, const Args& args, std::string& out) {
  out += args.flag(0, false) ? kSexes[engine.below(3)] : sex_name(draw_sex(engine));
}

void bio(Engine& engine, const Args&, std::string& out) {
  fake_list(engine, required(engine, person_bio_pattern), out);
}
void job_title(Engine& engine, const Args&, std::string& out) {
  fake_list(engine, required(engine, person_job_title_pattern), out);
}

constexpr std::string_view kSexChoices = "female|generic|male";
constexpr Param kSex[] = {{"sex", Type::kChoice, "a draw", kSexChoices}};
constexpr Param kFullName[] = {{"firstName", Type::kText, "a draw"},
                               {"lastName", Type::kText, "a draw"},
                               {"sex", Type::kChoice, "a draw", kSexChoices}};
constexpr Param kSexType[] = {{"includeGeneric", Type::kBoolean, "false"}};

constexpr Method kMethods[] = {
    text_row("person", "bio", bio, "What a person says of themselves"),
    text_row("person", "firstName", first_name_, "A first name", kSex, 1),
    text_row("person", "fullName", full_name_, "A full name", kFullName),
    data_row("person", "gender", person_gender, "A gender"),
    data_row("person", "jobArea", person_job_area, "What a job is about"),
    data_row("person", "jobDescriptor", person_job_descriptor, "The first word of a job's title"),
    text_row("person", "jobTitle", job_title, "A job's title"),
    data_row("person", "jobType", person_job_type, "What a job is called"),
    text_row("person", "lastName", last_name_, "A last name", kSex, 1),
    text_row("person", "middleName", middle_name, "A middle name", kSex, 1),
    text_row("person", "prefix", prefix, "What stands before a name, such as Dr.", kSex, 1),
    data_row("person", "sex", person_sex, "A sex, in the locale's words"),
    text_row("person", "sexType", sex_type, "female or male", kSexType),
    data_row("person", "suffix", person_suffix, "What stands behind a name, such as Jr."),
    data_row("person", "zodiacSign", person_western_zodiac_sign, "A sign of the zodiac"),
};

}  // namespace

Rows person_methods() {
  return kMethods;
}

Sex draw_sex(Engine& engine) {
  return engine.below(2) == 0 ? Sex::kFemale : Sex::kMale;
}
std::string_view sex_name(Sex sex) {
  return kSexes[static_cast<int>(sex)];
}

std::string_view first_name(Engine& engine, Sex sex) {
  return name_by_sex(engine, sex, person_first_name);
}

void last_name(Engine& engine, Sex sex, std::string& out) {
  const Node patterns = Image::entry(engine.locale(), person_last_name_pattern);
  if (!patterns) {
    out += name_by_sex(engine, sex, person_last_name);
    return;
  }
  fake_text(engine, pick_weighted(engine, by_sex(engine, sex, patterns)), out);
}

void full_name(Engine& engine, Sex sex, std::optional<std::string_view> first,
               std::optional<std::string_view> last, std::string& out) {
  if (sex == Sex::kUnspecified) sex = draw_sex(engine);
  if (!first) first = first_name(engine, sex);
  std::string drawn;
  if (!last) {
    last_name(engine, sex, drawn);
    last = drawn;
  }
  const std::string_view pattern = pick_weighted(engine, required(engine, person_name));
  const FullName name{engine, sex, *first, *last};
  if (first->find('{') == first->npos && last->find('{') == last->npos)
    name.fill(pattern, out);
  else
    name.replace(pattern, out);
}

}  // namespace mimus::fake
