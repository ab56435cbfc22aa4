#include "write_response.h"

#include <algorithm>
#include <string>
#include <utility>

#include "http/conditional.h"
#include "template_check.h"
#include "text/encoding.h"

namespace mimus::native {
namespace {

constexpr std::string_view kHtml = "text/html; charset=utf-8";

json::Value as_json(std::string_view text) {
  return json::Value(boost::json::string_view(text.data(), text.size()));
}

bool is_content_type(const http::OwnedField& field) {
  return http::same_name(field.name, "Content-Type");
}

// The Content-Type that the reader puts in front because of the body's key.
std::string_view type_of_key(const stub::ResponseSpec& spec) {
  if (std::holds_alternative<stub::TextBody>(spec.body)) return kHtml;
  const auto* file = std::get_if<stub::FileBody>(&spec.body);
  if (file == nullptr || file->path.rfind("}}") > file->path.rfind('.') + 1) return {};
  return http::media_type_for(file->path);
}

// Does the file's own key say the type? Then it stands first.
bool is_implied(const stub::ResponseSpec& spec) {
  const std::string_view type = type_of_key(spec);
  if (type.empty() || spec.fields.empty()) return false;
  const http::OwnedField& first = spec.fields.front();
  const auto types = std::ranges::count_if(spec.fields, &is_content_type);
  return types == 1 && first.name == "Content-Type" && first.value == type;
}

// Name to value, or to a list of values; a list of pairs where the order is more than that.
json::Value headers_value(const std::vector<http::OwnedField>& fields) {
  json::Object by_name;
  bool adjacent = true;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto& [name, value] = fields[i];
    json::Value* there = by_name.if_contains(name);
    if (there == nullptr) {
      by_name[name] = as_json(value);
      continue;
    }
    adjacent = adjacent && fields[i - 1].name == name;
    if (!there->is_array()) *there = json::Array{*there};
    there->get_array().push_back(as_json(value));
  }
  if (adjacent) return by_name;
  json::Array pairs;
  for (const auto& [name, value] : fields) pairs.push_back(json::Object{{"name", as_json(name)}, {"value", as_json(value)}});
  return pairs;
}

void write_headers(const stub::ResponseSpec& spec, json::Object& out) {
  std::vector<http::OwnedField> fields = spec.fields;
  if (is_implied(spec)) fields.erase(fields.begin());
  const auto types = std::ranges::count_if(fields, &is_content_type);
  if (types == 1 && fields.front().name == "Content-Type") {
    out["content_type"] = as_json(fields.front().value);
    fields.erase(fields.begin());
  }
  if (!fields.empty()) out["headers"] = headers_value(fields);
}

struct BodyWriter {
  const stub::ResponseSpec& spec;
  json::Object& out;

  void operator()(const stub::NoBody&) const {}
  void operator()(const stub::JsonBody& body) const {
    out[body.value.is_string() ? "json" : "response"] = body.value;
    if (!body.templated) out["templated"] = false;
  }
  void operator()(const stub::TextBody& body) const {
    out[is_implied(spec) ? "html" : "text"] = as_json(body.text);
    if (!body.templated) out["templated"] = false;
  }
  void operator()(const stub::BinaryBody& body) const { out["base64"] = as_json(text::base64_encode(body.bytes)); }
  void operator()(const stub::FileBody& body) const {
    out["file"] = as_json(body.path);
    if (body.templated) out["templated"] = true;
  }
};

}  // namespace

void write_response(const stub::ResponseSpec& spec, int usual, json::Object& out) {
  if (!spec.status_text.empty()) {
    out["status"] = as_json(spec.status_text);
  } else if (spec.status != usual) {
    out["status"] = spec.status;
  }
  if (!spec.reason.empty()) out["reason"] = as_json(spec.reason);
  write_headers(spec, out);
  // The reader would give a file its type, where this one has none.
  const bool file = std::holds_alternative<stub::FileBody>(spec.body);
  if (file && !type_of_key(spec).empty() && std::ranges::none_of(spec.fields, &is_content_type)) {
    out["content_type"] = nullptr;
  }
  std::visit(BodyWriter{spec, out}, spec.body);
}

}  // namespace mimus::native
