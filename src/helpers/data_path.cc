#include "data_path.h"

namespace mimus::helpers {

using handlebars::Call;
using handlebars::Value;

std::vector<std::string> DataPath::segments(std::string_view text) {
  std::vector<std::string> parts;
  if (text.empty()) return parts;
  parts.emplace_back();
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i).starts_with("\\.")) {
      parts.back() += text[++i];
    } else if (text[i] == '.') {
      parts.emplace_back();
    } else {
      parts.back() += text[i];
    }
  }
  return parts;
}

DataPath DataPath::compile(std::string_view text) {
  DataPath path;
  if (!text.starts_with('$')) {
    path.segments_ = segments(text);
    return path;
  }
  auto compiled = jsonpath::Path::compile(text, jsonpath::Dialect::kJayway);
  path.faulty_ = !compiled;
  if (compiled) path.json_path_ = *std::move(compiled);
  return path;
}

Value DataPath::find(const Value& value, const Call& call) const {
  if (faulty_) return {};
  if (!json_path_) {
    Value found = value;
    for (const std::string& segment : segments_) {
      found = handlebars::member(found, segment, call.dialect(), call.arena());
    }
    return found;
  }
  if (!value.is_list_like() && !value.is_map_like()) return {};
  const json::Value& document = handlebars::as_document(value, call.dialect(), call.arena());
  if (json_path_->singular()) {
    const json::Value* found = json_path_->at(document);
    return found == nullptr ? Value() : Value::json(*found);
  }
  const auto read = json_path_->read(document);
  if (!read || !*read) return {};
  const bool nothing = !json_path_->definite() && (*read)->get_array().empty();
  return nothing ? Value() : Value::json(call.keep(**read));
}

Value at_path(Call& call, const Value& value, std::size_t argument) {
  const Value path = call.arg(argument);
  if (!path.is_text() || path.as_text().empty()) return value;
  if (const DataPath* prepared = call.prepared<DataPath>()) return prepared->find(value, call);
  return DataPath::compile(path.as_text()).find(value, call);
}

}  // namespace mimus::helpers
