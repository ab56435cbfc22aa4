#include "template.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "expressions.h"
#include "helpers/own.h"
#include "model.h"
#include "rendering_parts.h"

namespace mimus::render {

Result<Template> Template::compile(std::string_view text, Language language) {
  auto program = handlebars::Program::compile(text, {.dialect = &dialect_of(language),
                                                     .helpers = tables_of(language),
                                                     .root_names = roots_of(language),
                                                     .hidden_roots = hidden_roots_of(language)});
  if (!program) {
    Error error = std::move(program).error();
    error.where.line = error.where.column = 0;  // of the text; its reader knows where that begins
    return error;
  }
  Template compiled;
  compiled.program_ = *std::move(program);
  compiled.language_ = language;
  return compiled;
}

Template::Template() = default;

Template Template::literal(std::string text) {
  Template compiled;
  compiled.program_ = handlebars::Program::literal(std::move(text));
  return compiled;
}

Status Template::render(const Scope& scope, std::string& out) const {
  if (program_.constant()) {
    out += program_.constant_text();
    return Done{};
  }
  RenderingParts parts(scope, language_);
  return program_.render(parts.rendering, out);
}

Failure failure_of(const Error& error, Language language) {
  const handlebars::Dialect& dialect = dialect_of(language);
  Failure failure{std::nullopt, dialect.failure_text(error)};
  if (dialect.failure_status != 0) failure.status = dialect.failure_status;
  return failure;
}

void append_header_value(std::string_view value, std::string& out) {
  constexpr std::string_view kEnders("\r\n\0", 3);
  while (!value.empty()) {
    const std::size_t good = std::min(value.find_first_of(kEnders), value.size());
    out += value.substr(0, good);
    value.remove_prefix(std::min(good + 1, value.size()));
  }
}

std::optional<int> read_status(std::string_view text) {
  const std::size_t first = std::min(text.find_first_not_of(" \t\r\n"), text.size());
  text.remove_prefix(first);
  text = text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
  int status = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), status);
  const bool whole = failed == std::errc() && end == text.data() + text.size();
  return whole && status >= 200 && status <= 599 ? std::optional<int>(status) : std::nullopt;
}

// What is shown beside our_expressions(), though the tables of helpers have it.
constexpr std::string_view kShownHelpers[] = {"timestamp", "random"};

std::span<const ExpressionRow> expression_table() {
  static const std::vector<ExpressionRow> kAll = [] {
    const std::span<const ExpressionRow> roots = root_rows();
    std::vector<ExpressionRow> rows(roots.begin(), roots.end());
    for (const handlebars::HelperRow& row : our_expressions())
      rows.push_back({row.name, row.usage, row.summary});
    for (const std::string_view name : kShownHelpers) {
      const handlebars::HelperRow* row = handlebars::find_helper(helpers::own_helpers(), name);
      rows.push_back({row->name, row->usage, row->summary});
    }
    return rows;
  }();
  return kAll;
}

}  // namespace mimus::render
