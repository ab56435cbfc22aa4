#include "support/scenario.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <sstream>

namespace mimus::scenario {
namespace {

constexpr std::string_view kMarker = "=== ";

std::vector<std::string> words_of(std::string_view text) {
  std::istringstream in{std::string(text)};
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

// A marker line and the text up to the next one.
struct Section {
  int line = 0;
  std::vector<std::string> words;  // of the marker
  std::string text;
};

std::vector<Section> sections_of(std::string_view text) {
  std::vector<Section> sections;
  int number = 0;
  for (const std::string& line : lines_of(text)) {
    ++number;
    if (line.starts_with(kMarker)) {
      const std::string_view marker = std::string_view(line).substr(kMarker.size());
      sections.push_back({number, words_of(marker.substr(0, marker.find(" #"))), {}});
    } else if (!sections.empty()) {
      sections.back().text += line + '\n';
    }
  }
  return sections;
}

// Head lines, and the body behind the first blank line, without the line ends it stops with.
struct Message {
  std::vector<std::string> head;
  std::string body;
};

Message message_of(const std::string& text) {
  Message message;
  const std::size_t blank = text.starts_with('\n') ? 0 : text.find("\n\n");
  message.head = lines_of(std::string_view(text).substr(0, blank));
  if (blank != std::string::npos)
    message.body = text.substr(text.find_first_not_of('\n', blank) == std::string::npos
                                   ? text.size()
                                   : blank + (blank == 0 ? 1 : 2));
  while (message.body.ends_with('\n')) message.body.pop_back();
  return message;
}

Error at_line(int line, std::string message) {
  Error error = invalid(std::move(message));
  error.where.line = line;
  return error;
}

bool has_field(const std::vector<std::string>& head, std::string_view name) {
  return std::any_of(head.begin() + 1, head.end(), [name](const std::string& line) {
    return line.size() > name.size() && line[name.size()] == ':' &&
           std::equal(name.begin(), name.end(), line.begin(), [](char a, char b) {
             return std::tolower(static_cast<unsigned char>(a)) ==
                    std::tolower(static_cast<unsigned char>(b));
           });
  });
}

Result<Request> read_request(const Section& section) {
  const Message message = message_of(section.text);
  if (message.head.empty()) return at_line(section.line, "a request needs a line like 'GET /path'");
  Request request;
  const std::string& line = message.head.front();
  request.method = line.substr(0, line.find(' '));
  request.bytes = line + (line.find(" HTTP/") == std::string::npos ? " HTTP/1.1\r\n" : "\r\n");
  for (std::size_t i = 1; i < message.head.size(); ++i) request.bytes += message.head[i] + "\r\n";
  if (!has_field(message.head, "Host")) request.bytes += "Host: localhost\r\n";
  if (!message.body.empty() && !has_field(message.head, "Content-Length")) {
    request.bytes += "Content-Length: " + std::to_string(message.body.size()) + "\r\n";
  }
  request.bytes += "\r\n" + message.body;
  return request;
}

// "Name: value", "Name ~ expression", "(absent) Name", "(at least 50 ms)", "(closes)".
Status read_expectation(const std::string& line, int number, Response& response) {
  constexpr std::string_view kAbsent = "(absent) ", kAtLeast = "(at least ";
  if (line.starts_with(kAbsent)) {
    response.fields.push_back({FieldCheck::Kind::kAbsent, line.substr(kAbsent.size()), {}});
  } else if (line.starts_with(kAtLeast)) {
    response.at_least_ms = std::atof(line.c_str() + kAtLeast.size());
  } else if (line == "(closes)") {
    response.closes = true;
  } else if (const std::size_t tilde = line.find(" ~ "); tilde < line.find(':')) {
    response.fields.push_back(
        {FieldCheck::Kind::kMatches, line.substr(0, tilde), line.substr(tilde + 3)});
  } else if (const std::size_t colon = line.find(": "); colon != std::string::npos) {
    response.fields.push_back(
        {FieldCheck::Kind::kEquals, line.substr(0, colon), line.substr(colon + 2)});
  } else {
    return at_line(number, "'" + line + "' is not something to expect");
  }
  return Done{};
}

struct BodyCheckName {
  std::string_view name;
  BodyCheck check;
};
constexpr BodyCheckName kBodyChecks[] = {
    {"text", BodyCheck::kText},
    {"json", BodyCheck::kJson},
    {"contains", BodyCheck::kContains},
    {"matches", BodyCheck::kMatches},
};

Result<Response> read_response(const Section& section) {
  Response response;
  if (section.words.size() > 1) {
    const auto* row = std::ranges::find(kBodyChecks, section.words[1], &BodyCheckName::name);
    if (row == std::end(kBodyChecks)) {
      return at_line(section.line,
                     "'" + section.words[1] + "' is not text, json, contains or matches");
    }
    response.check = row->check;
  }
  Message message = message_of(section.text);
  if (message.head.empty()) return at_line(section.line, "a response needs a status");
  const std::string& first = message.head.front();
  response.result = first.substr(0, first.find(' '));
  if (response.result.size() < first.size())
    response.reason = first.substr(response.result.size() + 1);
  for (std::size_t i = 1; i < message.head.size(); ++i) {
    MIMUS_TRY_DONE(
        read_expectation(message.head[i], section.line + 1 + static_cast<int>(i), response));
  }
  response.body = std::move(message.body);
  if (response.check == BodyCheck::kNone && !response.body.empty()) {
    return at_line(section.line,
                   "how shall the body be compared: text, json, contains or matches?");
  }
  return response;
}

Result<Step> read_step(const Section& section) {
  const std::string kind = section.words.empty() ? "" : section.words[0];
  if (kind == "file" && section.words.size() == 2) {
    return Step{section.line, WriteFile{section.words[1], section.text}};
  }
  if (kind == "serve")
    return Step{section.line, Start{{section.words.begin() + 1, section.words.end()}}};
  if (kind == "refused") {
    std::vector<std::string> lines = lines_of(section.text);
    std::erase(lines, "");
    return Step{section.line, Refuse{std::move(lines)}};
  }
  if (kind == "request") {
    MIMUS_TRY(Request request, read_request(section));
    return Step{section.line, std::move(request)};
  }
  if (kind == "response") {
    MIMUS_TRY(Response response, read_response(section));
    return Step{section.line, std::move(response)};
  }
  return at_line(section.line,
                 "'" + kind + "' is not file NAME, serve, refused, request or response");
}

}  // namespace

Result<std::vector<Step>> parse(std::string_view text) {
  std::vector<Step> steps;
  for (const Section& section : sections_of(text)) {
    MIMUS_TRY(Step step, read_step(section));
    steps.push_back(std::move(step));
  }
  if (steps.empty()) return at_line(1, "a scenario has lines that begin with '=== '");
  return steps;
}

}  // namespace mimus::scenario
