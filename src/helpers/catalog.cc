#include "catalog.h"

#include <algorithm>
#include <array>

#include "mockoon.h"
#include "own.h"
#include "wiremock.h"

namespace mimus::helpers {
namespace {

using handlebars::HelperRow;

std::span<const Topic> builtin_topics() {
  static const auto topics = std::to_array<Topic>({{"Built in", handlebars::builtin_helpers()}});
  return topics;
}

bool selects(std::string_view name, const HelperRow& row) {
  return name.empty() || row.name == name;
}

bool any(std::string_view name, const Topic& topic) {
  return std::any_of(topic.rows.begin(), topic.rows.end(),
                     [&](const HelperRow& row) { return selects(name, row); });
}

// Bars end a cell of a Markdown table.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) out.append(c == '|' ? "\\|" : std::string(1, c));
  return out;
}

}  // namespace

std::span<const DialectHelpers> catalog() {
  static const auto all = std::to_array<DialectHelpers>({
      {"every", "Every dialect", builtin_topics()},
      {"mimus", "Our own templates", own_topics()},
      {"wiremock", "WireMock's templates", wiremock_topics()},
      {"mockoon", "Mockoon's templates", mockoon_topics()},
  });
  return all;
}

std::string catalog_text(std::string_view name) {
  std::string out;
  for (const DialectHelpers& dialect : catalog()) {
    for (const Topic& topic : dialect.topics) {
      if (!any(name, topic)) continue;
      out.append(out.empty() ? "" : "\n").append(dialect.title).append(": ").append(topic.title) +=
          '\n';
      for (const HelperRow& row : topic.rows) {
        if (!selects(name, row)) continue;
        out.append("  ").append(row.usage).append("\n      ").append(row.summary) += '\n';
      }
    }
  }
  return out;
}

json::Value catalog_json(std::string_view name) {
  json::Array all;
  for (const DialectHelpers& dialect : catalog()) {
    for (const Topic& topic : dialect.topics) {
      for (const HelperRow& row : topic.rows) {
        if (!selects(name, row)) continue;
        all.push_back(json::Object{{"dialect", dialect.dialect},
                                   {"topic", topic.title},
                                   {"name", row.name},
                                   {"usage", row.usage},
                                   {"summary", row.summary},
                                   {"block", row.use != HelperRow::Use::kInline}});
      }
    }
  }
  return all;
}

std::string catalog_page() {
  std::string out =
      "# Template helpers\n\nWhat templates can call, by the dialect that they are written in. "
      "`mimus help template NAME` "
      "shows one of them, `mimus help\ntemplate --format json` all for tools. This page is made "
      "from the same tables "
      "(`helpers_test` says how).\n";
  for (const DialectHelpers& dialect : catalog()) {
    out.append("\n## ").append(dialect.title) += '\n';
    for (const Topic& topic : dialect.topics) {
      out.append("\n### ").append(topic.title).append("\n\n| helper | is |\n| --- | --- |\n");
      for (const HelperRow& row : topic.rows)
        out.append("| `")
            .append(cell(row.usage))
            .append("` | ")
            .append(cell(row.summary))
            .append(" |\n");
    }
  }
  return out;
}

std::vector<std::string_view> helper_names() {
  std::vector<std::string_view> names;
  for (const DialectHelpers& dialect : catalog()) {
    for (const Topic& topic : dialect.topics) {
      for (const HelperRow& row : topic.rows) names.push_back(row.name);
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace mimus::helpers
