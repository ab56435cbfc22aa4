#include "mountebank_predicates.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "members.h"

namespace mimus::formats {
namespace {

using match::Condition;
using match::Place;
using match::Test;

constexpr std::size_t kMostWays = 64;
constexpr int kMostDepth = 30;

using Ways = std::vector<Conjunction>;

struct Operator {
  std::string_view key;
  Test (*test)(const json::Value& value, bool any_case);
};

std::string quoted(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c & 0x80) != 0 || (c >= '0' && c <= '9') ||
                       ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '/';
    if (!plain) out += '\\';
    out += c;
  }
  return out;
}

// The expression for the whole of a value in which `inside` occurs; ^ and $ at its ends keep their
// meaning.
std::string whole(std::string inside, bool any_case) {
  const bool begins = inside.starts_with('^');
  const bool ends = inside.ends_with('$') && !inside.ends_with("\\$");
  if (begins) inside.erase(0, 1);
  if (ends) inside.pop_back();
  return std::string(any_case ? "(?is)" : "(?s)") + (begins ? "" : ".*") + "(?:" + inside + ")" +
         (ends ? "" : ".*");
}

Test equals(const json::Value& value, bool any_case) {
  if (value.is_structured()) return {"equals", value};
  return {any_case ? "equalsIgnoreCase" : "equals", json::Value(text_of(value))};
}
Test contains(const json::Value& value, bool any_case) {
  if (any_case) return {"regex", json::Value(whole(quoted(text_of(value)), true))};
  return {"contains", json::Value(text_of(value))};
}
Test starts(const json::Value& value, bool any_case) {
  if (any_case) return {"regex", json::Value(whole("^" + quoted(text_of(value)), true))};
  return {"startsWith", json::Value(text_of(value))};
}
Test ends(const json::Value& value, bool any_case) {
  if (any_case) return {"regex", json::Value(whole(quoted(text_of(value)) + "$", true))};
  return {"endsWith", json::Value(text_of(value))};
}
Test matches(const json::Value& value, bool any_case) {
  return {"regex", json::Value(whole(text_of(value), any_case))};
}
Test exists(const json::Value& value, bool) {
  return value.is_bool() && !value.get_bool() ? Test{"absent", true} : Test{"present", true};
}

constexpr Operator kOperators[] = {
    {"equals", &equals}, {"deepEquals", &equals}, {"contains", &contains}, {"startsWith", &starts},
    {"endsWith", &ends}, {"matches", &matches},   {"exists", &exists}};

// mountebank compares what is inside an element, our XPath matcher the element.
std::string inside_of(std::string selector) {
  const std::string_view last = std::string_view(selector).substr(selector.rfind('/') + 1);
  return last.starts_with('@') || last.ends_with(')') || selector.empty() ? selector : selector + "/text()";
}

json::Value object_of(Test test) {
  json::Object out{{test.key, std::move(test.operand)}};
  return out;
}

// What a predicate says beside its fields.
struct Manner {
  const Operator* row = nullptr;
  bool any_case = true;
  bool negated = false;
  const json::Value* jsonpath = nullptr;
  const json::Value* xpath = nullptr;
};

class Reader {
 public:
  explicit Reader(std::vector<std::string>& notes) : notes_(notes) {}

  Result<Ways> all(const json::Array& predicates, bool negated, int depth) {
    Ways ways = negated ? Ways{} : Ways{Conjunction{}};
    for (const json::Value& predicate : predicates) {
      MIMUS_TRY(const Ways more, one(predicate, negated, depth + 1));
      MIMUS_TRY_DONE(negated ? either(ways, more) : both(ways, more));
    }
    return ways;
  }

 private:
  // One or the other holds.
  static Status either(Ways& ways, const Ways& more) {
    ways.insert(ways.end(), more.begin(), more.end());
    return limit(ways);
  }
  // Both hold: every way of one with every way of the other.
  static Status both(Ways& ways, const Ways& more) {
    Ways out;
    for (const Conjunction& a : ways) {
      for (const Conjunction& b : more) {
        Conjunction joined = a;
        if (join(b, joined)) out.push_back(std::move(joined));
        MIMUS_TRY_DONE(limit(out));
      }
    }
    ways = std::move(out);
    return Done{};
  }
  static Status limit(const Ways& ways) {
    if (ways.size() <= kMostWays) return Done{};
    Error error = invalid("its predicates hold in more than 64 ways");
    error.code = Code::kLimit;
    return error;
  }

