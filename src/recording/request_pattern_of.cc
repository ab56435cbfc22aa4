#include "request_pattern_of.h"

#include <algorithm>

#include "text/encoding.h"
#include "text/percent.h"

namespace mimus::recording {
namespace {

using match::Condition;
using match::Place;

Place place_of(Slot::Part part) {
  if (part == Slot::Part::kQuery) return Place::kQuery;
  return part == Slot::Part::kForm ? Place::kForm : Place::kBody;
}

// A member as people write it, "user.name"; a pointer where its name needs quoting.
std::string member_path(const Slot& slot) {
  const bool plain = slot.name.starts_with("body.") && slot.name.find(".[") == std::string::npos;
  return plain ? slot.name.substr(5) : slot.where;
}

Condition condition(const Slot& slot, match::Test test) {
  return {place_of(slot.part), slot.part == Slot::Part::kMember ? member_path(slot) : slot.name, {std::move(test)}};
}

Condition same_value(const Slot& slot) {
  if (slot.redacted) return condition(slot, {"present", true});
  const bool several = slot.part != Slot::Part::kMember && slot.value.is_array();
  return condition(slot, {several ? "hasExactly" : "equals", slot.value});
}

Condition same_kind(const Slot& slot) {
  if (slot.redacted) return condition(slot, {"present", true});
  if (slot.part == Slot::Part::kMember && slot.value.is_number()) return condition(slot, {"type", "number"});
  if (const std::string_view expression = expression_of(slot.kind); !expression.empty()) {
    return condition(slot, {"regex", json::Value(expression)});
  }
  if (slot.part == Slot::Part::kMember) return condition(slot, {"type", "string"});
  return condition(slot, {"present", true});
}

void add_body(const Asked& asked, const std::string& body, match::RequestPattern& pattern) {
  using Body = Asked::Body;
  if (asked.body == Body::kJson && !asked.redacted) {
    if (auto value = json::parse(body)) pattern.conditions.push_back({Place::kBody, "", {{"equals", *std::move(value)}}});
    return;
  }
  if (asked.body != Body::kText && asked.body != Body::kBinary) return;
  // A text that is JSON ("12") would be compared as such.
  const bool text = asked.body == Body::kText && !json::parse(body);
  pattern.conditions.push_back(
      {Place::kBody, "", {text ? match::Test{"equals", json::Value(body)} : match::Test{"binaryEqualTo", json::Value(text::base64_encode(body))}}});
}

// "users" -> "user", "categories" -> "category": what one of them is called.
std::string one_of(std::string word) {
  std::string name;
  for (const char c : word) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) name += c;
  }
  if (name.size() > 3 && name.ends_with("ies")) return name.substr(0, name.size() - 3) + "y";
  if (name.size() > 2 && name.ends_with("s") && !name.ends_with("ss")) name.pop_back();
  return name;
}

// The last capture is `id`; those before are called for what stands before them: {userId}.
std::vector<std::string> capture_names(const std::vector<Slot>& slots, const std::vector<bool>& varies) {
  std::vector<std::string> names(slots.size());
  std::size_t last = slots.size();
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (slots[i].part == Slot::Part::kSegment && varies[i]) last = i;
  }
  std::vector<std::string> taken{"id"};
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (slots[i].part != Slot::Part::kSegment || !varies[i]) continue;
    if (i == last) {
      names[i] = "id";
      continue;
    }
    const std::string noun = i > 0 && !varies[i - 1] ? one_of(slots[i - 1].text()) : "";
    std::string name = noun.empty() ? "part" : noun + "Id";
    const std::string base = name;
    for (int n = 2; std::ranges::find(taken, name) != taken.end(); ++n) name = base + std::to_string(n);
    taken.push_back(name);
    names[i] = name;
  }
  return names;
}

}  // namespace

namespace {

// As patterns are written. What is escaped in a normalised path stays so.
std::string escaped(std::string_view segment) {
  std::string out;
  for (const char c : segment) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = byte > 0x20 && byte < 0x7F && std::string_view("{}*?#").find(c) == std::string_view::npos;
    out += plain ? std::string(1, c) : text::percent_encode(std::string_view(&c, 1));
  }
  return out;
}

// Where a secret stood, anything may; and bytes that no file can hold are escaped.
match::PathPattern exact_path(const Asked& asked) {
  std::string path;
  bool redacted = false;
  for (const Slot& slot : asked.slots) {
    if (slot.part != Slot::Part::kSegment) continue;
    redacted |= slot.redacted;
    path += slot.redacted ? "/*" : "/" + escaped(slot.text());
  }
  if (redacted || !text::is_valid_utf8(asked.path)) {
    if (auto parsed = match::PathPattern::parse(path)) return *std::move(parsed);
  }
  return match::PathPattern::exact(asked.path);
}

}  // namespace

match::RequestPattern exact_pattern(const Asked& asked, const std::string& body) {
  match::RequestPattern pattern{exact_path(asked), {asked.method}, {}};
  for (const Slot& slot : asked.slots) {
    const bool counts = slot.part == Slot::Part::kQuery || slot.part == Slot::Part::kForm ||
                        (slot.part == Slot::Part::kMember && asked.redacted);
    if (counts) pattern.conditions.push_back(same_value(slot));
  }
  add_body(asked, body, pattern);
  return pattern;
}

std::optional<General> general_pattern(const Asked& first, const std::string& body, const std::vector<bool>& varies) {
  General general;
  general.names = capture_names(first.slots, varies);
  std::string path;
  bool captures = false, members = false;
  for (std::size_t i = 0; i < first.slots.size(); ++i) {
    const Slot& slot = first.slots[i];
    if (slot.part == Slot::Part::kMember && varies[i]) members = true;
    if (slot.part != Slot::Part::kSegment) continue;
    path += '/';
    if (!varies[i]) {
      if (slot.text().find_first_of("{}*") != std::string::npos) captures = true, path += '\0';
      path += slot.text();
      continue;
    }
    captures = true;
    const std::string_view type = capture_type_of(slot.kind);
    path += "{" + general.names[i] + (type.empty() ? "" : ":" + std::string(type)) + "}";
  }
  if (captures) {
    if (path.find('\0') != path.npos || !text::is_valid_utf8(path)) return std::nullopt;
    auto parsed = match::PathPattern::parse(path);
    if (!parsed) return std::nullopt;
    general.pattern.path = *std::move(parsed);
  } else {
    general.pattern.path = match::PathPattern::exact(first.path);
  }
  general.pattern.methods = {first.method};
  for (std::size_t i = 0; i < first.slots.size(); ++i) {
    const Slot& slot = first.slots[i];
    if (slot.part == Slot::Part::kSegment) continue;
    if (slot.part == Slot::Part::kMember && !members && !first.redacted) continue;
    general.pattern.conditions.push_back(varies[i] ? same_kind(slot) : same_value(slot));
  }
  if (!members) add_body(first, body, general.pattern);
  return general;
}

}  // namespace mimus::recording
