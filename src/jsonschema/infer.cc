#include "infer.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "formats.h"

namespace mimus::jsonschema {
namespace {

enum Type : std::uint8_t { kObject, kArray, kString, kNumber, kInteger, kBoolean, kNull, kTypes };
constexpr std::string_view kTypeNames[kTypes] = {"object", "array", "string", "number", "integer", "boolean", "null"};

// In the order in which they are asked; a text that has one of them rarely has another.
constexpr std::string_view kRecognised[] = {"date-time", "date", "uuid", "email", "uri", "ipv4"};
constexpr std::size_t kFormats = std::size(kRecognised);
constexpr unsigned kAllFormats = (1u << kFormats) - 1;

bool has_format(std::string_view text, std::size_t which) {
  // By their grammar "a:b" is a URI, too.
  if (kRecognised[which] == "uri" && !text.starts_with("http://") && !text.starts_with("https://")) return false;
  const Format* const format = find_format(kRecognised[which], Dialect::kDraft2020_12);
  return format != nullptr && format->accepts != nullptr && format->accepts(text);
}

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// Names of a map's members: numbers, UUIDs, hexadecimal identifiers.
bool is_identifier(std::string_view name) {
  const auto digits = static_cast<std::size_t>(std::ranges::count_if(name, [](char c) { return c >= '0' && c <= '9'; }));
  if (name.empty() || digits == 0) return false;
  return digits == name.size() || (name.size() >= 12 && std::ranges::all_of(name, [](char c) { return is_hex(c) || c == '-'; }));
}

constexpr std::size_t kMap = 3;  // members of which all names are identifiers make a map

}  // namespace

// What was seen at one place of the examples.
struct Inferrer::Place {
  struct Member {
    std::string name;
    std::unique_ptr<Place> place;
  };
  std::size_t count = 0;
  bool anything = false;                          // something unknown stood here
  std::size_t of_type[kTypes] = {};
  unsigned formats = kAllFormats;                 // that all texts have
  std::vector<Member> members;
  std::map<std::string, std::size_t, std::less<>> index;  // in `members`
  std::unique_ptr<Place> items;

  void add(const json::Value& value, const std::function<bool(std::string_view)>& unknown);
  void add_text(std::string_view text);
  void merge(const Place& other);
  Place& member(std::string_view name);
  json::Object schema() const;
  void describe_object(json::Object& out) const;
};

Inferrer::Place& Inferrer::Place::member(std::string_view name) {
  const auto known = index.find(name);
  if (known != index.end()) return *members[known->second].place;
  index.emplace(name, members.size());
  return *members.emplace_back(Member{std::string(name), std::make_unique<Place>()}).place;
}

void Inferrer::Place::add_text(std::string_view text) {
  ++of_type[kString];
  for (std::size_t i = 0; i < kFormats; ++i) {
    if ((formats & (1u << i)) != 0 && !has_format(text, i)) formats &= ~(1u << i);
  }
}

void Inferrer::Place::add(const json::Value& value, const std::function<bool(std::string_view)>& unknown) {
  ++count;
  if (value.is_object()) {
    ++of_type[kObject];
    for (const auto& one : value.get_object()) member(one.key()).add(one.value(), unknown);
  } else if (value.is_array()) {
    ++of_type[kArray];
    if (!items && !value.get_array().empty()) items = std::make_unique<Place>();
    for (const json::Value& one : value.get_array()) items->add(one, unknown);
  } else if (value.is_string()) {
    if (unknown && unknown(value.get_string())) {
      anything = true;
    } else {
      add_text(value.get_string());
    }
  } else {
    ++of_type[value.is_double() ? kNumber : value.is_number() ? kInteger : value.is_bool() ? kBoolean : kNull];
  }
}

void Inferrer::Place::merge(const Place& other) {
  count += other.count;
  anything = anything || other.anything;
  for (std::size_t i = 0; i < kTypes; ++i) of_type[i] += other.of_type[i];
  formats &= other.formats;
  for (const Member& one : other.members) member(one.name).merge(*one.place);
  if (!other.items) return;
  if (!items) items = std::make_unique<Place>();
  items->merge(*other.items);
}

void Inferrer::Place::describe_object(json::Object& out) const {
  const bool is_map = members.size() >= kMap && std::ranges::all_of(members, &is_identifier, &Member::name);
  if (is_map) {
    Place all;
    for (const Member& one : members) all.merge(*one.place);
    out["additionalProperties"] = all.schema();
    return;
  }
  json::Object properties;
  json::Array required;
  for (const Member& one : members) {
    properties[one.name] = one.place->schema();
    if (one.place->count == of_type[kObject]) required.push_back(json::Value(one.name));
  }
  if (!properties.empty()) out["properties"] = std::move(properties);
  if (!required.empty()) out["required"] = std::move(required);
}

json::Object Inferrer::Place::schema() const {
  json::Object out;
  if (anything || count == 0) return out;
  json::Array types;
  for (std::size_t i = 0; i < kTypes; ++i) {
    const bool covered = i == kInteger && of_type[kNumber] > 0;  // an integer is a number
    if (of_type[i] > 0 && !covered) types.push_back(json::Value(kTypeNames[i]));
  }
  if (types.size() == 1) {
    out["type"] = types.front();
  } else {
    out["type"] = std::move(types);
  }
  for (std::size_t i = 0; i < kFormats && of_type[kString] > 0; ++i) {
    if ((formats & (1u << i)) == 0) continue;
    out["format"] = kRecognised[i];
    break;
  }
  if (of_type[kObject] > 0) describe_object(out);
  if (items) out["items"] = items->schema();
  return out;
}

Inferrer::Inferrer(std::function<bool(std::string_view)> unknown) : unknown_(std::move(unknown)), root_(std::make_unique<Place>()) {}
Inferrer::~Inferrer() = default;
Inferrer::Inferrer(Inferrer&&) noexcept = default;
Inferrer& Inferrer::operator=(Inferrer&&) noexcept = default;

void Inferrer::add(const json::Value& example) { root_->add(example, unknown_); }
std::size_t Inferrer::examples() const { return root_->count; }
json::Object Inferrer::schema() const { return root_->schema(); }

}  // namespace mimus::jsonschema