  // False when both can never hold.
  static bool join(const Conjunction& from, Conjunction& out) {
    if (!from.methods.empty()) {
      if (out.methods.empty()) {
        out.methods = from.methods;
      } else {
        std::erase_if(out.methods, [&](const std::string& method) {
          return std::ranges::find(from.methods, method) == from.methods.end();
        });
        if (out.methods.empty()) return false;
      }
    }
    if (!from.path.empty()) {
      if (!out.path.empty() && out.path != from.path) return false;
      out.path = from.path;
    }
    for (const Condition& condition : from.conditions) {
      const auto there = std::ranges::find_if(out.conditions, [&](const Condition& other) {
        return other.place == condition.place && other.name == condition.name;
      });
      if (there == out.conditions.end())
        out.conditions.push_back(condition);
      else
        there->tests.insert(there->tests.end(), condition.tests.begin(), condition.tests.end());
    }
    return true;
  }

  Result<Ways> one(const json::Value& predicate, bool negated, int depth) {
    if (depth > kMostDepth || !predicate.is_object())
      return unsupported("a predicate that is nested too deep, or none");
    if (member(predicate, "inject") != nullptr)
      return unsupported("a predicate in JavaScript (inject)");
    if (!text_at(predicate, "except").empty()) return unsupported("a predicate with `except`");
    if (const json::Value* inside = member(predicate, "not"))
      return one(*inside, !negated, depth + 1);
    if (member(predicate, "and") != nullptr)
      return all(list_at(predicate, "and"), negated, depth + 1);
    if (member(predicate, "or") != nullptr)
      return any(list_at(predicate, "or"), negated, depth + 1);
    for (const Operator& row : kOperators) {
      const json::Value* fields = member(predicate, row.key);
      if (fields == nullptr || !fields->is_object()) continue;
      Manner manner{&row, !flag_at(predicate, "caseSensitive"), negated,
                    member(predicate, "jsonpath"), member(predicate, "xpath")};
      if (row.key == "deepEquals")
        note("deepEquals takes requests with more parameters and headers as well");
      return fields_of(fields->get_object(), manner);
    }
    return unsupported("a predicate of no kind that is known");
  }

  // not (a or b) is not a and not b.
  Result<Ways> any(const json::Array& predicates, bool negated, int depth) {
    Ways ways = negated ? Ways{Conjunction{}} : Ways{};
    for (const json::Value& predicate : predicates) {
      MIMUS_TRY(const Ways more, one(predicate, negated, depth + 1));
      MIMUS_TRY_DONE(negated ? both(ways, more) : either(ways, more));
    }
    return ways;
  }

  Result<Ways> fields_of(const json::Object& fields, const Manner& manner) {
    Ways ways = manner.negated ? Ways{} : Ways{Conjunction{}};
    const auto add = [&](Ways more) {
      return manner.negated ? either(ways, more) : both(ways, more);
    };
    for (const auto& field : fields) {
      const std::string_view name = field.key();
      if (name == "method") {
        MIMUS_TRY(Ways more, method(field.value(), manner));
        MIMUS_TRY_DONE(add(std::move(more)));
      } else if (name == "path") {
        MIMUS_TRY_DONE(add(path(field.value(), manner)));
      } else if (name == "body") {
        MIMUS_TRY_DONE(add({atom(Place::kBody, "$", field.value(), manner)}));
      } else if (name == "requestFrom" || name == "ip") {
        MIMUS_TRY_DONE(add({atom(Place::kClientIp, "", field.value(), manner)}));
      } else if (name == "query" || name == "headers" || name == "form") {
        const Place place = name == "query"  ? Place::kQuery
                            : name == "form" ? Place::kForm
                                             : Place::kHeader;
        if (!field.value().is_object())
          return unsupported("a predicate on " + std::string(name) + " as a whole");
        for (const auto& one : field.value().get_object())
          MIMUS_TRY_DONE(add({atom(place, std::string(one.key()), one.value(), manner)}));
      } else {
        return unsupported("a predicate on '" + std::string(name) + "'");
      }
    }
    return ways;
  }

