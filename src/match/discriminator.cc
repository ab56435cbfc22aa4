#include <algorithm>

#include "base/hash.h"
#include "compiled_pattern.h"
#include "json_path_matcher.h"
#include "json_samples.h"
#include "text/encoding.h"

namespace mimus::match {
namespace {

// How a condition can be looked up by a value.
enum class Lookup : std::uint64_t { kNone, kText, kMember, kJsonPath };

// The one test that decides it all.
const Matcher* only_test(const Matchers& matchers) {
  return matchers.on_value().size() == 1 ? &matchers.on_value().front() : nullptr;
}

// The test behind matchesJsonPath {expression, equalTo}, for a path that leads to one place.
const Matcher* text_at_path(const Matcher& test) {
  if (test.kind->row.key != "matchesJsonPath") return nullptr;
  const auto& own = test.as<PathMatcher>();
  if (!own.value || !own.path.singular() || own.value->manner() != Manner::kWireMock) return nullptr;
  const Matcher* inner = only_test(*own.value);
  return inner != nullptr && inner->one_text ? inner : nullptr;
}

bool is_scalar(const json::Value& value) { return !value.is_object() && !value.is_array(); }

Lookup lookup_of(const CompiledCondition& condition) {
  const Matcher* test = only_test(condition.matchers);
  if (test == nullptr || condition.place == Place::kPathParameter) return Lookup::kNone;
  if (condition.place != Place::kBody) return test->one_text ? Lookup::kText : Lookup::kNone;
  if (condition.body.whole()) return text_at_path(*test) != nullptr ? Lookup::kJsonPath : Lookup::kNone;
  return test->kind->row.key == "equals" && is_scalar(test->operand) ? Lookup::kMember : Lookup::kNone;
}

std::uint64_t hash_of(std::string_view text) { return hash_bytes(text, 1); }

// Equal for scalars that are equal: 1 and 1.0 are.
std::uint64_t hash_of(const json::Value& value) {
  if (value.is_number()) {
    const double number = value.to_number<double>() + 0.0;  // of two zeros, one
    return hash_bytes({reinterpret_cast<const char*>(&number), sizeof number}, 2);
  }
  if (const json::String* string = value.if_string()) return hash_of(std::string_view(string->data(), string->size()));
  return hash_bytes(value.is_null() ? "null" : value.is_bool() && value.get_bool() ? "true" : "false", 3);
}

std::uint64_t subject_of(const CompiledCondition& condition, Lookup lookup) {
  std::string name = condition.place == Place::kHeader ? text::to_lower_ascii(condition.name) : condition.name;
  if (lookup == Lookup::kJsonPath) name = only_test(condition.matchers)->as<PathMatcher>().path.text();
  const auto where = static_cast<std::uint64_t>(condition.place);
  const auto manner = static_cast<std::uint64_t>(condition.matchers.manner());
  return hash_mix(hash_bytes(name, static_cast<std::uint64_t>(lookup)), where * 2 + manner);
}

std::uint64_t value_of(const CompiledCondition& condition, Lookup lookup) {
  const Matcher& test = *only_test(condition.matchers);
  if (lookup == Lookup::kMember) return hash_of(test.operand);
  return hash_of(lookup == Lookup::kJsonPath ? text_at_path(test)->text : test.text);
}

}  // namespace

void Discriminator::values_of(facts::RequestFacts& facts, Values& values) const {
  const Lookup lookup = lookup_of(*condition_);
  Samples samples(facts.arena());
  const Captures none;
  const Asking asking{facts, none, 0};
  if (lookup == Lookup::kJsonPath) {
    const json::Value* root = facts.has_body() ? facts.body().lenient_json() : nullptr;
    const json::Value* found = root == nullptr ? nullptr : only_test(condition_->matchers)->as<PathMatcher>().path.at(*root);
    if (found != nullptr) add_found({&found, 1}, samples);
  } else {
    condition_->collect(asking, samples);
  }
  for (const Sample& sample : samples.view()) {
    if (lookup == Lookup::kMember) {
      if (is_scalar(*sample.json())) values.push_back(hash_of(*sample.json()));
    } else {
      values.push_back(hash_of(sample.text(facts.arena())));
    }
  }
}

std::vector<Discriminator> CompiledPattern::discriminators() const {
  std::vector<Discriminator> all;
  for (const CompiledCondition& condition : compiled_->conditions) {
    const Lookup lookup = lookup_of(condition);
    if (lookup == Lookup::kNone) continue;
    Discriminator one;
    one.pattern_ = compiled_;
    one.condition_ = &condition;
    one.subject_ = subject_of(condition, lookup);
    one.value_ = value_of(condition, lookup);
    all.push_back(std::move(one));
  }
  return all;
}

namespace {

bool is_worldly(std::string_view key) {
  return key == "probability" || key == "before" || key == "after" || key == "equalToDateTime";
}

// Does a matcher inside this operand ask? A member that is only called so counts too, which costs little.
bool mentions(const json::Value& operand) {
  if (const json::Array* array = operand.if_array()) return std::ranges::any_of(*array, mentions);
  const json::Object* object = operand.if_object();
  return object != nullptr && std::any_of(object->begin(), object->end(), [](const auto& member) {
           return is_worldly(member.key()) || mentions(member.value());
         });
}

bool asks(const Matcher& matcher) { return is_worldly(matcher.kind->row.key) || mentions(matcher.operand); }

}  // namespace

bool CompiledPattern::asks_the_world() const {
  return std::ranges::any_of(compiled_->conditions,
                             [](const CompiledCondition& condition) {
                               return std::ranges::any_of(condition.matchers.on_value(), asks) ||
                                      std::ranges::any_of(condition.matchers.on_list(), asks);
                             });
}

}  // namespace mimus::match
