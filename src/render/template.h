#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/chance.h"
#include "base/clock.h"
#include "base/result.h"
#include "facts/request_facts.h"
#include "http/message.h"
#include "json/json.h"

namespace mimus::render {

// What an expression can ask for. Borrowed for one rendering; chance is that of this very answer.
struct Scope {
  facts::RequestFacts& facts;
  std::span<const facts::NameValue> path;  // captures, percent-decoded
  WallTime now;
  Chance chance;
  std::uint64_t count = 0;                 // how often this stub has answered this request before
};

// Text with {{expressions}}, compiled. Expressions: path.NAME, query.NAME, header.NAME, cookie.NAME,
// form.NAME, body, body.MEMBER.MEMBER[0], method, url, count, uuid, now, date, timestamp,
// random LOW HIGH. What is absent renders as nothing. Immutable; copies share; any thread.
class Template {
 public:
  Template();                                              // renders nothing
  static Result<Template> compile(std::string_view text);  // errors: byte offset into text
  bool constant() const;                                   // holds no expression
  void render(const Scope& scope, std::string& out) const;

 private:
  struct Compiled;
  std::shared_ptr<const Compiled> compiled_;
};

// A JSON document whose strings may hold expressions. A string that is one expression becomes the value
// with its type ({"id": "{{body.id}}"} stays a number); text around expressions stays text, escaped.
// Whatever the data, the output is one valid JSON document.
class JsonTemplate {
 public:
  JsonTemplate();  // renders null
  static Result<JsonTemplate> compile(const json::Value& document);  // errors: JSON pointer + offset
  bool constant() const;
  void render(const Scope& scope, std::string& out) const;

 private:
  struct Compiled;
  std::shared_ptr<const Compiled> compiled_;
};

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
