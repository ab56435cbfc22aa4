#include "query.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <vector>

#include "journal/filter_from_query.h"
#include "text/suggest.h"

namespace mimus::history {
namespace {

template <class Member>
bool read_text(std::string_view value, Member& member) {
  member = std::string(value);
  return !value.empty();
}

bool read_id(std::string_view value, std::optional<std::int64_t>& id) {
  std::int64_t number = -1;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  id = number;
  return error == std::errc{} && end == value.data() + value.size() && number >= 0;
}

bool read_stub(std::string_view value, Query& query) { return read_text(value, query.stub); }
bool read_world(std::string_view value, Query& query) { return read_text(value, query.world); }
bool read_body_text(std::string_view value, Query& query) { return read_text(value, query.text); }
bool read_after(std::string_view value, Query& query) { return read_id(value, query.after); }
bool read_before(std::string_view value, Query& query) { return read_id(value, query.before); }
bool read_order(std::string_view value, Query& query) {
  query.oldest_first = value == "oldest";
  return value == "oldest" || value == "newest";
}

constexpr ParameterHelp kHelp[] = {
    {"method", "a method, such as GET"},
    {"path", "a path that starts with '/', such as /users/7, or a prefix, such as /users/*"},
    {"status", "a status, such as 404, or a class, such as 5xx"},
    {"matched", "true or false"},
    {"since", "a time, such as 2026-11-20T09:50:57Z, or an age, such as 30s, 5m, 2h or 7d"},
    {"until", "a time or an age; it is not in it"},
    {"stub", "a stub's id or its label, such as GET /users/{id}"},
    {"world", "a world's name"},
    {"text", "some text of a body, in any case"},
    {"order", "newest or oldest"},
    {"after", "an id: larger ones"},
    {"before", "an id: smaller ones"},
    {"limit", "a number: at most so many"},
};

// How those that the journal does not know are read.
struct Row {
  std::string_view name;
  bool (*read)(std::string_view value, Query& query);
};
constexpr Row kRows[] = {
    {"stub", &read_stub},   {"world", &read_world}, {"text", &read_body_text},
    {"order", &read_order}, {"after", &read_after}, {"before", &read_before},
};

std::string quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

Result<ParameterHelp> help_of(std::string_view name) {
  const auto* const row = std::ranges::find(kHelp, name, &ParameterHelp::name);
  if (row != std::end(kHelp)) return *row;
  std::vector<std::string_view> names;
  for (const ParameterHelp& known : kHelp) names.push_back(known.name);
  return invalid("unknown parameter " + quoted(name), text::did_you_mean(name, names));
}

// `until` is written as `since` is.
Result<WallTime> time_from(const Parameter& parameter, WallTime now) {
  const journal::QueryParameter since[] = {{"since", parameter.second}};
  auto read = journal::filter_from_query(since, now);
  if (read) return *read->filter.since;
  return invalid("parameter " + quoted(parameter.first) + " has the bad value " + quoted(parameter.second), read.error().hint);
}

}  // namespace

std::span<const ParameterHelp> parameters() { return kHelp; }

Result<Query> query_from(std::span<const Parameter> parameters, WallTime now) {
  Query query;
  std::vector<journal::QueryParameter> of_journal;
  std::vector<std::string_view> given;
  for (const Parameter& parameter : parameters) {
    MIMUS_TRY(const ParameterHelp help, help_of(parameter.first));
    if (std::ranges::find(given, help.name) != given.end()) {
      return invalid("parameter " + quoted(help.name) + " is given twice", "give it once");
    }
    given.push_back(help.name);
    const auto* const row = std::ranges::find(kRows, help.name, &Row::name);
    if (help.name == "until") {
      MIMUS_TRY(query.until, time_from(parameter, now));
    } else if (row == std::end(kRows)) {
      of_journal.push_back(parameter);
    } else if (!row->read(parameter.second, query)) {
      return invalid("parameter " + quoted(help.name) + " has the bad value " + quoted(parameter.second),
                     "expected " + std::string(help.right));
    }
  }
  MIMUS_TRY(journal::LogQuery log, journal::filter_from_query(of_journal, now));
  query.filter = std::move(log.filter);
  if (std::ranges::find(given, "limit") != given.end()) query.limit = log.limit;
  return query;
}

}  // namespace mimus::history
