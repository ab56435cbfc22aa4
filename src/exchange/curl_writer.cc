#include "curl_writer.h"

#include <algorithm>

#include "text/encoding.h"

namespace mimus::exchange {
namespace {

// 'it'\''s'
std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out + "'";
}

// Can it be pasted into a terminal as it is?
bool is_plain_text(std::string_view text) {
  const auto odd = [](unsigned char c) { return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f; };
  return text::is_valid_utf8(text) && std::none_of(text.begin(), text.end(), odd);
}

std::string without_controls(std::string_view text) {
  std::string out(text);
  std::erase_if(out, [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7f; });
  return out;
}

std::string absolute(const Request& request) {
  if (!split(request.url).authority.empty()) return request.url;
  const std::string_view path = request.url.starts_with('/') ? std::string_view(request.url) : "/";
  return "http://" + std::string(find(request.fields, "Host").value_or("localhost")) + std::string(path);
}

constexpr std::string_view kFraming[] = {"Content-Length", "Transfer-Encoding"};

bool is_curls_own(const http::OwnedField& field, std::string_view authority) {
  const auto same = [&](std::string_view name) { return http::same_name(name, field.name); };
  if (std::any_of(std::begin(kFraming), std::end(kFraming), same)) return true;
  return http::same_name(field.name, "Host") && field.value == authority;
}

class Command {
 public:
  explicit Command(std::string& out) : out_(out) {}
  void add(std::string_view option, std::string_view argument) {
    out_.append(" \\\n  ").append(option).append(" ").append(quoted(argument));
  }

 private:
  std::string& out_;
};

void add_fields(const Request& request, std::string_view authority, Command& command) {
  for (const http::OwnedField& field : request.fields) {
    if (!http::is_token(field.name) || is_curls_own(field, authority)) continue;
    const std::string value = without_controls(field.value);
    command.add("-H", value.empty() ? field.name + ";" : field.name + ": " + value);
  }
  const auto switch_off = [&](std::string_view name) {
    if (!find(request.fields, name)) command.add("-H", std::string(name) + ":");
  };
  switch_off("User-Agent");
  switch_off("Accept");
  if (!request.body.empty()) switch_off("Content-Type");
}

std::string method_option(const Request& request) {
  if (request.method == "HEAD" && request.body.empty()) return " --head";
  if (request.method == "GET" && request.body.empty()) return "";
  if (!http::is_token(request.method)) return "";
  const bool plain = std::all_of(request.method.begin(), request.method.end(),
                                 [](char c) { return (c >= 'A' && c <= 'Z') || c == '-'; });
  return " -X " + (plain ? request.method : quoted(request.method));
}

}  // namespace

void write_curl(const Exchange& exchange, std::string& out) {
  const Request& request = exchange.request;
  const std::string url = without_controls(absolute(request));
  const bool piped = !is_plain_text(request.body);
  if (piped) out += "printf %s " + quoted(text::base64_encode(request.body)) + " | base64 -d | ";
  out += "curl" + method_option(request);
  if (url.find_first_of("[]{}") != url.npos) out += " --globoff";
  if (url.find("/.") != url.npos) out += " --path-as-is";
  if (find(request.fields, "Accept-Encoding")) out += " --compressed";
  out += " " + quoted(url);
  Command command(out);
  add_fields(request, split(url).authority, command);
  if (piped) {
    command.add("--data-binary", "@-");
  } else if (!request.body.empty()) {
    command.add("--data-raw", request.body);
  }
  out += "\n";
}

}  // namespace mimus::exchange
