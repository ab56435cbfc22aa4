#include "expression.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "shapes.h"
#include "spelling.h"
#include "text/suggest.h"
#include "values.h"

namespace mimus::render {
namespace {

struct Row {
  ExpressionRow shown;
  Status (*compile)(const Spelling&, Expression&);
  Datum (*evaluate)(const Expression&, const Scope&);
};

constexpr Row kRows[] = {
    {{"path", "{{path.id}}", "what the request has where the route's path says {id}"}, compile_named, path_value},
    {{"query", "{{query.page}}", "a query parameter, the first of that name"}, compile_named, query_value},
    {{"header", "{{header.User-Agent}}", "a request header, in any case, the first of that name"},
     compile_named, header_value},
    {{"cookie", "{{cookie.session}}", "a cookie"}, compile_named, cookie_value},
    {{"form", "{{form.email}}", "a field of a form that was sent, the first of that name"},
     compile_named, form_value},
    {{"body", "{{body.user.emails[0]}}", "a member of the JSON body; {{body}} is the whole body as text"},
     compile_body, body_value},
    {{"method", "{{method}}", "the request's method"}, compile_plain, method_value},
    {{"url", "{{url}}", "the request's path with its query, as received"}, compile_plain, url_value},
    {{"count", "{{count}}", "how many requests this route has answered before, a number"},
     compile_plain, count_value},
    {{"uuid", "{{uuid}}", "a random UUID"}, compile_plain, uuid_value},
    {{"now", "{{now}}", "date and time, ISO 8601 in UTC with milliseconds"}, compile_plain, now_value},
    {{"date", "{{date}}", "the date in UTC, YYYY-MM-DD"}, compile_plain, date_value},
    {{"timestamp", "{{timestamp}}", "seconds since 1970, a number; {{timestamp ms}}: milliseconds"},
     compile_timestamp, seconds_value},
    {{"random", "{{random 1 6}}", "a number between the two, both included, with as many decimals as they have"},
     compile_random, random_value},
};

constexpr auto kShown = [] {
  std::array<ExpressionRow, std::size(kRows)> shown{};
  for (std::size_t i = 0; i < shown.size(); ++i) shown[i] = kRows[i].shown;
  return shown;
}();

Error unknown(const Spelling& spelling, std::string_view text) {
  constexpr std::string_view kEscape = "; \\{{ writes the braces themselves";
  if (spelling.head.text.empty() && spelling.arguments.empty() && spelling.member.text.empty()) {
    return wrong("an expression is missing between {{ and }}", spelling.head.offset,
                 "for example {{uuid}}" + std::string(kEscape));
  }
  std::string_view names[std::size(kRows)];
  for (std::size_t i = 0; i < std::size(kRows); ++i) names[i] = kRows[i].shown.name;
  std::string_view word = spelling.head.text;
  if (word.empty()) word = text.substr(spelling.head.offset, text.find_last_not_of(" \t\r\n") + 1 - spelling.head.offset);
  return wrong("unknown expression '" + std::string(word) + "'", spelling.head.offset,
               text::did_you_mean(word, names) + std::string(kEscape));
}

}  // namespace

Result<Expression> Expression::parse(std::string_view text) {
  Spelling spelling = take_apart(text);
  const auto row = std::find_if(std::begin(kRows), std::end(kRows),
                                [&](const Row& known) { return known.shown.name == spelling.head.text; });
  if (row == std::end(kRows)) return unknown(spelling, text);
  spelling.usage = row->shown.usage;
  Expression expression;
  expression.evaluate = row->evaluate;
  MIMUS_TRY_DONE(row->compile(spelling, expression));
  return expression;
}

std::span<const ExpressionRow> expression_table() { return kShown; }

}  // namespace mimus::render
