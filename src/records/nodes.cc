#include "nodes.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace mimus::records {
namespace {

using fake::Value;

class Literal final : public Node {
 public:
  explicit Literal(const json::Value& json)
      : value_(Value::from_json(json)), text_(fake::to_json(value_)) {}
  Value value(Scope&, Chance) const override { return value_; }
  void append_json(Scope&, Chance, std::string& out) const override { out += text_; }

 private:
  Value value_;
  std::string text_;
};

class CallNode final : public Node {
 public:
  explicit CallNode(fake::Call call) : call_(std::move(call)) {}
  Value value(Scope& scope, Chance key) const override {
    scope.begin(key);
    return call_.run(scope.engine);
  }
  void append_json(Scope& scope, Chance key, std::string& out) const override {
    if (scope.engine.failed()) return;
    scope.begin(key);
    const std::size_t start = out.size();
    if (Status status = call_.append_json(scope.engine, out); !status) {
      out.resize(start);
      Error error = std::move(status).error();
      scope.engine.fail(std::move(error.message), std::move(error.hint), error.code);
    } else if (out.size() == start) {
      out += "null";  // undefined, as the value of a member that is always there
    }
  }

 private:
  fake::Call call_;
};

class ArrayNode final : public Node {
 public:
  ArrayNode(NodePtr item, Range count) : item_(std::move(item)), count_(count) {}
  Value value(Scope& scope, Chance key) const override {
    Value::Array out;
    each(scope, key, [&](Scope& element) { out.push_back(item_->value(element, element.key)); });
    return out;
  }
  void append_json(Scope& scope, Chance key, std::string& out) const override {
    out += '[';
    const std::size_t start = out.size();
    each(scope, key, [&](Scope& element) {
      if (out.size() > start) out += ',';
      item_->append_json(element, element.key, out);
    });
    out += ']';
  }

 private:
  template <class Do>
  void each(Scope& scope, Chance key, Do make) const {
    scope.begin(key);
    const double count = scope.engine.integer(count_.min, count_.max);
    if (count > static_cast<double>(scope.work.elements_left)) {
      return scope.engine.fail("the lists of one record have too many elements",
                               "give a smaller $count", Code::kLimit);
    }
    scope.work.elements_left -= static_cast<std::uint64_t>(count);
    for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(count) && !scope.engine.failed();
         ++i) {
      Scope element(scope.records, scope.type, scope.index, key.fork(i), scope.engine, scope.draws,
                    scope.work, scope.record != nullptr ? scope.record : &scope);
      make(element);
    }
  }
  NodePtr item_;
  Range count_;
};

class TupleNode final : public Node {
 public:
  explicit TupleNode(std::vector<NodePtr> items) : items_(std::move(items)) {}
  Value value(Scope& scope, Chance key) const override {
    Value::Array out;
    for (std::size_t i = 0; i < items_.size(); ++i)
      out.push_back(items_[i]->value(scope, key.fork(i)));
    return out;
  }

 private:
  std::vector<NodePtr> items_;
};

class ChoiceNode final : public Node {
 public:
  ChoiceNode(std::vector<NodePtr> items, std::vector<double> weights)
      : items_(std::move(items)), sums_(std::move(weights)) {
    for (std::size_t i = 1; i < sums_.size(); ++i) sums_[i] += sums_[i - 1];
  }
  Value value(Scope& scope, Chance key) const override {
    return chosen(scope, key).value(scope, key.fork("choice"));
  }
  void append_json(Scope& scope, Chance key, std::string& out) const override {
    chosen(scope, key).append_json(scope, key.fork("choice"), out);
  }

 private:
  const Node& chosen(Scope& scope, Chance key) const {
    scope.begin(key);
    if (sums_.empty()) return *items_[scope.engine.below(items_.size())];
    const double at = scope.engine.next() * sums_.back();
    const auto found = std::upper_bound(sums_.begin(), sums_.end(), at);
    return *items_[std::min(static_cast<std::size_t>(found - sums_.begin()), items_.size() - 1)];
  }
  std::vector<NodePtr> items_;
  std::vector<double> sums_;  // running; empty: all alike
};

class UniqueChoice final : public Node {
 public:
  explicit UniqueChoice(std::vector<NodePtr> items) : items_(std::move(items)) {}
  Value value(Scope& scope, Chance key) const override {
    const Permutation order(scope.seed().fork("choice").fork(scope.index / items_.size()),
                            items_.size());
    return items_[order.at(scope.index % items_.size())]->value(scope, key);
  }

 private:
  std::vector<NodePtr> items_;
};

class Sequence final : public Node {
 public:
  Sequence(double start, double step) : start_(start), step_(step) {}
  Value value(Scope& scope, Chance) const override {
    return start_ + static_cast<double>(scope.index) * step_;
  }

 private:
  double start_, step_;
};

class IntegerNode final : public Node {
 public:
  IntegerNode(double min, double max, bool unique) : min_(min), max_(max), unique_(unique) {}
  Value value(Scope& scope, Chance key) const override {
    if (!unique_) {
      scope.begin(key);
      return scope.engine.integer(min_, max_);
    }
    const auto size = static_cast<std::uint64_t>(max_ - min_) + 1;
    const Permutation order(scope.seed().fork(scope.type).fork("unique"), size);
    return min_ + static_cast<double>(order.at(scope.index % size));
  }

