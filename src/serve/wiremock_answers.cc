#include "wiremock_answers.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include "file_response.h"
#include "http/conditional.h"
#include "http/prepared_response.h"
#include "root_file.h"
#include "text/percent.h"

namespace mimus::serve {
namespace {

namespace fs = std::filesystem;

constexpr std::array kGzipMethods = {"GET", "POST", "PUT", "PATCH", "DELETE"};
constexpr std::array kWelcomeFiles = {"index.json", "index.html", "index.xml", "index.txt"};

std::string_view trimmed(std::string_view text) {
  const std::size_t first = std::min(text.find_first_not_of(" \t"), text.size());
  text.remove_prefix(first);
  return text.substr(0, text.find_last_not_of(" \t") + 1);
}

// "gzip", "gzip;q=0.5"; not "gzip;q=0", nor any other coding.
bool is_gzip(std::string_view item) {
  const std::size_t semicolon = std::min(item.find(';'), item.size());
  if (!http::same_name(trimmed(item.substr(0, semicolon)), "gzip")) return false;
  const std::string_view weight = trimmed(item.substr(std::min(semicolon + 1, item.size())));
  return !weight.starts_with("q=0") || weight.find_first_of("123456789") != std::string_view::npos;
}

// The file of a path: itself, or the welcome file of a folder. Relative to the root; "" for none.
std::string find_static(std::string_view path, const std::string& root) {
  const auto found = find_inside(path, root);
  std::error_code failure;
  if (!found) return "";
  if (fs::is_regular_file(*found, failure)) return std::string(path);
  for (const char* welcome : kWelcomeFiles) {
    std::string inside = std::string(path) + "/" + welcome;
    const auto file = find_inside(inside, root);
    if (file && fs::is_regular_file(*file, failure)) return inside;
  }
  return "";
}

// Without parameters; a name without extension is taken for JSON.
std::string static_type(std::string_view path) {
  const std::string name = fs::path(path).filename().string();
  if (name.find('.') == std::string::npos) return "application/json";
  const std::string_view type = http::media_type_for(name);
  return std::string(type.substr(0, type.find(';')));
}

}  // namespace

bool takes_gzip(const http::Request& request) {
  if (std::ranges::find(kGzipMethods, request.method) == kGzipMethods.end()) return false;
  for (const http::HeaderField& field : request.fields) {
    if (!http::same_name(field.name, "Accept-Encoding")) continue;
    for (std::string_view rest = field.value; !rest.empty();) {
      const std::size_t comma = std::min(rest.find(','), rest.size());
      if (is_gzip(rest.substr(0, comma))) return true;
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
  }
  return false;
}

void append_stub_cors(const http::Request& request, std::vector<http::OwnedField>& fields) {
  fields.push_back({"Vary", "Origin"});
  const auto origin = request.header("Origin");
  if (!origin) return;
  fields.push_back({"Access-Control-Allow-Origin", std::string(*origin)});
  fields.push_back({"Access-Control-Allow-Credentials", "true"});
}

void answer_preflight(const http::Request& request, Arena& arena, server::Reply& reply) {
  std::vector<http::OwnedField> fields;
  append_stub_cors(request, fields);
  fields.push_back({"Access-Control-Max-Age", "1800"});
  fields.push_back({"Access-Control-Allow-Methods", "OPTIONS,GET,POST,PUT,PATCH,DELETE"});
  fields.push_back({"Access-Control-Allow-Headers",
                    std::string(request.header("Access-Control-Request-Headers").value_or(""))});
  std::string head;
  http::write_head(200, "", fields, 0, head);
  reply.status = 200;
  reply.head = arena.copy(head);
}

bool answer_static(const Snapshot& snapshot, const http::Request& request, Arena& arena,
                   server::Reply& reply) {
  if (request.method != "GET" || !request.path.starts_with('/')) return false;
  const std::string path =
      find_static(text::percent_decode(request.path, arena), snapshot.static_root);
  if (path.empty()) return false;
  std::vector<http::OwnedField> fields{{"Content-Type", static_type(path)}};
  FileAnswer file = answer_file(path, snapshot.static_root, request, 200, fields, false);
  if (file.status == 404) return false;  // gone meanwhile
  std::erase_if(fields, [](const auto& field) { return http::same_name(field.name, "ETag"); });
  if (snapshot.cors.enabled) append_stub_cors(request, fields);
  std::string head;
  const std::uint64_t size = file.stream ? file.size : file.body.size();
  http::write_head(file.status, "", fields,
                   http::forbids_body(file.status) ? -1 : static_cast<std::int64_t>(size), head);
  reply.status = file.status;
  reply.head = arena.copy(head);
  reply.body = arena.copy(file.body);
  reply.stream = std::move(file.stream);
  return true;
}

}  // namespace mimus::serve
