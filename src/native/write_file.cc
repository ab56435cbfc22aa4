#include <algorithm>
#include <map>
#include <optional>

#include "path_value.h"
#include "write.h"
#include "yaml/write.h"

namespace mimus::native {
namespace {
namespace fs = std::filesystem;

void write_comment(std::string_view text, int indent, std::string& out) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    out.append(static_cast<std::size_t>(indent), ' ') += "# ";
    for (const char c : text.substr(0, end)) out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    out += '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

// A blank line between routes; behind a text that ends in blank lines, and keeps them, it would be one more of them.
void write_gap(std::string& out) {
  if (!out.ends_with("\n\n")) out += '\n';
}

// ---- seed 2's form -----------------------------------------------------------------------------

bool is_path_value(const stub::Stub& stub) {
  if (stub.request.path.kind() != match::PathPattern::Kind::kPrefix || stub.request.path.raw())
    return false;
  const auto* body = std::get_if<stub::JsonBody>(&stub.responses[0].body);
  if (body == nullptr) return false;
  const json::Value document =
      json::Object{{"PATH", stub.request.path.text()}, {"VALUE", body->value}};
  Faults faults;
  Context context{faults, {}, {}};
  auto same = read_path_value(context, document, Place{});
  if (!same) return false;
  same->id = stub.id;
  same->origin = stub.origin;
  return *same == stub;
}

std::string write_path_values(std::span<const stub::Stub> stubs) {
  std::string out;
  for (const stub::Stub& stub : stubs) {
    const auto& body = std::get<stub::JsonBody>(stub.responses[0].body);
    yaml::write_item(json::Object{{"PATH", stub.request.path.text()}, {"VALUE", body.value}}, out);
  }
  return out;
}

// ---- what all routes share ---------------------------------------------------------------------

bool includes_files(const stub::Body& body) {
  if (const auto* text = std::get_if<stub::TextBody>(&body))
    return text->templated && text->text.find("include") != std::string::npos;
  const auto* value = std::get_if<stub::JsonBody>(&body);
  return value != nullptr && value->templated &&
         json::write(value->value).find("include") != std::string::npos;
}

// Where the body files of all stubs are, and what their templates include. Nothing: there are none.
std::optional<fs::path> common_files(std::span<const stub::Stub> stubs) {
  std::optional<fs::path> common;
  const auto look = [&](const stub::ResponseSpec& spec) {
    const auto* file = std::get_if<stub::FileBody>(&spec.body);
    if (file != nullptr)
      common = file->root;
    else if (!common && !spec.root.empty() && includes_files(spec.body))
      common = spec.root;
  };
  for (const stub::Stub& stub : stubs) std::ranges::for_each(stub.responses, look);
  return common;
}

std::string folder_setting(const fs::path& files, const fs::path& folder) {
  if (folder.empty()) return files.string();
  const fs::path relative = files.lexically_relative(fs::absolute(folder).lexically_normal());
  return relative.empty() ? files.string() : relative.string();
}

// The file with a resource's rows is named from where the reader looks.
void name_data_from(const fs::path& folder, json::Value& route) {
  json::Value* const data = route.get_object().if_contains("data");
  if (data == nullptr || !data->is_string()) return;
  const fs::path near = fs::path(std::string(data->get_string())).lexically_relative(folder);
  if (!near.empty()) *data = near.string();
}

bool all_without_cors(const std::vector<Route>& routes) {
  return routes.size() > 1 && std::ranges::all_of(routes, [](const Route& route) {
           const json::Value* cors = route.document.get_object().if_contains("cors");
           return cors != nullptr && *cors == json::Value(false);
         });
}

}  // namespace

WrittenFile write_file(std::span<const stub::Stub> stubs, const WriteOptions& options) {
  WrittenFile file;
  write_comment(options.title, 0, file.text);
  file.lost.resize(stubs.size());
  if (!stubs.empty() && options.more.empty() && std::ranges::all_of(stubs, &is_path_value)) {
    file.text += write_path_values(stubs);
    return file;
  }
  std::vector<Route> routes;
  for (const stub::Stub& stub : stubs) routes.push_back(to_document(stub));
  const auto files = common_files(stubs);
  if (files) {
    const std::string setting = folder_setting(*files, options.folder);
    if (setting != ".") yaml::write(json::Object{{"files", setting}}, file.text);
  }
  if (!options.folder.empty()) {
    const fs::path root = files ? *files : fs::absolute(options.folder).lexically_normal();
    for (Route& route : routes) name_data_from(root, route.document);
  }
  if (all_without_cors(routes)) {
    file.text += "cors: false\n";
    for (Route& route : routes) route.document.get_object().erase("cors");
  }
  file.text += stubs.empty() && options.more.empty() ? "routes: []\n" : "routes:\n";
  for (std::size_t i = 0; i < routes.size(); ++i) {
    if (i > 0) write_gap(file.text);
    for (const std::string& phrase : routes[i].lost)
      write_comment("not taken over: " + phrase, 2, file.text);
    yaml::write_item(routes[i].document, file.text, 2);
    file.lost[i] = std::move(routes[i].lost);
  }
  for (const json::Value& document : options.more) {
    if (!file.text.ends_with("routes:\n")) write_gap(file.text);
    yaml::write_item(document, file.text, 2);
  }
  return file;
}

}  // namespace mimus::native
