#include "contrary.h"

#include <algorithm>
#include <functional>
#include <vector>

#include "number.h"

namespace mimus::jsonschema {
namespace {

using Breach = std::function<std::optional<json::Value>(const Chance&)>;

constexpr std::uint32_t kMostSize = 5'000;  // of texts, arrays and objects that are too large

// The breaches that one node offers, rule by rule.
class Breaches {
 public:
  Breaches(const Program& program, Maker& maker, unsigned depth, const Wish& wish)
      : program_(program), maker_(maker), depth_(depth), wish_(wish) {
    any();
    numbers();
    texts();
    arrays();
    objects();
  }

  std::optional<json::Value> choose(const Chance& chance) const {
    if (all_.empty()) return std::nullopt;
    return all_[chance.fork("breach").below(all_.size())](chance.fork("how"));
  }

 private:
  std::optional<json::Value> contrary(NodeId node, const Chance& chance) const {
    return contrary_value(program_, maker_, node, chance, depth_ + 1);
  }
  std::optional<json::Value> fitting(NodeId node, const Chance& chance) const {
    return maker_.make({node}, chance, depth_ + 1);
  }

  void any() {
    if (wish_.kinds != 0xff || wish_.whole || !wish_.constants.empty() || !wish_.enums.empty())
      all_.push_back([](const Chance& chance) { return odd_value(chance); });
    for (const auto& nodes : {wish_.denied, wish_.tests}) {
      for (const NodeId node : nodes)
        all_.push_back([=, this](const Chance& chance) { return fitting(node, chance); });
    }
  }

  void numbers() {
    const auto beside = [this](const Bound& bound, double step) {
      all_.push_back([=](const Chance&) {
        const double number = bound.value.to_number<double>();
        return bound.exclusive ? bound.value : json::Value(number + step);
      });
    };
    if (wish_.lower) beside(*wish_.lower, -1);
    if (wish_.upper) beside(*wish_.upper, 1);
    for (const json::Value& step : wish_.multiples) {
      all_.push_back(
          [&step](const Chance&) { return json::Value(step.to_number<double>() * 1.5); });
    }
  }

  void texts() {
    if (wish_.min_length > 0 && wish_.min_length < kMostSize)
      all_.push_back(
          [this](const Chance&) { return json::Value(std::string(wish_.min_length - 1, 'x')); });
    if (wish_.max_length < kMostSize)
      all_.push_back(
          [this](const Chance&) { return json::Value(std::string(wish_.max_length + 1, 'x')); });
    if (!wish_.patterns.empty() || !wish_.formats.empty()) {
      all_.push_back([](const Chance& chance) {
        constexpr std::string_view kOdd[] = {"", "?", "\n", " x ", "0", "Ω", "a:b", "99999999999"};
        return json::Value(kOdd[chance.below(std::size(kOdd))]);
      });
    }
  }

  std::optional<json::Value> sized_array(std::uint32_t size, const Chance& chance) const {
    json::Array array;
    for (std::uint32_t i = 0; i < size; ++i) {
      std::optional<json::Value> element;
      for (const Items* const items : wish_.items) {
        const NodeId node = i < items->prefix.size() ? items->prefix[i] : items->rest;
        if (node != kNoNode && node > kNothing) element = fitting(node, chance.fork(i));
      }
      array.push_back(element ? *std::move(element) : json::Value(i));
    }
    return array;
  }

  void arrays() {
    if (wish_.min_items > 0 && wish_.min_items < kMostSize) {
      all_.push_back(
          [this](const Chance& chance) { return sized_array(wish_.min_items - 1, chance); });
    }
    if (wish_.max_items < kMostSize) {
      all_.push_back(
          [this](const Chance& chance) { return sized_array(wish_.max_items + 1, chance); });
    }
    if (wish_.unique) {
      all_.push_back([this](const Chance& chance) {
        auto array = sized_array(1, chance);
        array->as_array().push_back(json::Value(array->as_array().front()));
        return array;
      });
    }
    for (const Items* const items : wish_.items) {
      all_.push_back([=, this](const Chance& chance) {
        const auto place =
            static_cast<std::uint32_t>(chance.fork("place").below(items->prefix.size() + 1));
        auto array = sized_array(place, chance);
        const NodeId node = place < items->prefix.size() ? items->prefix[place] : items->rest;
        auto element = node == kNoNode ? std::nullopt : contrary(node, chance.fork("element"));
        if (element) array->as_array().push_back(*std::move(element));
        return array;
      });
    }
    for (const Contains* const contains : wish_.contains) {
      all_.push_back([=, this](const Chance& chance) -> std::optional<json::Value> {
        if (contains->most < kMostSize && chance.fork("many").happens(0.5)) {
          json::Array array;
          for (std::uint64_t i = 0; i <= contains->most; ++i) {
            if (auto element = fitting(contains->node, chance.fork(i)))
              array.push_back(*std::move(element));
          }
          return array;
        }
        auto element = contrary(contains->node, chance.fork("element"));
        return element ? json::Array{*std::move(element)} : json::Array();
      });
    }
    if (wish_.unevaluated) {
      all_.push_back([this](const Chance& chance) {
        auto array = sized_array(static_cast<std::uint32_t>(1 + chance.below(4)), chance);
        array->as_array().push_back(odd_value(chance.fork("odd")));
        return array;
      });
    }
  }