 private:
  double min_, max_;
  bool unique_;
};

class NumberNode final : public Node {
 public:
  NumberNode(double min, double max, int digits)
      : min_(min), max_(max), power_(std::pow(10, digits)) {}
  Value value(Scope& scope, Chance key) const override {
    scope.begin(key);
    return std::round((min_ + scope.engine.next() * (max_ - min_)) * power_) / power_;
  }

 private:
  double min_, max_, power_;
};

class DateNode final : public Node {
 public:
  DateNode(double min, double max, bool day_only) : min_(min), max_(max), day_only_(day_only) {}
  Value value(Scope& scope, Chance key) const override {
    scope.begin(key);
    constexpr double kYear = 365.25 * 86'400'000;
    const double min = std::isnan(min_)
                           ? std::min(scope.now(), std::isnan(max_) ? scope.now() : max_) - kYear
                           : min_;
    const double max = std::isnan(max_) ? std::max(scope.now(), min) : max_;
    const double at = std::floor(min + scope.engine.next() * (max - min));
    if (!day_only_) return fake::Date{at};
    const std::chrono::sys_days day(
        std::chrono::days(static_cast<std::int64_t>(std::floor(at / 86'400'000))));
    const std::chrono::year_month_day date(day);
    char text[16];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return std::string(text);
  }

 private:
  double min_, max_;
  bool day_only_;
};

class NullableNode final : public Node {
 public:
  NullableNode(NodePtr inner, double probability)
      : inner_(std::move(inner)), probability_(probability) {}
  Value value(Scope& scope, Chance key) const override {
    return is_null(scope, key) ? Value(nullptr) : inner_->value(scope, key);
  }
  void append_json(Scope& scope, Chance key, std::string& out) const override {
    if (is_null(scope, key))
      out += "null";
    else
      inner_->append_json(scope, key, out);
  }

 private:
  bool is_null(Scope& scope, Chance key) const {
    scope.begin(key.fork("null"));
    return scope.engine.next() < probability_;
  }
  NodePtr inner_;
  double probability_;
};

// "ada@example.com" becomes "ada42@example.com", "Ada" becomes "Ada 42": the number of the record,
// from 1.
class UniqueNode final : public Node {
 public:
  explicit UniqueNode(NodePtr inner) : inner_(std::move(inner)) {}
  Value value(Scope& scope, Chance key) const override {
    Value made = inner_->value(scope, key);
    if (!made.is_text()) return made;
    std::string text(made.text());
    const std::string number = std::to_string(scope.index + 1);
    const std::size_t at = text.rfind('@');
    const bool word = text.find(' ') == std::string::npos;
    if (at != std::string::npos)
      text.insert(at, (at > 0 && text[at - 1] >= '0' && text[at - 1] <= '9' ? "." : "") + number);
    else
      text += (word ? "-" : " ") + number;
    return text;
  }

 private:
  NodePtr inner_;
};

}  // namespace

Value ObjectNode::field_value(Scope& scope, Chance key, const Field& field) const {
  return field.node->value(scope, key.fork(field.name));
}

Value ObjectNode::value(Scope& scope, Chance key) const {
  Value::Object out;
  out.reserve(fields_.size());
  for (const Field& field : fields_) {
    if (scope.engine.failed()) break;
    out.emplace_back(field.name, field_value(scope, key, field));
  }
  return out;
}

void ObjectNode::append_json(Scope& scope, Chance key, std::string& out) const {
  char before = '{';
  for (const Field& field : fields_) {
    if (scope.engine.failed()) return;
    out += std::exchange(before, ',');
    out += field.quoted;
    const std::size_t start = out.size();
    field.node->append_json(scope, key.fork(field.name), out);
    if (out.size() == start) out += "null";
  }
  if (fields_.empty()) out += '{';
  out += '}';
}

const Field* ObjectNode::find(std::string_view name) const {
  for (const Field& field : fields_) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

NodePtr literal_node(json::Value value) {
  return std::make_shared<Literal>(value);
}
NodePtr call_node(fake::Call call) {
  return std::make_shared<CallNode>(std::move(call));
}
NodePtr array_node(NodePtr item, Range count) {
  return std::make_shared<ArrayNode>(std::move(item), count);
}
NodePtr tuple_node(std::vector<NodePtr> items) {
  return std::make_shared<TupleNode>(std::move(items));
}
NodePtr choice_node(std::vector<NodePtr> items, std::vector<double> weights) {
  return std::make_shared<ChoiceNode>(std::move(items), std::move(weights));
}
NodePtr unique_choice_node(std::vector<NodePtr> items) {
  return std::make_shared<UniqueChoice>(std::move(items));
}
NodePtr sequence_node(double start, double step) {
  return std::make_shared<Sequence>(start, step);
}
NodePtr integer_node(double min, double max, bool unique) {
  return std::make_shared<IntegerNode>(min, max, unique);
}
NodePtr number_node(double min, double max, int digits) {
  return std::make_shared<NumberNode>(min, max, digits);
}
NodePtr date_node(double min, double max, bool day_only) {
  return std::make_shared<DateNode>(min, max, day_only);
}
NodePtr nullable_node(NodePtr inner, double probability) {
  return std::make_shared<NullableNode>(std::move(inner), probability);
}
NodePtr unique_node(NodePtr inner) {
  return std::make_shared<UniqueNode>(std::move(inner));
}

}  // namespace mimus::records
