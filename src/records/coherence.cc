// What makes the fields of one record fit: they speak of one person and one place, and their dates
// lie in order.
#include <algorithm>
#include <cmath>

#include "fake/definitions.h"
#include "nodes.h"

namespace mimus::records {

const fake::Persona& Scope::persona() {
  if (persona_) return *persona_;
  if (draws == nullptr) return persona_.emplace(fake::draw_persona(engine));
  fake::KeyedDraws own(key.fork("person"));
  fake::Engine at_side(own, engine.locale());
  at_side.freeze_ms(now());
  persona_ = fake::draw_persona(at_side);
  if (at_side.failed()) {
    Error error = at_side.take_failure();
    engine.fail(std::move(error.message), std::move(error.hint), error.code);
  }
  return *persona_;
}

const std::optional<fake::City>& Scope::city() {
  if (city_) return *city_;
  fake::KeyedDraws own(key.fork("city"));
  fake::Engine at_side(own, engine.locale());
  return city_.emplace(fake::draw_city(at_side));
}

namespace {

using fake::Value;
using Make = Value (*)(Scope&);

template <auto Append>
Value text_of(Scope& scope) {
  const fake::Persona person = scope.persona();
  std::string text;
  Append(scope.engine, person, text);
  return text;
}
Value birthdate(Scope& scope) {
  return fake::Date{static_cast<double>(scope.persona().birth_day) * 86'400'000};
}
Value birthday_text(Scope& scope) {
  std::string text;
  fake::append_birthdate(scope.persona(), text);
  return text;
}
Value age(Scope& scope) {
  return static_cast<double>(fake::age(scope.persona(), scope.now()));
}
Value sex(Scope& scope) {
  const fake::TextList names = fake::definitions(scope.engine.locale(), "person.sex");
  const bool female = scope.persona().female;
  if (names.size() == 2) return names[female ? 0 : 1];
  return std::string_view(female ? "female" : "male");
}
Value sex_letter(Scope& scope) {
  return std::string_view(scope.persona().female ? "F" : "M");
}
Value national_id(Scope& scope) {
  const fake::Persona person = scope.persona();
  std::string text;
  fake::append_national_id(scope.engine, person, "", text);
  return text;
}
Value country(Scope& scope) {
  const std::optional<fake::City>& city = scope.city();
  std::string name;
  if (city) fake::append_country(city->country_code, name);
  return name.empty() ? Value() : Value(std::move(name));
}
template <auto Member>
Value of_city(Scope& scope) {
  const std::optional<fake::City>& city = scope.city();
  return city ? Value((*city).*Member) : Value();
}

struct Fitting {
  std::string_view method;
  Make make;
};
constexpr Fitting kFitting[] = {
    {"date.birthdate", birthdate},
    {"date_time.date_of_birth", birthday_text},
    {"internet.email", text_of<fake::append_email>},
    {"internet.user_name", text_of<fake::append_user_name>},
    {"internet.username", text_of<fake::append_username>},
    {"location.city", of_city<&fake::City::name>},
    {"location.country", country},
    {"location.countryCode", of_city<&fake::City::country_code>},
    {"location.latitude", of_city<&fake::City::latitude>},
    {"location.longitude", of_city<&fake::City::longitude>},
    {"location.timeZone", of_city<&fake::City::time_zone>},
    {"person.age", age},
    {"person.firstName", [](Scope& scope) { return Value(scope.persona().first); }},
    {"person.fullName", text_of<fake::append_full_name>},
    {"person.lastName", [](Scope& scope) { return Value(scope.persona().last); }},
    {"person.sex", sex},
    {"person.sexType",
     [](Scope& scope) {
       return Value(std::string_view(scope.persona().female ? "female" : "male"));
     }},
    {"person.sexLetter", sex_letter},
    {"ssn.ssn", national_id},
};

// Made of the scope's facts; by the method itself in a stream, and where there are no facts (a
// locale without cities).
class FittingNode final : public Node {
 public:
  FittingNode(Make make, std::optional<fake::Call> call) : make_(make), call_(std::move(call)) {}
  Value value(Scope& scope, Chance key) const override {
    scope.begin(key);
    if (scope.draws == nullptr && call_) return call_->run(scope.engine);
    Value made = make_(scope);
    return made.is_undefined() && call_ && !scope.engine.failed() ? call_->run(scope.engine) : made;
  }

 private:
  Make make_;
  std::optional<fake::Call> call_;
};

// Draws the dates of all its neighbours, and takes the one that belongs at its rank.
class OrderedDate final : public Node {
 public:
  OrderedDate(NodePtr own, std::vector<NodePtr> all, std::vector<std::string> names,
              std::size_t rank)
      : own_(std::move(own)), all_(std::move(all)), names_(std::move(names)), rank_(rank) {}
  Value value(Scope& scope, Chance key) const override {
    if (scope.draws == nullptr) return own_->value(scope, key);
    std::vector<double> dates;
    for (std::size_t i = 0; i < all_.size(); ++i) {
      const Value made = all_[i]->value(scope, scope.key.fork("dates").fork(names_[i]));
      if (const auto* date = made.get<fake::Date>()) dates.push_back(date->ms);
    }
    if (dates.size() != all_.size()) return own_->value(scope, key);
    std::sort(dates.begin(), dates.end());
    return fake::Date{dates[rank_]};
  }

 private:
  NodePtr own_;
  std::vector<NodePtr> all_;
  std::vector<std::string> names_;
  std::size_t rank_;
};

}  // namespace

NodePtr coherent_node(std::string_view method) {
  for (const Fitting& row : kFitting) {
    if (row.method != method) continue;
    std::optional<fake::Call> call;
    if (Result<fake::Call> compiled = fake::Call::compile(method)) call = *std::move(compiled);
    return std::make_shared<FittingNode>(row.make, std::move(call));
  }
  return nullptr;
}

NodePtr ordered_date_node(NodePtr own, std::vector<NodePtr> all, std::vector<std::string> names,
                          std::size_t rank) {
  return std::make_shared<OrderedDate>(std::move(own), std::move(all), std::move(names), rank);
}

}  // namespace mimus::records
