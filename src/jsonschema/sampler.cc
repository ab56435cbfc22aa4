#include "sampler.h"

#include <algorithm>

#include "contrary.h"
#include "maker.h"

namespace mimus::jsonschema {

json::Value odd_value(const Chance& chance) {
  switch (chance.fork("odd").below(10)) {
    case 0:
      return nullptr;
    case 1:
      return true;
    case 2:
      return -1;
    case 3:
      return 1'000'000'007;
    case 4:
      return 0.125;
    case 5:
      return "";
    case 6:
      return "?";
    case 7:
      return json::Value(std::string(300, 'x'));
    case 8:
      return json::Array();
    default:
      return json::Object();
  }
}

namespace {

void collect_places(json::Value& value, std::vector<json::Value*>& out) {
  constexpr std::size_t kMost = 400;
  if (out.size() >= kMost) return;
  out.push_back(&value);
  if (json::Array* const array = value.if_array()) {
    for (json::Value& element : *array) collect_places(element, out);
  } else if (json::Object* const object = value.if_object()) {
    for (auto& member : *object) collect_places(member.value(), out);
  }
}

// One thing wrong, perhaps.
void spoil(json::Value& value, const Chance& chance) {
  std::vector<json::Value*> places;
  collect_places(value, places);
  json::Value& place = *places[chance.fork("place").below(places.size())];
  const std::uint64_t how = chance.fork("how").below(4);
  if (json::Object* const object = place.if_object(); object != nullptr && how < 2) {
    if (how == 0 && !object->empty()) {
      const auto at = object->begin() +
                      static_cast<std::ptrdiff_t>(chance.fork("member").below(object->size()));
      object->erase(std::string_view(at->key()));
    } else {
      (*object)["unexpected"] = odd_value(chance);
    }
  } else if (json::Array* const array = place.if_array(); array != nullptr && how < 3) {
    if (how == 0) {
      array->clear();
    } else {
      array->push_back(how == 1 && !array->empty() ? json::Value(array->front())
                                                   : odd_value(chance));
    }
  } else {
    place = odd_value(chance);
  }
}

}  // namespace

Sampler::Sampler(Schema schema, SampleOptions options)
    : schema_(std::move(schema)), options_(options) {}

Result<json::Value> Sampler::accepted(const Chance& chance) const {
  if (plan_of(schema_.program()).heights[schema_.root()] == kNoHeight) {
    return Error{.code = Code::kNotFound,
                 .message =
                     "the schema accepts no value: its rules contradict each other, or it never "
                     "comes to an end"};
  }
  Maker maker(schema_.program(), options_);
  if (auto value = maker.make({schema_.root()}, chance, 0)) return *std::move(value);
  return Error{.code = Code::kLimit,
               .message = "no value was found that the schema accepts",
               .hint = "give it an example, or rules that do not contradict each other"};
}

Result<Sampler::Refused> Sampler::refused(const Chance& chance) const {
  const auto base = accepted(chance.fork("accepted"));
  Maker maker(schema_.program(), options_);
  constexpr unsigned kAttempts = 300;
  for (unsigned attempt = 0; attempt < kAttempts; ++attempt) {
    const Chance luck = chance.fork(attempt);
    std::optional<json::Value> value;
    if (attempt % 3 == 2 || !base) {
      value = contrary_value(schema_.program(), maker, schema_.root(), luck);
    } else {
      value = *base;
      spoil(*value, luck);
    }
    if (!value) value = odd_value(luck);
    if (auto why = schema_.first(*value)) return Refused{*std::move(value), *std::move(why)};
  }
  return Error{.code = Code::kNotFound, .message = "every value that was tried is accepted"};
}

}  // namespace mimus::jsonschema
