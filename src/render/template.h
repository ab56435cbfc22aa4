#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/chance.h"
#include "base/clock.h"
#include "base/result.h"
#include "facts/request_facts.h"
#include "handlebars/limits.h"
#include "handlebars/program.h"
#include "helpers/host.h"
#include "http/message.h"
#include "json/json.h"
#include "language.h"

namespace mimus::render {

// What a template can ask for. Borrowed for one rendering; chance is that of this very answer: each
// expression forks it by its own text and by how many equal ones stand before it in its template,
// so one more expression changes no other's luck, and the first {{uuid}} of a header is the first
// {{uuid}} of the body.
struct Scope {
  facts::RequestFacts& facts;
  std::span<const facts::NameValue> path;  // captures, percent-decoded
  WallTime now;
  Chance chance;
  std::uint64_t count = 0;  // how often this stub has answered this request before
  // Files, environment, state, buckets, faker, the setting of a status: whatever the request and
  // the fields above do not answer. nullptr: there is nothing.
  helpers::Host* surroundings = nullptr;
  handlebars::Limits limits{};
  // ---- of WireMock's stubs
  const json::Value* parameters = nullptr;  // {{parameters.x}}: transformerParameters
  std::string_view request_id{};            // {{request.id}}
  std::span<const facts::NameValue>
      raw_path{};  // captures of a urlPathTemplate, as received; path is raw then too
};

// Text with {{expressions}}, compiled: see docs/templates.md for ours, handlebars/dialect.h for how
// the languages differ. Errors of compile(): byte offset into text. Immutable; copies share; any
// thread. Hot: render() only appends. render() fails when a helper does or a limit is reached, with
// what was rendered so far in `out`; see failure_of().
class Template {
 public:
  Template();  // renders nothing
  static Result<Template> compile(std::string_view text, Language language = Language::kOurs);
  static Template literal(std::string text);             // renders just this, braces and all
  bool constant() const { return program_.constant(); }  // holds no expression
  std::string_view constant_text() const {
    return program_.constant_text();
  }  // of a constant one; valid while *this lives
  Status render(const Scope& scope, std::string& out) const;

 private:
  handlebars::Program program_;
  Language language_ = Language::kOurs;
};

// A JSON document whose strings may hold expressions. A string that is one expression becomes the
// value with its type ({"id": "{{body.id}}"} stays a number); text around expressions stays text,
// escaped. Whatever the data, the output is one valid JSON document: what is not UTF-8 becomes
// U+FFFD, what is absent null. Types: members of the body keep theirs; count, timestamp and random
// are numbers; a part of the path is a number where that loses nothing (/users/42, not /zip/00501
// nor /v/1.10), else a string; helpers yield what they yield. Member names may hold expressions
// too; those are text. Objects with $each, $if, $merge and $spread make lists, options and spreads:
// docs/templates.md.
class JsonTemplate {
 public:
  JsonTemplate();  // renders null
  static Result<JsonTemplate> compile(
      const json::Value& document);  // errors: JSON pointer + offset
  // The document's text, when nothing in it asks for a second look: no expression, no '$'. Then it
  // is what compile() would make, for much less.
  static std::optional<std::string> plain_text(const json::Value& document);
  bool constant() const;
  std::string_view constant_text() const;  // as Template's
  Status render(const Scope& scope, std::string& out) const;

 private:
  std::shared_ptr<const struct JsonCode> code_;
};

// What is sent instead when a rendering failed.
struct Failure {
  std::optional<int> status;  // nothing: that of the response
  std::string text;           // text/plain
};
Failure failure_of(const Error& error, Language language = Language::kOurs);

// Appends a rendered header value: CR, LF and NUL, which would end or break the header, are left
// out.
void append_header_value(std::string_view value, std::string& out);
// A rendered status: 200 to 599, blanks around it or not; nothing for any other text.
std::optional<int> read_status(std::string_view text);

// A whole response with expressions in it.
struct ResponseTemplate {
  enum class Kind : std::uint8_t { kNone, kJson, kText, kFile } kind = Kind::kNone;
  int status = 200;
  std::optional<Template> status_text;  // renders the status, instead of `status`
  std::string reason;
  std::vector<std::pair<std::string, Template>> fields;
  JsonTemplate json;
  Template text;     // the body of kText; the path of kFile
  std::string root;  // of kFile, and of the files that templates include; "": none
  bool file_templated = false;
  Language language = Language::kOurs;  // of a file's template, and of failures
};

// The expressions that templates know, for help and completion.
struct ExpressionRow {
  std::string_view name;     // "random"
  std::string_view usage;    // "{{random 1 6}}"
  std::string_view summary;  // "a whole number between the two, both included"
};
std::span<const ExpressionRow> expression_table();

}  // namespace mimus::render
