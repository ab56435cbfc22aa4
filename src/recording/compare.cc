#include "compare.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "json/canonical.h"
#include "json/equal.h"
#include "json/json.h"
#include "place_pattern.h"
#include "regex/regex.h"
#include "text/encoding.h"

namespace mimus::recording {

struct Comparer::Compiled {
  Tolerances given;
  std::vector<PlacePattern> ignore, unordered;
  std::vector<regex::Regex> matching;
};

Comparer::Comparer(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}

namespace {

// What a server writes anew into every answer, or by how the connection is.
constexpr std::string_view kNeverCompared[] = {"connection", "keep-alive", "transfer-encoding", "content-length", "content-encoding", "date",
                                               "age", "via", "trailer", "upgrade", "alt-svc", "server-timing", "proxy-connection"};

bool names(const std::vector<std::string>& list, std::string_view name) {
  return std::ranges::any_of(list, [&](const std::string& one) { return http::same_name(one, name); });
}

bool matches(const std::vector<PlacePattern>& patterns, const std::vector<std::string>& steps) {
  return std::ranges::any_of(patterns, [&](const PlacePattern& pattern) { return pattern.matches(steps); });
}

Result<std::vector<PlacePattern>> places(const std::vector<std::string>& texts, std::string_view member) {
  std::vector<PlacePattern> patterns;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    auto pattern = PlacePattern::parse(texts[i]);
    if (!pattern) {
      Error error = std::move(pattern).error();
      error.where.pointer = "/" + std::string(member) + "/" + std::to_string(i);
      return error;
    }
    patterns.push_back(*std::move(pattern));
  }
  return patterns;
}

class Comparison {
 public:
  explicit Comparison(const Comparer::Compiled& rules) : rules_(rules) {}

  std::vector<Difference> run(const exchange::Response& recorded, const exchange::Response& actual) {
    if (recorded.status != actual.status) found_.push_back({"status", std::to_string(recorded.status), std::to_string(actual.status)});
    fields(recorded.fields, actual.fields);
    body(recorded, actual);
    return std::move(found_);
  }

 private:
  using Value = json::Value;

  bool counts(std::string_view name) const {
    if (names(rules_.given.ignore_headers, name)) return false;
    if (http::same_name(name, "Content-Type") || names(rules_.given.headers, name)) return true;
    const bool never = std::ranges::any_of(kNeverCompared, [&](std::string_view row) { return http::same_name(row, name); });
    return rules_.given.all_headers && !never;
  }

  // Each name's values in order; the order of different names does not matter.
  std::map<std::string, std::string> joined(const std::vector<http::OwnedField>& fields, std::map<std::string, std::string>& spelt) const {
    std::map<std::string, std::string> values;
    for (const http::OwnedField& field : fields) {
      if (!counts(field.name)) continue;
      const std::string name = text::to_lower_ascii(field.name);
      spelt.try_emplace(name, field.name);
      const auto [at, is_new] = values.try_emplace(name, field.value);
      if (!is_new) (at->second += ", ") += field.value;
    }
    return values;
  }

  void fields(const std::vector<http::OwnedField>& recorded, const std::vector<http::OwnedField>& actual) {
    std::map<std::string, std::string> spelt;
    const auto before = joined(recorded, spelt), after = joined(actual, spelt);
    for (const auto& [name, spelling] : spelt) {
      const auto was = before.find(name), is = after.find(name);
      if (was != before.end() && is != after.end() && same_text(was->second, is->second)) continue;
      Difference one{"header " + spelling, {}, {}};
      if (was != before.end()) one.recorded = was->second;
      if (is != after.end()) one.actual = is->second;
      found_.push_back(std::move(one));
    }
  }

  static bool says_json(const exchange::Response& response) {
    return text::to_lower_ascii(exchange::find(response.fields, "Content-Type").value_or("")).find("json") != std::string::npos;
  }

  void body(const exchange::Response& recorded, const exchange::Response& actual) {
    if (recorded.body == actual.body) return;
    if (says_json(recorded) || says_json(actual)) {
      const auto before = json::parse(recorded.body), after = json::parse(actual.body);
      if (before && after) return value(*before, *after);
    }
    if (!same_text(recorded.body, actual.body)) found_.push_back({"body", recorded.body, actual.body});
  }

  bool same_text(std::string_view a, std::string_view b) const {
    if (a == b) return true;
    return std::ranges::any_of(rules_.matching, [&](const regex::Regex& regex) {
      return regex.full_match(a) == regex::Regex::Outcome::kYes && regex.full_match(b) == regex::Regex::Outcome::kYes;
    });
  }

  bool same_number(const Value& a, const Value& b) const {
    if (json::equivalent(a, b)) return true;
    const double x = a.to_number<double>(), y = b.to_number<double>(), apart = std::abs(x - y);
    // Numbers beyond 2^53 may be 0 apart as doubles, and yet differ.
    const double most = std::max(rules_.given.absolute, rules_.given.relative * std::abs(x));
    return most > 0 && apart <= most;
  }

