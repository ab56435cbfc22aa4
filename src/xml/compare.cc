#include "compare.h"

#include <algorithm>
#include <functional>

namespace mimus::xml {
namespace {

using Kind = Item::Kind;

std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::kDocument:
      return "DOCUMENT";
    case Kind::kText:
      return "TEXT";
    case Kind::kCdata:
      return "CDATA_SECTION";
    case Kind::kInstruction:
      return "PROCESSING_INSTRUCTION";
    default:
      return "ELEMENT";
  }
}

enum class Group { kText, kInstruction, kElement };

Group group_of(const Item& item) {
  if (item.kind == Kind::kElement) return Group::kElement;
  return item.kind == Kind::kInstruction ? Group::kInstruction : Group::kText;
}

std::vector<const Item*> in_group(const Item& parent, Group group) {
  std::vector<const Item*> found;
  for (const Item& child : parent.children) {
    if (group_of(child) == group) found.push_back(&child);
  }
  return found;
}

std::string label(const Item& item) {
  return item.kind == Kind::kElement ? item.name : std::string(kind_name(item.kind));
}

}  // namespace

Comparer::Comparer(const EqualOptions& options, std::size_t most)
    : options_(options), most_(most) {}

void Comparer::compare(const Item& expected, const Item& actual) {
  children(expected, actual, "");
}

void Comparer::add(Comparison comparison, const std::string& path, std::string expected,
                   std::string actual) {
  if (full() || std::ranges::find(options_.exempted, comparison) != options_.exempted.end()) return;
  differences.push_back(
      {comparison, path.empty() ? "/" : path, std::move(expected), std::move(actual)});
}

void Comparer::node(const Item& expected, const Item& actual, const std::string& parent) {
  ++steps_;
  if (full()) return;
  const std::string path = parent + "/" + expected.step;
  if (expected.kind != actual.kind && !expected.placeholder) {
    add(Comparison::kNodeType, path, std::string(kind_name(expected.kind)),
        std::string(kind_name(actual.kind)));
  }
  switch (group_of(expected)) {
    case Group::kText:
      return texts(expected, actual, path);
    case Group::kInstruction:
      return instruction(expected, actual, path);
    case Group::kElement:
      return element(expected, actual, path);
  }
}

void Comparer::texts(const Item& expected, const Item& actual, const std::string& path) {
  const bool same = expected.placeholder
                        ? expected.placeholder->accepts(actual.text, options_.is_date_time)
                        : expected.text == actual.text;
  if (!same) add(Comparison::kTextValue, path, expected.text, actual.text);
}

void Comparer::instruction(const Item& expected, const Item& actual, const std::string& path) {
  if (expected.name != actual.name)
    add(Comparison::kProcessingInstructionTarget, path, expected.name, actual.name);
  if (expected.text != actual.text)
    add(Comparison::kProcessingInstructionData, path, expected.text, actual.text);
}

void Comparer::element(const Item& expected, const Item& actual, const std::string& path) {
  if (expected.uri != actual.uri) add(Comparison::kNamespaceUri, path, expected.uri, actual.uri);
  if (expected.name != actual.name)
    add(Comparison::kElementTagName, path, expected.name, actual.name);
  attributes(expected, actual, path);
  children(expected, actual, path);
}

void Comparer::attributes(const Item& expected, const Item& actual, const std::string& path) {
  std::size_t excused = 0;  // placeholders that stand for no attribute at all
  std::vector<const Item::Attr*> unmatched;
  for (const Item::Attr& attribute : actual.attributes) unmatched.push_back(&attribute);
  std::vector<std::pair<const Item::Attr*, const Item::Attr*>> pairs;
  for (const Item::Attr& wanted : expected.attributes) {
    const auto found = std::ranges::find_if(unmatched, [&](const Item::Attr* candidate) {
      return candidate->name == wanted.name && candidate->uri == wanted.uri;
    });
    pairs.emplace_back(&wanted, found == unmatched.end() ? nullptr : *found);
    if (found != unmatched.end()) {
      unmatched.erase(found);
    } else if (wanted.placeholder &&
               wanted.placeholder->accepts(std::nullopt, options_.is_date_time)) {
      ++excused;
    }
  }
  if (expected.attributes.size() - excused != actual.attributes.size()) {
    add(Comparison::kElementNumAttributes, path, std::to_string(expected.attributes.size()),
        std::to_string(actual.attributes.size()));
  }
  if (expected.schema_location != actual.schema_location) {
    add(Comparison::kSchemaLocation, path, expected.schema_location.value_or(""),
        actual.schema_location.value_or(""));
  }
  if (expected.no_namespace_schema_location != actual.no_namespace_schema_location) {
    add(Comparison::kNoNamespaceSchemaLocation, path,
        expected.no_namespace_schema_location.value_or(""),
        actual.no_namespace_schema_location.value_or(""));
  }
  for (const auto& [wanted, found] : pairs) attribute(*wanted, found, path);
  for (const Item::Attr* extra : unmatched)
    add(Comparison::kAttrNameLookup, path + "/@" + extra->name, "", extra->name);
}

void Comparer::attribute(const Item::Attr& expected, const Item::Attr* actual,
                         const std::string& parent) {
  const std::string path = parent + "/@" + expected.name;
  if (expected.placeholder) {
    const auto text = actual ? std::optional<std::string_view>(actual->value) : std::nullopt;
    if (expected.placeholder->accepts(text, options_.is_date_time)) return;
  }
  if (!actual) return add(Comparison::kAttrNameLookup, path, expected.name, "");
  if (expected.value != actual->value)
    add(Comparison::kAttrValue, path, expected.value, actual->value);
}

