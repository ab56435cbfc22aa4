#include "not_matched_page.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "base/code_points.h"

namespace mimus::serve {
namespace {

using match::Finding;
using match::Place;

// ---- the table ---------------------------------------------------------------------------------

// Where the bytes of so many columns end, a column for each code point; npos when the line is no longer than that.
std::size_t end_of_columns(std::string_view line, std::size_t columns) {
  std::size_t at = 0;
  while (columns > 0 && at < line.size()) {
    next_code_point(line, at);
    --columns;
  }
  return at < line.size() ? at : std::string_view::npos;
}

// Broken at a blank, or a word that has none at the width.
void append_wrapped(std::string_view line, std::size_t columns, std::vector<std::string>& out) {
  for (std::size_t end; (end = end_of_columns(line, columns)) != std::string_view::npos;) {
    const std::size_t blank = line.rfind(' ', end);
    const bool breaks = blank != std::string_view::npos && blank > 0;
    out.emplace_back(line.substr(0, breaks ? blank : end));
    line.remove_prefix(breaks ? blank + 1 : end);
  }
  out.emplace_back(line);
}

std::vector<std::string> lines_of(std::string_view text, std::size_t columns) {
  std::vector<std::string> lines;
  for (;;) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    append_wrapped(text.substr(0, end), columns, lines);
    if (end == text.size()) return lines;
    text.remove_prefix(end + 1);
  }
}

std::string padded(std::string_view text, std::size_t columns) {
  const std::size_t taken = count_code_points(text);
  return std::string(text) + std::string(columns - std::min(columns, taken), ' ');
}

class Table {
 public:
  explicit Table(std::size_t width) : width_(width), middle_(width / 2 - 1) {
    constexpr std::string_view kTitle = "Request was not matched";
    const std::string indent(middle_ - kTitle.size() / 2, ' ');
    text_ = "\n" + indent + std::string(kTitle) + "\n" + indent + std::string(kTitle.size(), '=') +
            "\n\n";
    line();
    text_ += padded("| Closest stub", middle_ + 1) + "|" + padded(" Request", middle_) + "|\n";
    line();
  }

  // Text on both sides, over as many lines as they take; what differs is said in the first.
  void row(std::string_view left, std::string_view right, std::string_view complaint = {}) {
    const std::vector<std::string> lefts = lines_of(left, middle_ - 1),
                                   rights = lines_of(right, middle_ - 1);
    for (std::size_t i = 0; i < std::max(lefts.size(), rights.size()); ++i) {
      single(i < lefts.size() ? lefts[i] : "", i < rights.size() ? rights[i] : "",
             i == 0 ? complaint : "");
    }
  }
  void empty_row() { single("", "", ""); }
  bool ends_with_empty_row() const { return empty_; }
  std::string end() && {
    empty_row();
    line();
    return std::move(text_);
  }

 private:
  void line() { text_ += std::string(width_, '-') + "\n"; }
  void single(std::string_view left, std::string_view right, std::string_view complaint) {
    empty_ = left.empty() && right.empty() && complaint.empty();
    text_ += padded(left, middle_ + 1) + "|";
    if (!complaint.empty()) {
      text_ += " " + padded(right, middle_ - 6) + "<<<<< " + std::string(complaint);
    } else if (!right.empty()) {
      text_ += " " + std::string(right);
    }
    text_ += "\n";
  }

