#include "curl_reader.h"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "shell_words.h"
#include "text/encoding.h"
#include "text/percent.h"

namespace mimus::formats {
namespace {

// What a command line says before it is put together.
struct Command {
  std::vector<std::string> urls;
  std::string method, body, query;
  std::vector<http::OwnedField> fields;
  std::vector<std::string> files;  // that it would have read
  bool has_body = false, form = false, as_query = false, head = false, json = false;
};

void add_piece(std::string_view piece, char between, std::string& out) {
  if (!out.empty()) out += between;
  out += piece;
}

void add_data(std::string_view value, bool from_file, Command& out) {
  if (from_file && value.starts_with('@')) {
    out.files.emplace_back(value.substr(1));
    value = {};
  }
  if (out.has_body && !out.json) out.body += '&';
  out.body += value;
  out.has_body = true;
}

// content, =content, name=content, @file, name@file.
void add_encoded(std::string_view value, Command& out) {
  const std::size_t mark = value.find_first_of("=@");
  if (mark != value.npos && value[mark] == '@') {
    out.files.emplace_back(value.substr(mark + 1));
    return add_data(std::string(value.substr(0, mark)) + (mark > 0 ? "=" : ""), false, out);
  }
  if (mark == value.npos) return add_data(text::percent_encode(value), false, out);
  const std::string name = mark == 0 ? "" : std::string(value.substr(0, mark + 1));
  add_data(name + text::percent_encode(value.substr(mark + 1)), false, out);
}

void add_header(std::string_view line, Command& out) {
  const std::size_t colon = line.find_first_of(":;");
  if (colon == line.npos || colon == 0) return;
  const std::string_view value = text::trim(line.substr(colon + 1));
  if (line[colon] == ':' && value.empty()) return;  // "Accept:" switches a field off
  out.fields.push_back({std::string(line.substr(0, colon)), std::string(value)});
}

struct Option {
  std::string_view name;
  char letter;
  void (*take)(std::string_view value, Command& out);  // nullptr: has a value, without a bearing on the request
};
constexpr Option kOptions[] = {
    {"request", 'X', [](std::string_view value, Command& out) { out.method = value; }},
    {"header", 'H', &add_header},
    {"data", 'd', [](std::string_view value, Command& out) { add_data(value, true, out); }},
    {"data-ascii", 0, [](std::string_view value, Command& out) { add_data(value, true, out); }},
    {"data-binary", 0, [](std::string_view value, Command& out) { add_data(value, true, out); }},
    {"data-raw", 0, [](std::string_view value, Command& out) { add_data(value, false, out); }},
    {"data-urlencode", 0, &add_encoded},
    {"json", 0,
     [](std::string_view value, Command& out) {
       out.json = true;
       add_data(value, true, out);
     }},
    {"form", 'F',
     [](std::string_view value, Command& out) {
       out.form = true;
       if (const std::size_t at = value.find("=@"); at != value.npos) out.files.emplace_back(value.substr(at + 2));
     }},
    {"form-string", 0, [](std::string_view, Command& out) { out.form = true; }},
    {"user", 'u',
     [](std::string_view value, Command& out) {
       out.fields.push_back({"Authorization", "Basic " + text::base64_encode(value)});
     }},
    {"oauth2-bearer", 0,
     [](std::string_view value, Command& out) { out.fields.push_back({"Authorization", "Bearer " + std::string(value)}); }},
    {"user-agent", 'A', [](std::string_view value, Command& out) { out.fields.push_back({"User-Agent", std::string(value)}); }},
    {"referer", 'e', [](std::string_view value, Command& out) { out.fields.push_back({"Referer", std::string(value)}); }},
    {"cookie", 'b',
     [](std::string_view value, Command& out) {
       if (value.find('=') != value.npos) out.fields.push_back({"Cookie", std::string(value)});
     }},
    {"upload-file", 'T',
     [](std::string_view value, Command& out) {
       out.files.emplace_back(value);
       if (out.method.empty()) out.method = "PUT";
     }},
    {"url", 0, [](std::string_view value, Command& out) { out.urls.emplace_back(value); }},
    {"url-query", 0, [](std::string_view value, Command& out) { add_piece(value, '&', out.query); }},
    {"output", 'o', nullptr}, {"max-time", 'm', nullptr}, {"proxy", 'x', nullptr}, {"cookie-jar", 'c', nullptr},
    {"write-out", 'w', nullptr}, {"cert", 'E', nullptr}, {"range", 'r', nullptr}, {"config", 'K', nullptr},
    {"dump-header", 'D', nullptr}, {"continue-at", 'C', nullptr}, {"quote", 'Q', nullptr}, {"proxy-user", 'U', nullptr},
    {"speed-limit", 'Y', nullptr}, {"speed-time", 'y', nullptr}, {"time-cond", 'z', nullptr}, {"telnet-option", 't', nullptr},
    {"connect-timeout", 0, nullptr}, {"retry", 0, nullptr}, {"retry-delay", 0, nullptr}, {"retry-max-time", 0, nullptr},
    {"max-redirs", 0, nullptr}, {"cacert", 0, nullptr}, {"capath", 0, nullptr}, {"key", 0, nullptr},
    {"resolve", 0, nullptr}, {"connect-to", 0, nullptr}, {"limit-rate", 0, nullptr}, {"interface", 0, nullptr},
    {"ciphers", 0, nullptr}, {"tls-max", 0, nullptr}, {"cert-type", 0, nullptr}, {"key-type", 0, nullptr},
    {"pass", 0, nullptr}, {"unix-socket", 0, nullptr}, {"aws-sigv4", 0, nullptr}, {"noproxy", 0, nullptr},
    {"stderr", 0, nullptr}, {"trace", 0, nullptr}, {"trace-ascii", 0, nullptr}, {"proto", 0, nullptr},
    {"proto-default", 0, nullptr}, {"doh-url", 0, nullptr}, {"max-filesize", 0, nullptr}, {"socks5", 0, nullptr},
    {"socks5-hostname", 0, nullptr}, {"netrc-file", 0, nullptr}, {"output-dir", 0, nullptr}, {"request-target", 0, nullptr},
};

// Those without a value that matter; all others go by.
void take_flag(std::string_view name, char letter, Command& out) {
  if (name == "get" || letter == 'G') out.as_query = true;
  if (name == "head" || letter == 'I') out.head = true;
}

// The words of one command, from behind "curl".
Command read_words(std::span<const std::string> words) {
  Command out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    if (word.size() < 2 || word.front() != '-') {
      if (word != "-") out.urls.emplace_back(word);
      continue;
    }
    std::optional<std::string_view> value;
    const Option* option = nullptr;
    if (word.starts_with("--")) {
      const std::size_t equals = word.find('=');
      const std::string_view name = word.substr(2, equals == word.npos ? word.npos : equals - 2);
      option = std::ranges::find(kOptions, name, &Option::name);
      if (option == std::end(kOptions)) {
        take_flag(name, 0, out);
        continue;
      }
      if (equals != word.npos) value = word.substr(equals + 1);
    } else {
      std::size_t at = 1;
      for (; at < word.size(); ++at) {
        option = std::ranges::find(kOptions, word[at], &Option::letter);
        if (option != std::end(kOptions)) break;
        take_flag({}, word[at], out);
      }
      if (at >= word.size()) continue;
      if (at + 1 < word.size()) value = word.substr(at + 1);
    }
    if (!value && i + 1 < words.size()) value = words[++i];
    if (value && option->take != nullptr) option->take(*value, out);
  }
  return out;
}

std::string whole_url(std::string url) {
  if (url.find("://") == std::string::npos) url.insert(0, "http://");
  return url.substr(0, url.find('#'));
}

void add_default(std::string_view name, std::string_view value, std::vector<http::OwnedField>& fields) {
  if (!exchange::find(fields, name)) fields.push_back({std::string(name), std::string(value)});
}

Recorded put_together(const Command& command, std::string_view url) {
  Recorded recorded;
  exchange::Request& request = recorded.exchange.request;
  request.url = whole_url(std::string(url));
  request.fields = command.fields;
  std::string query = command.query;
  if (command.as_query) {
    if (command.has_body) add_piece(command.body, '&', query);
  } else {
    request.body = command.body;
  }
  if (!query.empty()) request.url += (request.url.find('?') == std::string::npos ? '?' : '&') + query;
  const bool sends = (command.has_body && !command.as_query) || command.form;
  request.method = !command.method.empty() ? command.method : command.head ? "HEAD" : sends ? "POST" : "GET";
  if (command.form) {
    add_default("Content-Type", "multipart/form-data", request.fields);
  } else if (command.json) {
    add_default("Content-Type", "application/json", request.fields);
  } else if (command.has_body && !command.as_query) {
    add_default("Content-Type", "application/x-www-form-urlencoded", request.fields);
  }
  recorded.exchange.failure = kUnknown;
  return recorded;
}

}  // namespace

Result<Recordings> read_curl(std::string_view text) {
  Recordings out;
  for (const std::vector<std::string>& words : shell_words(text, shell_of(text))) {
    const auto curl = std::ranges::find_if(words, [](const std::string& word) {
      return word == "curl" || word == "curl.exe" || word.ends_with("/curl");
    });
    if (curl == words.end()) continue;
    const auto behind = static_cast<std::size_t>(curl - words.begin()) + 1;
    const Command command = read_words(std::span(words).subspan(behind));
    for (const std::string& url : command.urls) {
      out.all.push_back(put_together(command, url));
      for (const std::string& file : command.files) {
        out.report.approximated.push_back({out.all.back().exchange.request.method + " " + url, "the file '" + file + "' is not read"});
      }
    }
  }
  if (out.all.empty()) return invalid("no curl command with a URL", "curl https://api.example.com/users");
  return out;
}

}  // namespace mimus::formats
