// The endpoints of the first seed document, member for member: which of them has an id, and how each spells the quantity
// and the sex, is that document's.
#include "base/uuid.h"
#include "batch.h"
#include "fake/call.h"
#include "text/percent.h"

namespace mimus::fakeapi {
namespace {

using namespace std::string_view_literals;

// What an endpoint tells about: a method without arguments, or with the sex when the path has one.
enum class Subject : std::uint8_t { kBasicProfile, kFullProfile, kName, kAddress, kCountry, kJob };
constexpr std::string_view kMethods[] = {"profile.simple_profile", "profile.profile",  "person.fullName",
                                         "address.address",        "location.country", "profile.job"};

struct Shape {
  Subject subject;
  std::string_view path;
  std::string_view value;          // the member that holds it, or all of them
  std::string_view sex = {};       // the member that says which sex was asked for
  std::string_view quantity = {};  // the member that says how many; "": one
  bool id = true;
};
constexpr Shape kShapes[] = {
    {Subject::kBasicProfile, "/basic_profile", "basic_profile"},
    {Subject::kBasicProfile, "/basic_profile/{quantity}", "profiles", "", "quantity_req", false},
    {Subject::kBasicProfile, "/basic_profile/various/{quantity}", "profiles", "", "required_quantity"},
    {Subject::kBasicProfile, "/basic_profile/sex/{sex}", "basic_profile", "sex_req"},
    {Subject::kBasicProfile, "/basic_profile/sex/{sex}/{quantity}", "profiles", "sex_req", "quantity_required"},
    {Subject::kFullProfile, "/full_profile", "full_profile"},
    {Subject::kFullProfile, "/full_profile/sex/{sex}", "full_profile", "sex_required"},
    {Subject::kFullProfile, "/full_profile/sex/{sex}/{quantity}", "profiles", "sex_required", "required_quantity"},
    {Subject::kName, "/full_name", "full_name"},
    {Subject::kName, "/full_name/{quantity}", "full_names", "", "quantity_required"},
    {Subject::kAddress, "/address", "address"},
    {Subject::kAddress, "/address/{quantity}", "addresses", "", "quantity_required"},
    {Subject::kCountry, "/country", "country"},
    {Subject::kCountry, "/country/{quantity}", "countries", "", "quantity_required"},
    {Subject::kJob, "/job", "job"},
    {Subject::kJob, "/job/{quantity}", "jobs", "", "quantity_required"},
};
constexpr std::size_t kCount = std::size(kShapes);

enum class Sex : std::uint8_t { kAny, kMale, kFemale };

Result<Sex> read_sex(std::string_view segment) {
  if (segment == "M") return Sex::kMale;
  if (segment == "F") return Sex::kFemale;
  return invalid("no sex is called '" + text::percent_decode(segment) + "'", "M or F");
}

fake::Call compiled(Subject subject, Sex sex) {
  json::Array arguments;
  if (sex != Sex::kAny && subject == Subject::kFullProfile) arguments.push_back(json::Array{});  // all fields
  if (sex != Sex::kAny) arguments.push_back(sex == Sex::kMale ? "M" : "F");
  return *fake::Call::compile(kMethods[static_cast<std::size_t>(subject)], arguments);
}

const fake::Call& call_for(Subject subject, Sex sex) {
  if (subject == Subject::kBasicProfile) {
    static const fake::Call kCalls[] = {compiled(Subject::kBasicProfile, Sex::kAny), compiled(Subject::kBasicProfile, Sex::kMale),
                                        compiled(Subject::kBasicProfile, Sex::kFemale)};
    return kCalls[static_cast<std::size_t>(sex)];
  }
  if (subject == Subject::kFullProfile) {
    static const fake::Call kCalls[] = {compiled(Subject::kFullProfile, Sex::kAny), compiled(Subject::kFullProfile, Sex::kMale),
                                        compiled(Subject::kFullProfile, Sex::kFemale)};
    return kCalls[static_cast<std::size_t>(sex)];
  }
  static const fake::Call kOthers[] = {compiled(Subject::kName, Sex::kAny), compiled(Subject::kAddress, Sex::kAny),
                                       compiled(Subject::kCountry, Sex::kAny), compiled(Subject::kJob, Sex::kAny)};
  return kOthers[static_cast<std::size_t>(subject) - static_cast<std::size_t>(Subject::kName)];
}

// {"id": …, "req_url": …, "sex_req": "M", "quantity_required": 2, "profiles":
std::string frame(const Shape& shape, Ask& ask, const Setting& setting, Sex sex, std::uint64_t quantity) {
  std::string out;
  out.reserve(192 + ask.request().target.size());
  out += '{';
  if (shape.id) {
    const Chance chance = setting.seed ? Chance(static_cast<std::uint64_t>(static_cast<std::int64_t>(*setting.seed))) : ask.chance();
    out.append(R"("id":")"sv).append(Uuid::random(chance.fork("id")).text()).append(R"(",)"sv);
  }
  out += R"("req_url":)"sv;
  json::write_string(ask.request().target, out);
  if (!shape.sex.empty()) out.append(R"(,")"sv).append(shape.sex).append(R"(":")"sv) += sex == Sex::kMale ? "M\"" : "F\"";
  if (!shape.quantity.empty()) out.append(R"(,")"sv).append(shape.quantity).append(R"(":)"sv) += std::to_string(quantity);
  out.append(R"(,")"sv).append(shape.value).append(R"(":)"sv);
  return out;
}

template <std::size_t kShape>
void answer(Ask& ask) {
  static constexpr const Shape& shape = kShapes[kShape];
  const auto setting = ask.setting();
  if (!setting) return ask.refuse(setting.error());
  std::size_t segment = 0;
  Sex sex = Sex::kAny;
  if (!shape.sex.empty()) {
    const auto read = read_sex(ask.segments.items[segment++]);
    if (!read) return ask.refuse(read.error());
    sex = *read;
  }
  Batch batch;
  batch.content_type = "application/json; charset=utf-8";
  if (!shape.quantity.empty()) {
    const auto read = ask.quantity(ask.segments.items[segment]);
    if (!read) return ask.refuse(read.error());
    batch.count = *read;
  }
  const bool many = !shape.quantity.empty();
  batch.before = frame(shape, ask, *setting, sex, batch.count);
  if (many) batch.before += '[';
  batch.between = ",";
  batch.after = many ? "]}" : "}";
  batch.make = [&call = call_for(shape.subject, sex)](fake::Engine& engine, std::uint64_t, std::string& out) {
    return call.append_json(engine, out);
  };
  send_batch(ask, *setting, std::move(batch));
}

// ---- rows --------------------------------------------------------------------------------------

constexpr Parameter kSex{"sex", "M or F", "M", "M|F"};
constexpr Parameter kQuantity{"quantity", "whole number", "3", ""};
constexpr Parameter kSexThenQuantity[] = {kSex, kQuantity};
constexpr Parameter kJustSex[] = {kSex};
constexpr Parameter kJustQuantity[] = {kQuantity};

constexpr std::string_view summary_of(const Shape& shape) {
  constexpr std::string_view kOne[] = {"a person: name, address, mail, birthday", "a person with job, company, coordinates and more",
                                       "a name", "an address", "a country", "a job"};
  constexpr std::string_view kMany[] = {"so many persons", "so many persons with job, company and more", "so many names",
                                        "so many addresses", "so many countries", "so many jobs"};
  return (shape.quantity.empty() ? kOne : kMany)[static_cast<std::size_t>(shape.subject)];
}

constexpr std::span<const Parameter> parameters_of(const Shape& shape) {
  if (!shape.sex.empty() && !shape.quantity.empty()) return kSexThenQuantity;
  if (!shape.sex.empty()) return kJustSex;
  if (!shape.quantity.empty()) return kJustQuantity;
  return {};
}

template <std::size_t... kIndex>
constexpr std::array<Endpoint, kCount> make_rows(std::index_sequence<kIndex...>) {
  return {Endpoint{"GET", kShapes[kIndex].path, &answer<kIndex>, "people and places", summary_of(kShapes[kIndex]),
                   parameters_of(kShapes[kIndex]), "", false}...};
}
constexpr std::array<Endpoint, kCount> kRows = make_rows(std::make_index_sequence<kCount>());

}  // namespace

std::span<const Endpoint> seed_endpoints() { return kRows; }

}  // namespace mimus::fakeapi