  // An object with little more than what it must have, and one member as given.
  std::optional<json::Value> object_with(std::string_view name, std::optional<json::Value> value,
                                         const Chance& chance) const {
    if (!value) return std::nullopt;
    json::Object object;
    for (const Members* const members : wish_.members) {
      for (std::uint32_t i = 0; i < members->rules.size(); ++i) {
        const Members::Rule& rule = members->rules[i];
        if (!rule.required) continue;
        auto made = fitting(rule.node == kNoNode ? kAnything : rule.node, chance.fork(i));
        if (made) object[members->names.word(i)] = *std::move(made);
      }
    }
    if (!name.empty()) object[name] = *std::move(value);
    return object;
  }

  void objects() {
    for (const Members* const members : wish_.members) {
      for (std::uint32_t i = 0; i < members->rules.size(); ++i) {
        const NodeId node = members->rules[i].node;
        if (members->rules[i].required)
          all_.push_back([](const Chance&) { return json::Value(json::Object()); });
        if (node == kNoNode || node == kAnything) continue;
        all_.push_back([=, this](const Chance& chance) {
          const std::string_view name = members->names.word(i);
          return object_with(name, contrary(node, chance.fork("value")), chance);
        });
      }
      if (members->additional != kNoNode && members->additional != kAnything) {
        all_.push_back([=, this](const Chance& chance) {
          return object_with("unexpected", contrary(members->additional, chance.fork("value")),
                             chance);
        });
      }
      for (const Members::PatternRule& rule : members->patterns) {
        all_.push_back([&rule, this](const Chance& chance) -> std::optional<json::Value> {
          const auto& generator = plan_of(program_).generators[rule.pattern];
          if (!generator) return std::nullopt;
          const std::string name = generator->draft(chance.fork("name"), 3);
          return object_with(name, contrary(rule.node, chance.fork("value")), chance);
        });
      }
    }
    sizes();
    names();
  }

  void sizes() {
    if (wish_.min_members > 0)
      all_.push_back([](const Chance&) { return json::Value(json::Object()); });
    if (wish_.max_members < kMostSize) {
      all_.push_back([this](const Chance&) -> std::optional<json::Value> {
        json::Object object;
        for (std::uint32_t i = 0; i <= wish_.max_members; ++i) object["m" + std::to_string(i)] = i;
        return object;
      });
    }
    if (wish_.unevaluated) {
      all_.push_back([this](const Chance& chance) {
        return object_with("unexpected", odd_value(chance), chance);
      });
    }
  }

  void names() {
    for (const NodeId node : wish_.names) {
      all_.push_back([=, this](const Chance& chance) -> std::optional<json::Value> {
        const auto name = contrary(node, chance);
        if (!name || !name->is_string()) return json::Object{{"unexpected", 1}};
        return json::Object{{name->get_string(), 1}};
      });
    }
    for (const auto* const rows : wish_.dependents) {
      for (const Dependent& row : *rows) {
        all_.push_back([&row](const Chance&) { return json::Value(json::Object{{row.name, 1}}); });
      }
    }
    for (const auto* const rows : wish_.conditionals) {
      for (const DependentSchema& row : *rows) {
        all_.push_back([&row, this](const Chance& chance) -> std::optional<json::Value> {
          auto value = contrary(row.node, chance);
          if (!value || !value->is_object()) value = json::Object();
          value->get_object()[row.name] = 1;
          return value;
        });
      }
    }
  }

  const Program& program_;
  Maker& maker_;
  const unsigned depth_;
  const Wish& wish_;
  std::vector<Breach> all_;
};

}  // namespace

std::optional<json::Value> contrary_value(const Program& program, Maker& maker, NodeId node,
                                          const Chance& chance, unsigned depth) {
  constexpr unsigned kMostDepth = 8;
  if (depth > kMostDepth) return std::nullopt;
  if (node == kNothing) return odd_value(chance);
  Wish wish;
  add_to_wish(program, plan_of(program), node, chance.fork("wish"), depth > 4, wish);
  return Breaches(program, maker, depth, wish).choose(chance);
}

}  // namespace mimus::jsonschema
