#include "rule.h"

#include <algorithm>
#include <iterator>

#include "asking.h"
#include "jsonschema/schema.h"
#include "regex/ecma.h"
#include "text/encoding.h"
#include "text/suggest.h"
#include "value_path.h"

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

std::optional<json::Value> text_value(std::optional<std::string_view> text) {
  if (!text) return std::nullopt;
  return json::Value(text::to_valid_utf8(*text));
}

std::optional<json::Value> named(std::span<const facts::NameValue> pairs, std::string_view name) {
  const auto found = std::ranges::find(pairs, name, &facts::NameValue::name);
  return found == pairs.end() ? std::nullopt : text_value(found->value);
}

// A variable or bucket, and the path in it.
std::optional<json::Value> in_memory(const Memory::Value& value, const std::string& path) {
  return value == nullptr ? std::nullopt : find_at(*value, path);
}

std::optional<json::Value> bucket_value(Asking& asking, const std::string& reference) {
  const NamedPath split = split_name(reference);
  const auto place = asking.memory().find_exact(split.name);
  return place ? in_memory(asking.bucket(*place), split.path) : std::nullopt;
}

// The text of a value in a comparison: null is "".
std::string_view compared(const json::Value& value, Arena& arena) {
  return value.is_null() ? std::string_view() : javascript_text(value, arena);
}

bool fits_schema(Asking& asking, const json::Value& found, const std::string& reference) {
  const auto document = bucket_value(asking, reference);
  if (!document) return false;
  const auto schema = jsonschema::Schema::compile(
      *document, {.dialect = jsonschema::Dialect::kDraft7, .formats = jsonschema::Formats::kAssert, .base_uri = "", .loader = {}});
  return schema && schema->accepts(found);
}

}  // namespace

CompiledRule CompiledRule::compile(const Rule& rule, std::string& problem) {
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
  made.modifier_ = TemplateText::compile(rule.modifier);
  made.value_ = TemplateText::compile(rule.value);
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

bool CompiledRule::holds(Asking& asking) const {
  if (target_ == Target::kNothing || op_ == Op::kNothing) return false;
  std::string modifier, wanted;
  if (!asking.render(modifier_, modifier) || !asking.render(value_, wanted)) return invert_;
  return judge(asking, look_up(asking, modifier), modifier, wanted) != invert_;
}

std::optional<json::Value> CompiledRule::look_up(Asking& asking, const std::string& modifier) const {
  const http::Request& request = asking.request();
  switch (target_) {
    case Target::kBody: {
      if (modifier.empty() && (op_ == Op::kEquals || is_regex(op_))) return text_value(request.body);
      const json::Value* body = asking.body();
      if (body == nullptr) return modifier.empty() ? text_value(request.body) : std::nullopt;
      return find_at(*body, modifier);
    }
    case Target::kQuery:
      return find_at(asking.query(), modifier);
    case Target::kHeader:
      return modifier.empty() ? json::Value("") : text_value(request.header(modifier));
    case Target::kCookie:
      return modifier.empty() ? std::nullopt : named(asking.facts().cookies(), modifier);
    case Target::kParams:
      return named(asking.captures(), modifier);
    case Target::kPath: {
      json::Array both;
      both.emplace_back(text::to_valid_utf8(asking.path()));
      both.emplace_back(asking.endpoint());
      return json::Value(std::move(both));
    }
    case Target::kMethod:
      return json::Value(text::to_lower_ascii(request.method));
    case Target::kRequestNumber:
      return json::Value(asking.call());
    case Target::kGlobal: {
      const NamedPath split = split_name(modifier);
      return in_memory(asking.memory().global(split.name), split.path);
    }
    case Target::kBucket:
      return bucket_value(asking, modifier);
    case Target::kTemplating:
      return json::Value(text::to_valid_utf8(modifier));
    case Target::kNothing:
      break;
  }
  return std::nullopt;
}

bool CompiledRule::judge(Asking& asking, const std::optional<json::Value>& found, const std::string& modifier,
                         const std::string& wanted) const {
  Arena& arena = asking.arena();
  if (op_ == Op::kNull) return !found || found->is_null() || (found->is_string() && found->get_string().empty());
  if (op_ == Op::kEmptyArray) return found && found->is_array() && found->get_array().empty();
  if (!found) return false;
  if (op_ == Op::kSchema) return fits_schema(asking, *found, wanted);
  if (is_regex(op_)) return judge_regex(asking, *found, wanted);
  const json::Array* array = found->if_array();
  if (op_ == Op::kArrayIncludes && !modifier.empty() && array == nullptr) return false;
  if (array == nullptr) return compared(*found, arena) == wanted;
  return std::ranges::any_of(*array, [&](const json::Value& one) { return compared(one, arena) == wanted; });
}

bool CompiledRule::judge_regex(Asking& asking, const json::Value& found, const std::string& wanted) const {
  std::optional<regex::Regex> made = regex_;
  if (!made) {
    auto compiled = expression(wanted, op_);
    if (!compiled) return false;
    made = *std::move(compiled);
  }
  const auto fits = [&](const json::Value& one) {
    return made->search(compared(one, asking.arena())) == regex::Regex::Outcome::kYes;
  };
  const json::Array* array = found.if_array();
  return array == nullptr ? fits(found) : std::ranges::any_of(*array, fits);
}

bool rules_hold(const std::vector<CompiledRule>& rules, bool all, Asking& asking) {
  if (rules.empty()) return false;
  const auto holds = [&](const CompiledRule& rule) { return rule.holds(asking); };
  return all ? std::ranges::all_of(rules, holds) : std::ranges::any_of(rules, holds);
}

}  // namespace mimus::mockoon