bool Comparer::placeholder_alone(const Item& expected) const {
  return expected.children.size() == 1 && expected.children.front().placeholder;
}

void Comparer::children(const Item& expected, const Item& actual, const std::string& path) {
  if (placeholder_alone(expected) && actual.children.empty()) {
    Item nothing;
    nothing.kind = expected.children.front().kind;
    return node(expected.children.front(), nothing, path);
  }
  if (expected.children.size() != actual.children.size()) {
    add(Comparison::kChildNodelistLength, path, std::to_string(expected.children.size()),
        std::to_string(actual.children.size()));
  }
  in_order(in_group(expected, Group::kText), in_group(actual, Group::kText), path);
  in_order(in_group(expected, Group::kInstruction), in_group(actual, Group::kInstruction), path);
  elements(in_group(expected, Group::kElement), in_group(actual, Group::kElement), path);
}

void Comparer::in_order(const Items& expected, const Items& actual, const std::string& path) {
  for (std::size_t i = 0; i < std::max(expected.size(), actual.size()) && !full(); ++i) {
    if (i < expected.size() && i < actual.size()) {
      node(*expected[i], *actual[i], path);
    } else if (i < expected.size()) {
      add(Comparison::kChildLookup, path + "/" + expected[i]->step, label(*expected[i]), "");
    } else {
      add(Comparison::kChildLookup, path, "", label(*actual[i]));
    }
  }
}

// Both sides are sorted by local name: runs of one name face each other, and what is left over in
// the end as well.
void Comparer::elements(const Items& expected, const Items& actual, const std::string& path) {
  Items left_expected, left_actual;
  const auto run = [](const Items& items, std::size_t begin) {
    std::size_t end = begin;
    while (end < items.size() && items[end]->local == items[begin]->local) ++end;
    return Items(items.begin() + static_cast<std::ptrdiff_t>(begin),
                 items.begin() + static_cast<std::ptrdiff_t>(end));
  };
  std::size_t e = 0, a = 0;
  while (e < expected.size() || a < actual.size()) {
    const bool only_expected =
        a == actual.size() || (e < expected.size() && expected[e]->local < actual[a]->local);
    const bool only_actual =
        e == expected.size() || (a < actual.size() && actual[a]->local < expected[e]->local);
    const Items wanted = only_actual ? Items() : run(expected, e);
    const Items found = only_expected ? Items() : run(actual, a);
    same_name(wanted, found, left_expected, left_actual, path);
    e += wanted.size();
    a += found.size();
  }
  in_order(left_expected, left_actual, path);
}

void Comparer::same_name(Items expected, Items actual, Items& left_expected, Items& left_actual,
                         const std::string& path) {
  if (options_.ignore_order_of_same_node) in_any_order(expected, actual);
  const std::size_t both = std::min(expected.size(), actual.size());
  for (std::size_t i = 0; i < both; ++i) node(*expected[i], *actual[i], path);
  left_expected.insert(left_expected.end(), expected.begin() + static_cast<std::ptrdiff_t>(both),
                       expected.end());
  left_actual.insert(left_actual.end(), actual.begin() + static_cast<std::ptrdiff_t>(both),
                     actual.end());
}

// Takes out as many pairs as can be alike at once (augmenting paths: a placeholder may have several
// partners).
void Comparer::in_any_order(Items& expected, Items& actual) {
  constexpr std::size_t kNobody = static_cast<std::size_t>(-1);
  std::vector<std::size_t> partner_of_actual(actual.size(), kNobody);
  std::vector<signed char> known(expected.size() * actual.size(), -1);
  const auto fits = [&](std::size_t e, std::size_t a) {
    signed char& answer = known[e * actual.size() + a];
    if (answer < 0) answer = alike(*expected[e], *actual[a]) ? 1 : 0;
    return answer == 1;
  };
  std::vector<char> visited;
  const std::function<bool(std::size_t, int)> place = [&](std::size_t e, int depth) {
    for (std::size_t turn = 0; turn < actual.size(); ++turn) {
      const std::size_t a = (e + turn) % actual.size();
      ++steps_;
      if (out_of_steps() || visited[a] || !fits(e, a)) continue;
      visited[a] = 1;
      constexpr int kDeepest =
          200;  // of the recursion; longer chains of exchanges do not occur in earnest
      if (partner_of_actual[a] != kNobody &&
          (depth >= kDeepest || !place(partner_of_actual[a], depth + 1)))
        continue;
      partner_of_actual[a] = e;
      return true;
    }
    return false;
  };
  std::vector<char> placed(expected.size(), 0);
  for (std::size_t e = 0; e < expected.size() && !out_of_steps(); ++e) {
    visited.assign(actual.size(), 0);
    placed[e] = place(e, 0) ? 1 : 0;
  }
  Items left_expected, left_actual;
  for (std::size_t e = 0; e < expected.size(); ++e) {
    if (!placed[e]) left_expected.push_back(expected[e]);
  }
  for (std::size_t a = 0; a < actual.size(); ++a) {
    if (partner_of_actual[a] == kNobody) left_actual.push_back(actual[a]);
  }
  expected = std::move(left_expected);
  actual = std::move(left_actual);
}

bool Comparer::alike(const Item& expected, const Item& actual) {
  Comparer inner(options_, 1);
  inner.steps_ = steps_;
  inner.node(expected, actual, "");
  steps_ = inner.steps_;
  return inner.differences.empty() && !inner.out_of_steps();
}

}  // namespace mimus::xml
