#include "wiremock_fields.h"

#include <algorithm>
#include <charconv>

namespace mimus::stub {
namespace {

constexpr std::uint64_t kLeastLength = 32;

std::string ascii_only(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) out += c;
    if (byte >= 0xc0) {  // the first byte of a character
      out += '?';
      if (byte >= 0xf0) out += '?';  // two characters in Java
    }
  }
  return out;
}

const http::OwnedField* find_field(const std::vector<http::OwnedField>& fields,
                                   std::string_view name) {
  const auto found = std::ranges::find_if(
      fields, [name](const http::OwnedField& field) { return http::same_name(field.name, name); });
  return found == fields.end() ? nullptr : &*found;
}

}  // namespace

bool names_field(const std::vector<http::OwnedField>& fields, std::string_view name) {
  return find_field(fields, name) != nullptr;
}

void append_matched_fields(const Stub& stub, std::vector<http::OwnedField>& fields) {
  fields.push_back({"Matched-Stub-Id", stub.id.value.text()});
  const std::string& name = stub.more->name;
  if (!name.empty()) fields.push_back({"Matched-Stub-Name", ascii_only(name)});
}

bool take_chunked(const Pace& pace, std::vector<http::OwnedField>& fields) {
  const auto named = std::erase_if(fields, [](const http::OwnedField& field) {
    return http::same_name(field.name, "Transfer-Encoding");
  });
  return (pace.chunked || named != 0) && !names_field(fields, "Content-Length");
}

bool may_gzip(const std::vector<http::OwnedField>& fields, std::string_view body) {
  if (body.empty() || names_field(fields, "Content-Encoding")) return false;
  const http::OwnedField* length = find_field(fields, "Content-Length");
  if (length == nullptr) return true;
  std::uint64_t bytes = 0;
  const char* const end = length->value.data() + length->value.size();
  const auto read = std::from_chars(length->value.data(), end, bytes);
  return read.ec == std::errc() && read.ptr == end && bytes >= kLeastLength;
}

void to_gzip_fields(std::vector<http::OwnedField>& fields) {
  std::erase_if(fields, [](const http::OwnedField& field) {
    return http::same_name(field.name, "Content-Length");
  });
  fields.push_back({"Content-Encoding", "gzip"});
}

http::PreparedResponse server_error(std::string_view why, std::string_view beside) {
  std::string page =
      "<html><head><title>Error 500 Server Error</title></head><body><h2>HTTP ERROR 500</h2><pre>";
  for (const char c : why) {
    if (c == '<') {
      page += "&lt;";
    } else if (c == '&') {
      page += "&amp;";
    } else {
      page += c;
    }
  }
  page += "</pre></body></html>\n";
  return http::PreparedResponse::make(500, "Server Error",
                                      {{"Content-Type", "text/html;charset=utf-8"}}, page, beside);
}

}  // namespace mimus::stub
