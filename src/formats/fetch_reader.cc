#include "fetch_reader.h"

#include <algorithm>
#include <utility>

#include "members.h"
#include "script_literal.h"
#include "text/encoding.h"
#include "text/percent.h"

namespace mimus::formats {
namespace {

// {"a": "1"}, or [["a", "1"]], as name and value.
std::vector<http::OwnedField> fields_of(const json::Value* headers) {
  std::vector<http::OwnedField> fields;
  if (headers == nullptr) return fields;
  if (const json::Object* by_name = headers->if_object()) {
    for (const auto& one : *by_name) fields.push_back({std::string(one.key()), text_of(one.value())});
  } else if (const json::Array* pairs = headers->if_array()) {
    for (const json::Value& pair : *pairs) {
      const json::Array* both = pair.if_array();
      if (both != nullptr && both->size() == 2) fields.push_back({text_of((*both)[0]), text_of((*both)[1])});
    }
  }
  std::erase_if(fields, [](const http::OwnedField& field) { return field.name.empty() || field.name.front() == ':'; });
  return fields;
}

void set_body(const json::Value& body, exchange::Request& request) {
  if (const json::Object* form = body.if_object()) {  // URLSearchParams
    for (const auto& one : *form) {
      if (!request.body.empty()) request.body += '&';
      request.body += text::percent_encode(one.key()) + '=' + text::percent_encode(text_of(one.value()));
    }
    if (!exchange::find(request.fields, "Content-Type")) {
      request.fields.push_back({"Content-Type", "application/x-www-form-urlencoded"});
    }
  } else {
    request.body = text_of(body);
  }
}

Recorded recorded_of(std::string url, const json::Value& options) {
  Recorded recorded;
  exchange::Request& request = recorded.exchange.request;
  request.url = url.substr(0, url.find('#'));
  request.method = text_at(options, "method");
  if (request.method.empty()) request.method = "GET";
  request.fields = fields_of(member(options, "headers"));
  if (const json::Value* body = member(options, "body")) set_body(*body, request);
  if (const std::string referrer = text_at(options, "referrer"); !referrer.empty()) request.fields.push_back({"Referer", referrer});
  recorded.exchange.failure = kUnknown;
  return recorded;
}

void skip_blanks(std::string_view text, std::size_t& at) {
  at = std::min(text.find_first_not_of(" \t\r\n", at), text.size());
}

// ---- PowerShell --------------------------------------------------------------------------------

struct PowerShell {
  std::string_view text;
  std::size_t at = 0;

  char peek() const { return at < text.size() ? text[at] : '\0'; }
  // Blanks, and a backtick at the end of a line.
  void blanks() {
    for (;;) {
      skip_blanks(text, at);
      if (peek() != '`') return;
      ++at;
    }
  }

  std::string quoted() {
    const char quote = text[at++];
    std::string out;
    while (at < text.size()) {
      char c = text[at++];
      if (c == quote) {
        if (peek() != quote) break;
        ++at;
      } else if (c == '`' && quote == '"' && at < text.size()) {
        c = text[at++];
        if (c == 'n') c = '\n';
        if (c == 'r') c = '\r';
        if (c == 't') c = '\t';
      }
      out += c;
    }
    return out;
  }

  // Up to a blank.
  std::string word() {
    std::string out;
    while (at < text.size() && std::string_view(" \t\r\n=;}").find(peek()) == std::string_view::npos) out += text[at++];
    return out;
  }

  std::string scalar() {
    blanks();
    if (peek() == '"' || peek() == '\'') return quoted();
    if (text.substr(at, 2) == "([") {  // ([System.Text.Encoding]::UTF8.GetBytes("…"))
      at = std::min(text.find_first_of("\"'", at), text.size());
      std::string out = at < text.size() ? quoted() : "";
      while (peek() == ')') ++at;
      return out;
    }
    return word();
  }

  // @{ "a"="1"; "b"="2" }
  std::vector<http::OwnedField> table() {
    std::vector<http::OwnedField> out;
    at += 2;
    for (blanks(); at < text.size() && peek() != '}'; blanks()) {
      if (peek() == ';') {
        ++at;
        continue;
      }
      std::string name = scalar();
      blanks();
      if (peek() != '=') break;
      ++at;
      out.push_back({std::move(name), scalar()});
    }
    at = std::min(at + 1, text.size());
    return out;
  }
};

Recorded read_call(PowerShell& in) {
  Recorded recorded;
  exchange::Request& request = recorded.exchange.request;
  request.method = "GET";
  std::string type;
  for (in.blanks(); in.peek() == '-'; in.blanks()) {
    const std::string name = text::to_lower_ascii(in.word());
    in.blanks();
    if (name == "-headers" && in.text.substr(in.at, 2) == "@{") {
      for (http::OwnedField& field : in.table()) request.fields.push_back(std::move(field));
      continue;
    }
    if (in.peek() == '-') continue;  // a flag: -UseBasicParsing
    std::string value = in.scalar();
    if (name == "-uri") request.url = std::move(value);
    else if (name == "-method") request.method = std::move(value);
    else if (name == "-contenttype") type = std::move(value);
    else if (name == "-body") request.body = std::move(value);
  }
  std::erase_if(request.fields, [](const http::OwnedField& field) {
    return !http::is_token(field.name) || text::equal_ignoring_case(field.name, "method") || text::equal_ignoring_case(field.name, "path") ||
           text::equal_ignoring_case(field.name, "scheme") || text::equal_ignoring_case(field.name, "authority");
  });
  if (!type.empty()) request.fields.push_back({"Content-Type", std::move(type)});
  request.method = [&] {
    std::string upper = request.method;
    std::ranges::transform(upper, upper.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return upper;
  }();
  recorded.exchange.failure = kUnknown;
  return recorded;
}

}  // namespace

Result<Recordings> read_fetch(std::string_view text) {
  Recordings out;
  constexpr std::string_view kCall = "fetch(";
  for (std::size_t at = text.find(kCall); at != text.npos; at = text.find(kCall, at)) {
    at += kCall.size();
    MIMUS_TRY(const json::Value url, read_script_literal(text, at));
    json::Value options = json::Object{};
    skip_blanks(text, at);
    if (at < text.size() && text[at] == ',') {
      ++at;
      skip_blanks(text, at);
      if (at < text.size() && text[at] != ')') {
        MIMUS_TRY(options, read_script_literal(text, at));
      }
    }
    if (!url.is_string()) return invalid("fetch() without the text of a URL");
    out.all.push_back(recorded_of(text_of(url), options));
  }
  if (out.all.empty()) return invalid("no call of fetch()", R"(fetch("https://api.example.com/users"))");
  return out;
}

Result<Recordings> read_powershell(std::string_view text) {
  Recordings out;
  for (const std::string_view call : {"Invoke-WebRequest", "Invoke-RestMethod"}) {
    for (std::size_t at = text.find(call); at != text.npos; at = text.find(call, at)) {
      PowerShell in{text, at + call.size()};
      Recorded recorded = read_call(in);
      at = in.at;
      if (!recorded.exchange.request.url.empty()) out.all.push_back(std::move(recorded));
    }
  }
  if (out.all.empty()) return invalid("no Invoke-WebRequest with a -Uri");
  return out;
}

}  // namespace mimus::formats
