#include "answer.h"

#include <algorithm>
#include <array>

#include "base/hash.h"
#include "http/delivery.h"
#include "text/encoding.h"

namespace mimus::recording {
namespace {

// RFC 9110 §7.6.1 and what servers put into every message of their own.
constexpr std::string_view kDropped[] = {
    "connection", "keep-alive", "proxy-connection", "transfer-encoding", "te", "trailer", "upgrade", "content-length",
    "content-encoding", "date", "age", "via", "alt-svc", "server-timing", "proxy-authenticate", "strict-transport-security"};

bool is_kept(std::string_view name) {
  return std::ranges::none_of(kDropped, [&](std::string_view row) { return http::same_name(row, name); });
}

// In a field or a reason: what a file of stubs can hold. A backslash before braces that are no template has no form there.
bool can_be_said(std::string_view value) {
  return value.find("\\{{") == value.npos && text::is_valid_utf8(value) && std::ranges::none_of(value, [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F; });
}

bool has_expression(std::string_view text) { return text.find("{{") != text.npos; }

struct Extension {
  std::string_view type, extension;
};
constexpr Extension kExtensions[] = {
    {"json", "json"}, {"html", "html"}, {"xml", "xml"}, {"csv", "csv"}, {"css", "css"}, {"javascript", "js"},
    {"image/png", "png"}, {"image/jpeg", "jpg"}, {"image/gif", "gif"}, {"image/svg", "svg"}, {"image/webp", "webp"},
    {"pdf", "pdf"}, {"zip", "zip"}, {"text/", "txt"}};

std::string_view extension_of(std::string_view content_type) {
  const std::string type = text::to_lower_ascii(content_type);
  for (const Extension& row : kExtensions) {
    if (type.find(row.type) != type.npos) return row.extension;
  }
  return "bin";
}

// "/users/17/photo" -> "users-17-photo", then a hash of the bytes: equal bodies share a file.
std::string file_name(std::string_view path, const exchange::Response& response, const CondenseOptions& options) {
  std::string name;
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (plain) {
      name += c;
    } else if (!name.empty() && name.back() != '-') {
      name += '-';
    }
  }
  name.resize(std::min<std::size_t>(name.size(), 60));
  while (!name.empty() && name.back() == '-') name.pop_back();
  if (!name.empty()) name += '-';
  std::array<char, 16> hash{};
  std::uint64_t bits = hash_bytes(response.body);
  for (char& c : hash) {
    c = "0123456789abcdef"[bits & 15];
    bits >>= 4;
  }
  const auto type = exchange::find(response.fields, "Content-Type");
  return options.files_folder + "/" + name + std::string(hash.data(), hash.size()) + "." +
         std::string(extension_of(type.value_or("")));
}

stub::Body exact_body(const exchange::Response& response, std::string_view path, const CondenseOptions& options,
                      std::vector<BodyFile>& files) {
  const std::string& bytes = response.body;
  if (bytes.empty() || http::forbids_body(response.status)) return stub::NoBody{};
  if (bytes.size() > options.large_body) {
    std::string name = file_name(path, response, options);
    files.push_back({name, bytes});
    return stub::FileBody{std::move(name), options.files_root};
  }
  if (!text::is_valid_utf8(bytes)) return stub::BinaryBody{bytes};
  const std::string type = text::to_lower_ascii(exchange::find(response.fields, "Content-Type").value_or(""));
  if (type.find("json") != type.npos) {
    // Only JSON that is written as we write it: everything else keeps its blanks as text.
    if (auto value = json::parse(bytes); value && json::write(*value) == bytes) {
      return stub::JsonBody{*std::move(value), !has_expression(bytes)};
    }
  }
  return stub::TextBody{bytes, !has_expression(bytes)};
}

// What a stub says by itself: stub/compiled_stub.h.
std::string_view implied_type(const stub::Body& body) {
  if (std::holds_alternative<stub::JsonBody>(body)) return "application/json";
  if (std::holds_alternative<stub::TextBody>(body)) return "text/plain; charset=utf-8";
  if (std::holds_alternative<stub::BinaryBody>(body)) return "application/octet-stream";
  return "";
}

std::string type_of(const exchange::Response& response) {
  const auto type = exchange::find(response.fields, "Content-Type");
  return type ? "=" + std::string(*type) : "";
}

}  // namespace

std::vector<http::OwnedField> kept_fields(const exchange::Response& response) {
  std::vector<http::OwnedField> kept;
  for (const http::OwnedField& field : response.fields) {
    if (is_kept(field.name) && http::is_token(field.name) && can_be_said(field.value)) kept.push_back(field);
  }
  return kept;
}

std::vector<std::string> unsaid_fields(const exchange::Response& response) {
  std::vector<std::string> names;
  for (const http::OwnedField& field : response.fields) {
    if (is_kept(field.name) && http::is_token(field.name) && !can_be_said(field.value)) names.push_back(field.name);
  }
  return names;
}

std::string answer_key(const exchange::Response& response) {
  std::string key = content_key(response);
  for (const http::OwnedField& field : kept_fields(response)) {
    (((key += '\0') += text::to_lower_ascii(field.name)) += '\0') += field.value;
  }
  return key;
}

std::string content_key(const exchange::Response& response) {
  return std::to_string(response.status) + type_of(response) + '\n' + response.body;
}

bool can_answer(const exchange::Response& response) { return response.status >= 200 && response.status <= 599; }

void set_body(stub::ResponseSpec& spec, stub::Body body, const std::optional<std::string>& content_type) {
  const bool none = std::holds_alternative<stub::NoBody>(body);
  const std::string_view implied = implied_type(body);
  if (content_type ? *content_type != implied || none : !none) {
    spec.fields.insert(spec.fields.begin(), {"Content-Type", content_type.value_or("")});
  }
  spec.body = std::move(body);
}

stub::ResponseSpec exact_response(const exchange::Response& response, std::string_view path, const CondenseOptions& options,
                                  std::vector<BodyFile>& files) {
  stub::ResponseSpec spec;
  spec.status = response.status;
  if (response.reason != http::reason_phrase(response.status) && can_be_said(response.reason)) spec.reason = response.reason;
  std::optional<std::string> type;
  for (http::OwnedField& field : kept_fields(response)) {
    if (http::same_name(field.name, "Content-Type")) {
      if (!type) type = field.value;
    } else {
      if (has_expression(field.value)) spec.templated_fields = false;
      spec.fields.push_back(std::move(field));
    }
  }
  if (type && has_expression(*type)) spec.templated_fields = false;
  set_body(spec, exact_body(response, path, options, files), type);
  if (std::holds_alternative<stub::FileBody>(spec.body)) spec.root = options.files_root;
  return spec;
}

}  // namespace mimus::recording