  const std::size_t width_, middle_;
  std::string text_;
  bool empty_ = false;  // the last row
};

// ---- what the rows say -------------------------------------------------------------------------

struct Row {
  std::string left, right, complaint;
};

std::string complaint_of(std::string_view thing, bool holds, bool present) {
  if (holds) return "";
  return std::string(thing) + (present ? " does not match" : " is not present");
}

std::string with_operator(const Finding& finding) {
  return finding.matcher == "equalTo" ? finding.expected
                                      : "[" + finding.matcher + "] " + finding.expected;
}

Row named_row(std::string_view thing, std::string left, const Finding& finding,
              std::string_view before_actual) {
  const std::string actual = finding.actual ? std::string(before_actual) + *finding.actual : "";
  return {std::move(left), actual, complaint_of(thing, finding.holds, !actual.empty())};
}

Row header_row(const Finding& finding, const std::string& name) {
  const std::string left = finding.matcher == "equalTo"
                               ? name + ": " + finding.expected
                               : name + " [" + finding.matcher + "] : " + finding.expected;
  return named_row("Header", left, finding, name + ": ");
}

// "Query: q = 1", "Query: q [matches] .*"
std::string pair_text(const Finding& finding, const std::string& name) {
  return name + (finding.matcher == "equalTo" ? " = " : " ") + with_operator(finding);
}

Row body_row(const Finding& finding) {
  const std::string actual = finding.actual.value_or("");
  const bool at_path = finding.matcher == "matchesJsonPath" || finding.matcher == "matchesXPath";
  if (at_path) return {finding.expected, actual, "Body does not match"};
  return {"[" + finding.matcher + "]\n" + finding.expected, "\n" + actual, "Body does not match"};
}

Row row_of(const Finding& finding, const match::Condition& condition) {
  const std::string& name = condition.name;
  switch (condition.place) {
    case Place::kHeader:
      return header_row(finding, name);
    case Place::kQuery:
      return named_row("Query", "Query: " + pair_text(finding, name), finding, name + ": ");
    case Place::kForm:
      return named_row("Form", "Form: " + pair_text(finding, name), finding, name + ": ");
    case Place::kPathParameter:
      return named_row("Path parameter", "Path parameter: " + pair_text(finding, name), finding,
                       name + ": ");
    case Place::kCookie: {
      const std::string between = finding.matcher == "equalTo" ? "=" : " ";
      return named_row("Cookie", "Cookie: " + name + between + with_operator(finding), finding,
                       "Cookie: " + name + "=");
    }
    case Place::kHost:
      return named_row("Host", with_operator(finding), finding, "");
    case Place::kPort:
      return named_row("Port", with_operator(finding), finding, "");
    case Place::kClientIp:
      return named_row("Client IP", with_operator(finding), finding, "");
    case Place::kScheme:
      return named_row("Scheme", with_operator(finding), finding, "");
    case Place::kBody:
      return body_row(finding);
    case Place::kMultipart:
      return {"[Multipart]\n" + finding.expected, finding.actual.value_or(""),
              complaint_of("Multipart", finding.holds, true)};
    case Place::kRequest:
      return {"[custom matcher: " + finding.expected + "]", "",
              complaint_of("Custom matcher", finding.holds, true)};
    case Place::kUrl:
    case Place::kPath:
      return named_row("URL", with_operator(finding), finding, "");
  }
  return {};
}

// ---- the URL -----------------------------------------------------------------------------------

bool has_bare_question_mark(std::string_view regex) {
  for (std::size_t i = 0; i < regex.size(); ++i) {
    if (regex[i] == '\\') {
      ++i;
    } else if (regex[i] == '?') {
      return true;
    }
  }
  return false;
}

std::string url_hint(std::string_view expected, bool is_regex) {
  if (is_regex && has_bare_question_mark(expected))
    return ". When using a regex, \"?\" should be \"\\\\?\"";
  if (!expected.starts_with('/')) return ". URLs must start with a /";
  return "";
}

// One of WireMock's five forms; native patterns read like its templates and prefixes like its
// paths.
std::string_view url_prefix(const match::RequestPattern& pattern, const Finding* url) {
  if (url != nullptr) return url->matcher == "matches" ? "[regex] " : "";
  switch (pattern.path.kind()) {
    case match::PathPattern::Kind::kRegex:
      return "[path regex] ";
    case match::PathPattern::Kind::kTemplate:
    case match::PathPattern::Kind::kRest:
      return "[path template] ";
    default:
      return "[path] ";
  }
}

Row url_row(const match::RequestPattern& pattern, const Finding& path, const Finding* url,
            facts::RequestFacts& facts) {
  const std::string target(facts.url());
  if (url == nullptr && pattern.path.kind() == match::PathPattern::Kind::kAny)
    return {"ANY", target, ""};
  const Finding& decisive = url != nullptr ? *url : path;
  const std::string_view prefix = url_prefix(pattern, url);
  std::string complaint = complaint_of("URL", decisive.holds, true);
  if (!decisive.holds)
    complaint += url_hint(decisive.expected, prefix.find("regex") != std::string_view::npos);
  return {std::string(prefix) + decisive.expected, target, std::move(complaint)};
}

// ---- all of it ---------------------------------------------------------------------------------

constexpr Place kHeadGroups[] = {Place::kHeader, Place::kPathParameter, Place::kQuery, Place::kForm,
                                 Place::kCookie};
constexpr Place kBodyGroups[] = {Place::kBody, Place::kMultipart, Place::kRequest};
constexpr Place kBeforeTheMethod[] = {Place::kHost, Place::kPort, Place::kClientIp, Place::kScheme};

class Page {
 public:
  Page(const stub::CompiledStub& stub, facts::RequestFacts& facts, std::size_t width)
      : pattern_(stub.pattern.pattern()), findings_(stub.pattern.findings(facts)), table_(width) {}

