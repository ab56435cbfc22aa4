#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/chance.h"
#include "base/clock.h"
#include "base/result.h"
#include "facts/request_facts.h"
#include "http/message.h"
#include "json/json.h"

namespace mimus::render {

// What an expression can ask for. Borrowed for one rendering; chance is that of this very answer: each
// expression forks it by its own text and by how many equal ones stand before it in its template, so one more
// expression changes no other's luck, and the first {{uuid}} of a header is the first {{uuid}} of the body.
struct Scope {
  facts::RequestFacts& facts;
  std::span<const facts::NameValue> path;  // captures, percent-decoded
  WallTime now;
  Chance chance;
  std::uint64_t count = 0;                 // how often this stub has answered this request before
};

// Text with {{expressions}}, compiled. Expressions: path.NAME, query.NAME, header.NAME, cookie.NAME,
// form.NAME, body, body.MEMBER.MEMBER[0], method, url, count, uuid, now, date, timestamp,
// random LOW HIGH. What is absent renders as nothing. \{{ stands for literal braces, \\{{ for a backslash
// before an expression (as in Handlebars). Immutable; copies share; any thread. Hot: render() only appends.
class Template {
 public:
  Template();                                              // renders nothing
  static Result<Template> compile(std::string_view text);  // errors: byte offset into text
  static Template literal(std::string text);               // renders just this, braces and all
  bool constant() const;                                   // holds no expression
  std::string_view constant_text() const;                  // what a constant one renders; valid while *this lives
  void render(const Scope& scope, std::string& out) const;

 private:
  struct Compiled;
  std::shared_ptr<const Compiled> compiled_;
};

// A JSON document whose strings may hold expressions. A string that is one expression becomes the value
// with its type ({"id": "{{body.id}}"} stays a number); text around expressions stays text, escaped.
// Whatever the data, the output is one valid JSON document: what is not UTF-8 becomes U+FFFD, what is absent null.
// Types: members of the body keep theirs; count, timestamp and random are numbers; a part of the path is a number
// where that loses nothing (/users/42, not /zip/00501 nor /v/1.10), else a string; all others are strings.
// Member names may hold expressions too; those are text.
class JsonTemplate {
 public:
  JsonTemplate();  // renders null
  static Result<JsonTemplate> compile(const json::Value& document);  // errors: JSON pointer + offset
  bool constant() const;
  std::string_view constant_text() const;                            // as Template's
  void render(const Scope& scope, std::string& out) const;

 private:
  struct Compiled;
  std::shared_ptr<const Compiled> compiled_;
};

// Appends a rendered header value: CR, LF and NUL, which would end or break the header, are left out.
void append_header_value(std::string_view value, std::string& out);

// A whole response with expressions in it.
struct ResponseTemplate {
  enum class Kind : std::uint8_t { kNone, kJson, kText, kFile } kind = Kind::kNone;
  int status = 200;
  std::string reason;
  std::vector<std::pair<std::string, Template>> fields;
  JsonTemplate json;
  Template text;          // the body of kText; the path of kFile
  std::string root;       // of kFile
  bool file_templated = false;
};

// The expressions that templates know, for help and completion.
struct ExpressionRow {
  std::string_view name;     // "random"
  std::string_view usage;    // "{{random 1 6}}"
  std::string_view summary;  // "a whole number between the two, both included"
};
std::span<const ExpressionRow> expression_table();

}  // namespace mimus::render
