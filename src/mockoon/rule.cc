#include "rule.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "asking.h"
#include "handlebars/value.h"
#include "regex/ecma.h"
#include "text/encoding.h"
#include "text/suggest.h"

namespace mimus::mockoon {
namespace {

using Target = CompiledRule::Target;
using Op = CompiledRule::Op;

struct TargetRow {
  std::string_view name;
  Target target;
};
constexpr TargetRow kTargets[] = {
    {"body", Target::kBody},       {"query", Target::kQuery},
    {"header", Target::kHeader},   {"cookie", Target::kCookie},
    {"params", Target::kParams},   {"path", Target::kPath},
    {"method", Target::kMethod},   {"request_number", Target::kRequestNumber},
    {"global_var", Target::kGlobal}, {"data_bucket", Target::kBucket},
    {"templating", Target::kTemplating},
};

struct OpRow {
  std::string_view name;
  Op op;
};
constexpr OpRow kOps[] = {
    {"equals", Op::kEquals},          {"regex", Op::kRegex},
    {"regex_i", Op::kRegexIgnoringCase}, {"null", Op::kNull},
    {"empty_array", Op::kEmptyArray}, {"array_includes", Op::kArrayIncludes},
    {"valid_json_schema", Op::kSchema},
};

Result<regex::Regex> expression(std::string_view text, Op op) {
  return regex::Regex::compile(regex::pcre_from_ecma(text), {.ignore_case = op == Op::kRegexIgnoringCase});
}

bool is_regex(Op op) {
  return op == Op::kRegex || op == Op::kRegexIgnoringCase;
}

bool has_path(Target target) {
  return target == Target::kBody || target == Target::kQuery || target == Target::kGlobal || target == Target::kBucket;
}

const json::Value* keep(Asking& asking, const json::Value& value) {
  return &handlebars::keep_in(asking.arena(), value);
}

const json::Value* keep_text(Asking& asking, std::optional<std::string_view> text) {
  return text ? keep(asking, json::Value(text::to_valid_utf8(*text))) : nullptr;
}

const json::Value* named(Asking& asking, std::span<const facts::NameValue> pairs, std::string_view name) {
  const auto found = std::ranges::find(pairs, name, &facts::NameValue::name);
  return found == pairs.end() ? nullptr : keep_text(asking, found->value);
}

// The text of a value in a comparison: null is "".
std::string_view compared(const json::Value& value, Arena& arena) {
  return value.is_null() ? std::string_view() : javascript_text(value, arena);
}

bool fits_schema(Asking& asking, const json::Value& found, std::string_view reference) {
  const NamedPath split = split_name(reference);
  const auto place = asking.memory().find_exact(split.name);
  if (!place) return false;
  const auto schema = asking.schemas().at(asking.bucket(*place), split.path);
  return schema && schema->accepts(found);
}

}  // namespace

CompiledRule CompiledRule::compile(const Rule& rule, std::string_view place, std::string& problem) {
  CompiledRule made;
  const auto target = std::ranges::find(kTargets, rule.target, &TargetRow::name);
  if (target != std::end(kTargets)) {
    made.target_ = target->target;
  } else if (problem.empty()) {
    std::vector<std::string_view> names;
    for (const TargetRow& row : kTargets) names.push_back(row.name);
    problem = "a rule's target '" + rule.target + "' is none; " + text::did_you_mean(rule.target, names);
  }
  const auto op = std::ranges::find(kOps, rule.op, &OpRow::name);
  made.op_ = op == std::end(kOps) ? Op::kNothing : op->op;
  if (made.op_ == Op::kNothing && problem.empty()) {
    std::vector<std::string_view> names;
    for (const OpRow& row : kOps) names.push_back(row.name);
    problem = "a rule's operator '" + rule.op + "' is none; " + text::did_you_mean(rule.op, names);
  }
  made.invert_ = rule.invert;
  made.modifier_ = TemplateText::compile(rule.modifier, std::string(place) + "/modifier");
  made.value_ = TemplateText::compile(rule.value, std::string(place) + "/value");
  if (has_path(made.target_) && made.modifier_.constant()) made.reference_ = read(made.target_, made.modifier_.constant_text());
  for (const TemplateText* text : {&made.modifier_, &made.value_}) {
    if (text->broken && problem.empty()) problem = "a rule's template: " + text->broken->message;
  }
  if (is_regex(made.op_) && made.value_.constant()) {
    auto compiled = expression(rule.value, made.op_);
    if (compiled) {
      made.regex_ = *std::move(compiled);
    } else if (problem.empty()) {
      problem = "a rule's expression '" + rule.value + "': " + compiled.error().message;
    }
  }
  return made;
}

CompiledRule::Reference CompiledRule::read(Target target, std::string_view modifier) {
  if (target == Target::kBody || target == Target::kQuery) return {"", ValuePath::compile(modifier)};
  NamedPath split = split_name(modifier);
  return {std::move(split.name), ValuePath::compile(split.path)};
}

bool CompiledRule::holds(Asking& asking) const {
  if (target_ == Target::kNothing || op_ == Op::kNothing) return false;
  std::string made_modifier, made_value;
  const auto modifier = asking.text_of(modifier_, made_modifier), wanted = asking.text_of(value_, made_value);
  if (!modifier || !wanted) return invert_;
  return judge(asking, look_up(asking, *modifier), *modifier, *wanted) != invert_;
}

const json::Value* CompiledRule::look_up(Asking& asking, std::string_view modifier) const {
  const http::Request& request = asking.request();
  switch (target_) {
    case Target::kBody:
      if (modifier.empty() && (op_ == Op::kEquals || is_regex(op_) || asking.body() == nullptr)) return keep_text(asking, request.body);
      [[fallthrough]];
    case Target::kQuery:
    case Target::kGlobal:
    case Target::kBucket:
      return reference_ ? look_up(asking, *reference_) : look_up(asking, read(target_, modifier));
    case Target::kHeader:
      return keep_text(asking, modifier.empty() ? "" : request.header(modifier));
    case Target::kCookie:
      return modifier.empty() ? nullptr : named(asking, asking.facts().cookies(), modifier);
    case Target::kParams:
      return named(asking, asking.captures(), modifier);
    case Target::kPath:
      return keep(asking, json::Array{json::Value(text::to_valid_utf8(asking.path())), json::Value(asking.endpoint())});
    case Target::kMethod:
      return keep_text(asking, text::to_lower_ascii(request.method));
    case Target::kRequestNumber:
      return keep(asking, json::Value(asking.call()));
    case Target::kTemplating:
      return keep_text(asking, modifier);
    case Target::kNothing:
      break;
  }
  return nullptr;
}

const json::Value* CompiledRule::look_up(Asking& asking, const Reference& reference) const {
  const json::Value* root = nullptr;
  if (target_ == Target::kBody) root = asking.body();
  if (target_ == Target::kQuery) root = &asking.query();
  if (target_ == Target::kGlobal) root = asking.keep(asking.memory().global(reference.name));
  if (target_ == Target::kBucket) {
    const auto place = asking.memory().find_exact(reference.name);
    if (place) root = asking.keep(asking.bucket(*place));
  }
  return root == nullptr ? nullptr : reference.path.find(*root, asking.arena());
}

bool CompiledRule::judge(Asking& asking, const json::Value* found, std::string_view modifier, std::string_view wanted) const {
  Arena& arena = asking.arena();
  if (op_ == Op::kNull) return found == nullptr || found->is_null() || (found->is_string() && found->get_string().empty());
  if (found == nullptr) return false;
  const json::Array* array = found->if_array();
  if (op_ == Op::kEmptyArray) return array != nullptr && array->empty();
  if (op_ == Op::kSchema) return fits_schema(asking, *found, wanted);
  if (is_regex(op_)) return judge_regex(asking, *found, wanted);
  if (op_ == Op::kArrayIncludes && !modifier.empty() && array == nullptr) return false;
  if (array == nullptr) return compared(*found, arena) == wanted;
  return std::ranges::any_of(*array, [&](const json::Value& one) { return compared(one, arena) == wanted; });
}

bool CompiledRule::judge_regex(Asking& asking, const json::Value& found, std::string_view wanted) const {
  std::optional<regex::Regex> made;
  if (!regex_) {
    auto compiled = expression(wanted, op_);
    if (!compiled) return false;
    made = *std::move(compiled);
  }
  const regex::Regex& regex = regex_ ? *regex_ : *made;
  const auto fits = [&](const json::Value& one) { return regex.search(compared(one, asking.arena())) == regex::Regex::Outcome::kYes; };
  const json::Array* array = found.if_array();
  return array == nullptr ? fits(found) : std::ranges::any_of(*array, fits);
}

bool rules_hold(const std::vector<CompiledRule>& rules, bool all, Asking& asking) {
  if (rules.empty()) return false;
  const auto holds = [&](const CompiledRule& rule) { return rule.holds(asking); };
  return all ? std::ranges::all_of(rules, holds) : std::ranges::any_of(rules, holds);
}

}  // namespace mimus::mockoon