  // WireMock ends the groups up to the cookies with an empty row, also the last one of the page.
  enum class Ending { kEmptyRow, kNothing };
  void group(const std::vector<Row>& rows, Ending ending) {
    if (rows.empty()) return;
    if (!table_.ends_with_empty_row()) table_.empty_row();
    for (const Row& row : rows) table_.row(row.left, row.right, row.complaint);
    if (ending == Ending::kEmptyRow) table_.empty_row();
  }

  std::vector<Row> rows_at(Place place) const {
    std::vector<Row> rows;
    for (const Finding& finding : findings_) {
      if (finding.part != Finding::Part::kCondition) continue;
      const match::Condition& condition = pattern_.conditions[finding.condition];
      const bool only_failures = place == Place::kBody || place == Place::kMultipart;
      if (condition.place == place && !(only_failures && finding.holds))
        rows.push_back(row_of(finding, condition));
    }
    return rows;
  }

  std::vector<Row> request_line(facts::RequestFacts& facts) const {
    std::vector<Row> rows;
    for (const Place place : kBeforeTheMethod) {
      for (Row& row : rows_at(place)) rows.push_back(std::move(row));
    }
    const Finding* url = nullptr;
    for (const Finding& finding : findings_) {
      if (finding.part == Finding::Part::kMethod) {
        rows.push_back({finding.expected, finding.actual.value_or(""),
                        complaint_of("HTTP method", finding.holds, true)});
      } else if (finding.part == Finding::Part::kCondition &&
                 pattern_.conditions[finding.condition].place == Place::kUrl) {
        url = &finding;
      }
    }
    rows.push_back(url_row(pattern_, findings_.front(), url, facts));
    return rows;
  }

  std::string end() && { return std::move(table_).end(); }

 private:
  const match::RequestPattern& pattern_;
  const std::vector<Finding> findings_;  // the URL first
  Table table_;
};

std::string scenario_text(const std::string& scenario, const std::string& state) {
  return "[Scenario '" + scenario + "' state: " + state + "]";
}

}  // namespace

std::string not_matched_page(const stub::CompiledStub& nearest, facts::RequestFacts& facts,
                             const std::string& state, std::size_t width) {
  constexpr std::size_t kLeastWidth = 40, kMostWidth = 1000;
  using Ending = Page::Ending;
  Page page(nearest, facts, std::clamp(width, kLeastWidth, kMostWidth));
  const stub::Particulars& more = *nearest.source.more;
  if (!more.name.empty()) page.group({{more.name, "", ""}}, Ending::kEmptyRow);
  page.group(page.request_line(facts), Ending::kEmptyRow);
  for (const Place place : kHeadGroups) page.group(page.rows_at(place), Ending::kEmptyRow);
  for (const Place place : kBodyGroups) page.group(page.rows_at(place), Ending::kNothing);
  const auto& step = more.scenario;
  if (step && step->required && *step->required != state) {
    page.group({{scenario_text(step->scenario, *step->required),
                 scenario_text(step->scenario, state), "Scenario does not match"}},
               Ending::kNothing);
  }
  return std::move(page).end();
}

}  // namespace mimus::serve
