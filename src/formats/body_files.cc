#include "body_files.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "json/json.h"
#include "text/encoding.h"

namespace mimus::formats {
namespace {

constexpr std::size_t kMostBinary = 256;

struct Extension {
  std::string_view type, extension;
};
constexpr Extension kExtensions[] = {
    {"json", ".json"}, {"html", ".html"}, {"xml", ".xml"}, {"javascript", ".js"}, {"text/css", ".css"}, {"text/csv", ".csv"},
    {"text/plain", ".txt"}, {"image/png", ".png"}, {"image/jpeg", ".jpg"}, {"image/gif", ".gif"}, {"image/webp", ".webp"},
    {"image/svg", ".svg"}, {"font/woff2", ".woff2"}, {"pdf", ".pdf"}, {"zip", ".zip"}};

std::string_view extension_of(const stub::ResponseSpec& spec) {
  std::string type = std::holds_alternative<stub::JsonBody>(spec.body) ? "json" : "";
  for (const http::OwnedField& field : spec.fields) {
    if (http::same_name(field.name, "Content-Type")) type = text::to_lower_ascii(field.value);
  }
  for (const Extension& row : kExtensions) {
    if (type.find(row.type) != std::string::npos) return row.extension;
  }
  return std::holds_alternative<stub::TextBody>(spec.body) ? ".txt" : ".bin";
}

// "/users/{id}/a b" -> "users-id-a-b"
std::string stem_of(const stub::Stub& stub) {
  std::string out;
  for (const char c : stub.request.path.text().substr(0, 200)) {
    const bool plain = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_' || c == '.';
    if (plain) out += c;
    else if (!out.empty() && out.back() != '-') out += '-';
  }
  out = out.substr(0, 60);
  while (!out.empty() && (out.back() == '-' || out.back() == '.')) out.pop_back();
  while (!out.empty() && out.front() == '.') out.erase(0, 1);
  return out.empty() ? "body" : out;
}

struct Taken {
  std::string bytes;
  bool templated = false;
};

// The bytes of a body that is too large to stay.
bool take(stub::Body& body, std::size_t most, Taken& out) {
  if (auto* binary = std::get_if<stub::BinaryBody>(&body)) {
    if (binary->bytes.size() <= std::min(most, kMostBinary)) return false;
    out.bytes = std::move(binary->bytes);
    return true;
  }
  if (auto* text = std::get_if<stub::TextBody>(&body)) {
    if (text->text.size() <= most) return false;
    out.templated = text->templated && text->text.find("{{") != std::string::npos;
    out.bytes = std::move(text->text);
    return true;
  }
  const auto* value = std::get_if<stub::JsonBody>(&body);
  if (value == nullptr) return false;
  std::string bytes = json::write(value->value);
  const bool expressions = value->templated && bytes.find("{{") != std::string::npos;
  if (bytes.size() <= most || expressions) return false;  // in a file, an expression would not keep its type
  out.bytes = std::move(bytes);
  return true;
}

std::string unique_name(const std::string& stem, std::string_view extension, std::set<std::string>& names) {
  std::string name = stem.ends_with(extension) ? stem : stem + std::string(extension);
  const std::string base = name.substr(0, name.size() - extension.size());
  for (int i = 2; !names.insert(text::to_lower_ascii(name)).second; ++i) name = base + "-" + std::to_string(i) + std::string(extension);
  return name;
}

}  // namespace

std::vector<BodyFile> take_out_bodies(std::vector<stub::Stub>& stubs, const std::string& root, std::size_t most) {
  std::vector<BodyFile> files;
  std::map<std::string, std::string> by_bytes;  // bytes with their extension: the file's name
  std::set<std::string> names;
  for (stub::Stub& stub : stubs) {
    for (stub::ResponseSpec& spec : stub.responses) {
      Taken taken;
      const std::string_view extension = extension_of(spec);
      const bool json = std::holds_alternative<stub::JsonBody>(spec.body);
      const bool text = std::holds_alternative<stub::TextBody>(spec.body);
      if (!take(spec.body, most, taken)) continue;
      std::string& name = by_bytes[std::string(extension) + taken.bytes];
      if (name.empty()) {
        name = unique_name(stem_of(stub), extension, names);
        files.push_back({name, std::move(taken.bytes)});
      }
      spec.body = stub::FileBody{name, root, taken.templated};
      const bool typed = std::ranges::any_of(spec.fields, [](const auto& field) { return http::same_name(field.name, "Content-Type"); });
      if (!typed) {
        const char* type = json ? "application/json" : text ? "text/plain; charset=utf-8" : "application/octet-stream";
        spec.fields.insert(spec.fields.begin(), {"Content-Type", type});
      }
    }
  }
  return files;
}

}  // namespace mimus::formats