  void value(const Value& recorded, const Value& actual) {
    if (matches(rules_.ignore, steps_)) return;
    if (recorded.is_object() && actual.is_object()) return object(recorded.get_object(), actual.get_object());
    if (recorded.is_array() && actual.is_array()) {
      const bool unordered = matches(rules_.unordered, steps_);
      return unordered ? set(recorded.get_array(), actual.get_array()) : array(pointers(recorded.get_array()), pointers(actual.get_array()));
    }
    if (recorded.is_number() && actual.is_number() && same_number(recorded, actual)) return;
    if (recorded.is_string() && actual.is_string() && same_text(recorded.get_string(), actual.get_string())) return;
    if (json::equivalent(recorded, actual)) return;
    differ(&recorded, &actual);
  }

  void object(const json::Object& recorded, const json::Object& actual) {
    for (const auto& member : recorded) inside(member.key(), &member.value(), actual.if_contains(member.key()));
    if (rules_.given.extra_members) return;
    for (const auto& member : actual) {
      if (!recorded.contains(member.key())) inside(member.key(), nullptr, &member.value());
    }
  }

  using Pointers = std::vector<std::pair<std::size_t, const Value*>>;
  static Pointers pointers(const json::Array& array) {
    Pointers list;
    for (std::size_t i = 0; i < array.size(); ++i) list.emplace_back(i, &array[i]);
    return list;
  }

  void array(const Pointers& recorded, const Pointers& actual) {
    for (std::size_t i = 0; i < std::max(recorded.size(), actual.size()); ++i) {
      const std::size_t index = i < recorded.size() ? recorded[i].first : actual[i].first;
      inside(std::to_string(index), i < recorded.size() ? recorded[i].second : nullptr, i < actual.size() ? actual[i].second : nullptr);
    }
  }

  // Equal elements first, by their canonical text; then those that are the same by the tolerances, where few are left.
  void set(const json::Array& recorded, const json::Array& actual) {
    constexpr std::size_t kMostTries = 100'000;
    std::map<std::string, Pointers> by_text;
    for (const auto& one : pointers(actual)) by_text[json::write_canonical(*one.second)].push_back(one);
    Pointers left;
    for (const auto& one : pointers(recorded)) {
      const auto found = by_text.find(json::write_canonical(*one.second));
      // Equal texts may be different numbers beyond 2^53.
      const auto same = [&](const auto& other) { return json::equivalent(*one.second, *other.second); };
      if (found == by_text.end() || !erase_first(found->second, same)) left.push_back(one);
    }
    Pointers right;
    for (auto& [text, list] : by_text) right.insert(right.end(), list.begin(), list.end());
    std::ranges::sort(right);
    if (left.size() * right.size() <= kMostTries) {
      std::erase_if(left, [&](const auto& one) {
        return erase_first(right, [&](const auto& other) { return is_same(one, *other.second); });
      });
    }
    array(left, right);
  }

  template <class Same>
  static bool erase_first(Pointers& list, Same same) {
    const auto found = std::ranges::find_if(list, same);
    if (found == list.end()) return false;
    list.erase(found);
    return true;
  }

  bool is_same(const std::pair<std::size_t, const Value*>& recorded, const Value& actual) {
    const std::size_t before = found_.size();
    inside(std::to_string(recorded.first), recorded.second, &actual);
    const bool same = found_.size() == before;
    found_.resize(before);
    return same;
  }

  void inside(std::string_view step, const Value* recorded, const Value* actual) {
    steps_.emplace_back(step);
    if (recorded != nullptr && actual != nullptr) {
      value(*recorded, *actual);
    } else if (!matches(rules_.ignore, steps_)) {
      differ(recorded, actual);
    }
    steps_.pop_back();
  }

  void differ(const Value* recorded, const Value* actual) {
    Difference one;
    for (const std::string& step : steps_) (one.where += '/') += json::escape_pointer(step);
    if (steps_.empty()) one.where = "body";
    if (recorded != nullptr) one.recorded = json::write(*recorded);
    if (actual != nullptr) one.actual = json::write(*actual);
    found_.push_back(std::move(one));
  }

  const Comparer::Compiled& rules_;
  std::vector<std::string> steps_;
  std::vector<Difference> found_;
};

}  // namespace

Result<Comparer> Comparer::compile(const Tolerances& tolerances) {
  auto compiled = std::make_shared<Compiled>();
  compiled->given = tolerances;
  MIMUS_TRY(compiled->ignore, places(tolerances.ignore, "ignore"));
  MIMUS_TRY(compiled->unordered, places(tolerances.unordered, "unordered"));
  for (std::size_t i = 0; i < tolerances.ignore_matching.size(); ++i) {
    auto regex = regex::Regex::compile(tolerances.ignore_matching[i]);
    if (!regex) {
      Error error = std::move(regex).error();
      error.where.pointer = "/ignore_matching/" + std::to_string(i);
      return error;
    }
    compiled->matching.push_back(*std::move(regex));
  }
  return Comparer(std::move(compiled));
}

std::vector<Difference> Comparer::compare(const exchange::Response& recorded, const exchange::Response& actual) const {
  return Comparison(*compiled_).run(recorded, actual);
}

}  // namespace mimus::recording