  Test test_of(const json::Value& value, const Manner& manner, bool body) {
    Test test = manner.row->test(value, manner.any_case && !(body && value.is_structured()));
    const json::Value* path = manner.jsonpath != nullptr ? manner.jsonpath : manner.xpath;
    if (path != nullptr && body) {
      std::string selector = text_at(*path, "selector");
      if (manner.jsonpath == nullptr) selector = inside_of(std::move(selector));
      json::Object found{{"expression", selector}};
      const json::Value inside = object_of(std::move(test));
      for (const auto& one : inside.get_object()) found[one.key()] = one.value();
      test = {manner.jsonpath != nullptr ? "matchesJsonPath" : "matchesXPath", std::move(found)};
      if (const json::Value* names =
              manner.xpath == nullptr ? nullptr : member(*manner.xpath, "ns"))
        test.options["xPathNamespaces"] = *names;
    }
    if (manner.negated) test = {"not", object_of(std::move(test))};
    return test;
  }

  Conjunction atom(Place place, std::string name, const json::Value& value, const Manner& manner) {
    Conjunction out;
    out.conditions.push_back(
        {place, std::move(name), {test_of(value, manner, place == Place::kBody)}});
    return out;
  }

  Result<Ways> method(const json::Value& value, const Manner& manner) {
    static const std::vector<std::string> kMethods = {"GET",   "HEAD",   "POST",    "PUT",
                                                      "PATCH", "DELETE", "OPTIONS", "TRACE"};
    const Test test = manner.row->test(value, true);
    std::vector<std::string> fitting;
    if (manner.row->key == "exists") return manner.negated ? Ways{} : Ways{Conjunction{}};
    match::RequestPattern pattern;
    pattern.conditions.push_back({Place::kScheme, "", {test}});  // a text is a text
    const auto compiled = match::CompiledPattern::compile(std::move(pattern));
    if (!compiled) return unsupported("a predicate on the method: " + compiled.error().message);
    std::string own = text_of(value);
    std::ranges::transform(own, own.begin(), [](char c) {
      return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    });
    std::vector<std::string> known = kMethods;
    if (test.key == "equalsIgnoreCase" && std::ranges::find(known, own) == known.end())
      known.push_back(own);
    for (const std::string& one : known) {
      http::Request request;
      request.scheme = one;
      Arena arena;
      facts::RequestFacts facts(request, arena);
      if (compiled->rest_matches(facts, {}) != manner.negated) fitting.push_back(one);
    }
    if (fitting.empty()) return Ways{};
    Conjunction out;
    out.methods = std::move(fitting);
    return Ways{out};
  }

  // A path that is equal is a route's path; others are looked for in the URL.
  Ways path(const json::Value& value, const Manner& manner) {
    Conjunction out;
    const bool equal = manner.row->key == "equals" || manner.row->key == "deepEquals";
    if (equal && !manner.negated) {
      if (manner.any_case) note("paths are compared with case");
      out.path = text_of(value);
      return {out};
    }
    if (manner.row->key == "exists") return manner.negated ? Ways{} : Ways{out};
    std::string inside = text_of(value);
    const bool expression = manner.row->key == "matches";
    const bool begins =
        expression ? inside.starts_with('^') : manner.row->key == "startsWith" || equal;
    const bool ends = expression ? inside.ends_with('$') && !inside.ends_with("\\$")
                                 : manner.row->key == "endsWith" || equal;
    if (!expression) inside = quoted(inside);
    if (expression && begins) inside.erase(0, 1);
    if (expression && ends) inside.pop_back();
    const std::string url = std::string(manner.any_case ? "(?is)" : "(?s)") +
                            (begins ? "" : "[^?]*") + "(?:" + inside + ")" + (ends ? "" : "[^?]*") +
                            "(?:\\?.*)?";
    Test test{"regex", json::Value(url)};
    if (manner.negated) test = {"not", object_of(std::move(test))};
    out.conditions.push_back({Place::kUrl, "", {std::move(test)}});
    return {out};
  }

  static Error unsupported(std::string what) {
    Error error = invalid(std::move(what));
    error.code = Code::kUnsupported;
    return error;
  }
  void note(std::string text) {
    if (std::ranges::find(notes_, text) == notes_.end()) notes_.push_back(std::move(text));
  }

  std::vector<std::string>& notes_;
};

}  // namespace

Result<std::vector<Conjunction>> read_predicates(const json::Array& predicates,
                                                 std::vector<std::string>& notes) {
  return Reader(notes).all(predicates, false, 0);
}

}  // namespace mimus::formats
