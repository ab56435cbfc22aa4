#include "asked.h"

#include <algorithm>
#include <map>

#include "redact.h"
#include "text/encoding.h"
#include "text/percent.h"

namespace mimus::recording {
namespace {

bool is_redacted(std::string_view text) { return text.find(kRedacted) != text.npos; }

Slot slot_of(Slot::Part part, std::string name, std::string_view text) {
  Slot slot{part, std::move(name), {}, json::Value(text), kind_of(text), is_redacted(text)};
  return slot;
}

void add_segments(std::string_view path, std::vector<Slot>& slots) {
  for (std::size_t at = 1; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    slots.push_back(slot_of(Slot::Part::kSegment, "", path.substr(at, end - at)));
    at = end + 1;
  }
}

void add_parameters(Slot::Part part, std::string_view text, Asked& asked) {
  const auto unsaid = [&](const std::string& name) {
    asked.unsaid.push_back((part == Slot::Part::kQuery ? "query " : "form ") + text::to_valid_utf8(name));
  };
  std::map<std::string, std::vector<std::string>> values;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('&', at), text.size());
    const std::string_view one = text.substr(at, end - at);
    const std::size_t equals = std::min(one.find('='), one.size());
    if (equals > 0) {  // no condition can ask for a parameter without a name
      values[text::form_decode(one.substr(0, equals))].push_back(
          text::form_decode(one.substr(std::min(equals + 1, one.size()))));
    }
    at = end + 1;
  }
  for (auto& [name, list] : values) {
    if (!text::is_valid_utf8(name)) {
      unsaid(name);
      continue;
    }
    Slot slot = slot_of(part, name, list.front());
    if (list.size() > 1) {
      slot.value = json::Array(list.begin(), list.end());
      slot.kind = ValueKind::kText;
      slot.redacted = std::ranges::any_of(list, [](const std::string& one) { return is_redacted(one); });
    }
    if (!std::ranges::all_of(list, [](const std::string& one) { return text::is_valid_utf8(one); })) {
      slot.kind = ValueKind::kText;
      slot.redacted = true;
      unsaid(name);
    }
    asked.slots.push_back(std::move(slot));
  }
}

// A member's name as a template writes it; "" for one that it cannot write.
std::string step_of(std::string_view name) {
  const bool plain = !name.empty() && !(name[0] >= '0' && name[0] <= '9') && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
  if (plain) return "." + std::string(name);
  return name.find_first_of("[]{}\"'") == name.npos && !name.empty() ? ".[" + std::string(name) + "]" : "";
}

// `name` is "" once a step on the way cannot be written.
void add_members(const json::Value& value, const std::string& name, const std::string& where, std::vector<Slot>& slots) {
  if (const json::Object* object = value.if_object(); object && !object->empty()) {
    for (const auto& member : *object) {
      const std::string step = step_of(member.key());
      add_members(member.value(), name.empty() || step.empty() ? "" : name + step,
                  where + "/" + json::escape_pointer(member.key()), slots);
    }
    return;
  }
  if (const json::Array* array = value.if_array(); array && !array->empty()) {
    for (std::size_t i = 0; i < array->size(); ++i) {
      const std::string index = std::to_string(i);
      add_members((*array)[i], name.empty() ? "" : name + "[" + index + "]", where + "/" + index, slots);
    }
    return;
  }
  Slot slot{Slot::Part::kMember, name, where, value, ValueKind::kText, false};
  if (value.is_string()) {
    slot.kind = kind_of(value.get_string());
    slot.redacted = is_redacted(value.get_string());
  }
  if (value.is_int64() || value.is_uint64()) slot.kind = ValueKind::kInteger;
  slots.push_back(std::move(slot));
}

Asked::Body read_body(const exchange::Request& request, Asked& asked) {
  if (request.body.empty()) return Asked::Body::kNone;
  const std::string type = text::to_lower_ascii(exchange::find(request.fields, "Content-Type").value_or(""));
  if (type.starts_with("multipart/")) return Asked::Body::kMultipart;
  if (type.starts_with("application/x-www-form-urlencoded")) {
    add_parameters(Slot::Part::kForm, request.body, asked);
    return Asked::Body::kForm;
  }
  if (!text::is_valid_utf8(request.body)) return Asked::Body::kBinary;
  if (const char first = request.body[request.body.find_first_not_of(" \t\r\n") == std::string::npos
                                          ? 0 : request.body.find_first_not_of(" \t\r\n")];
      first == '{' || first == '[') {
    if (const auto value = json::parse(request.body)) {
      add_members(*value, "body", "", asked.slots);
      return Asked::Body::kJson;
    }
  }
  return Asked::Body::kText;
}

bool forgets(const Slot& slot, Blur blur) {
  if (slot.redacted) return true;
  if (blur == Blur::kExact || slot.value.is_array()) return false;
  const bool identifier = slot.kind != ValueKind::kText;
  if (slot.part == Slot::Part::kSegment) return identifier && blur != Blur::kNonces;
  if (blur != Blur::kAnyText) return identifier;
  return slot.value.is_string() || slot.value.is_number();
}

}  // namespace

std::string Slot::text() const {
  if (value.is_string()) return std::string(std::string_view(value.get_string()));
  return json::write(value);
}

Asked Asked::read(const exchange::Request& request) {
  Asked asked;
  asked.method = request.method;
  const exchange::UrlParts url = exchange::split(request.url);
  asked.path = text::normalize_path(url.path);
  add_segments(asked.path, asked.slots);
  add_parameters(Slot::Part::kQuery, url.query, asked);
  const std::size_t before = asked.slots.size();
  asked.body = read_body(request, asked);
  asked.redacted = std::any_of(asked.slots.begin() + static_cast<std::ptrdiff_t>(before), asked.slots.end(),
                               [](const Slot& slot) { return slot.redacted; });
  return asked;
}

std::string Asked::place() const {
  std::string place = method;
  for (const Slot& slot : slots) {
    if (slot.part != Slot::Part::kSegment) continue;
    place += '/';
    place += slot.kind == ValueKind::kText ? slot.text() : std::string(1, '\0');
  }
  return place;
}

std::string Asked::key(Blur blur, const exchange::Request& request) const {
  std::string key = method;
  key += static_cast<char>('0' + static_cast<int>(body));
  for (const Slot& slot : slots) {
    key += '\0';
    key += static_cast<char>('a' + static_cast<int>(slot.part));
    key += slot.part == Slot::Part::kMember ? slot.where : slot.name;
    key += '\0';
    if (!forgets(slot, blur)) {
      key += 'v';
      key += json::write(slot.value);
    } else if (slot.redacted) {
      key += 'r';
    } else if (slot.part == Slot::Part::kSegment) {
      (key += 'c') += capture_type_of(slot.kind);
    } else if (blur == Blur::kAnyText) {
      key += slot.value.is_string() ? 's' : 'n';
    } else {
      key += slot.value.is_string() ? 'S' : 'N';
      key += static_cast<char>('0' + static_cast<int>(slot.kind));
    }
  }
  if (body == Body::kText || body == Body::kBinary) (key += '\0') += request.body;
  return key;
}

}  // namespace mimus::recording
