#include "report.h"

#include <algorithm>
#include <cstdio>
#include <map>

#include "json/json.h"
#include "text/encoding.h"
#include "text/markup.h"

namespace mimus::recording {
namespace {

constexpr std::size_t kLongest = 200;  // bytes of a value that a report for people shows

std::string shown(const std::optional<std::string>& value) {
  if (!value) return "(nothing)";
  std::string text = text::to_valid_utf8(value->size() <= kLongest ? *value : value->substr(0, kLongest));
  if (value->size() > kLongest) text += "… (" + std::to_string(value->size()) + " bytes)";
  return text;
}

// For a terminal: one line, and nothing that moves the cursor.
std::string on_a_line(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  return text;
}

std::string seconds(Nanoseconds time) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", std::chrono::duration<double>(time).count());
  return text;
}

Nanoseconds total(const Regression& regression) {
  Nanoseconds sum{0};
  for (const Outcome& one : regression.outcomes) sum += one.took;
  return sum;
}

std::string summary(const Regression& regression) {
  const std::size_t all = regression.outcomes.size(), skipped = regression.skipped();
  const auto silent = static_cast<std::size_t>(std::ranges::count_if(regression.outcomes, [](const Outcome& one) { return !one.failure.empty(); }));
  const std::size_t different = regression.failed() - silent;
  const std::string counted = std::to_string(all) + " " + std::string(regression.words.outcome) + (all == 1 ? ", " : "s, ") + std::to_string(regression.passed());
  return counted + " " + (regression.compared ? std::string(regression.words.same) + ", " + std::to_string(different) + " different" : "answered") +
         (silent == 0 ? "" : ", " + std::to_string(silent) + " without an answer") + (skipped == 0 ? "" : ", " + std::to_string(skipped) + " not compared");
}

void write_text(const Regression& regression, std::string& out) {
  for (const Outcome& one : regression.outcomes) {
    if (one.passed()) continue;
    out += on_a_line(text::to_valid_utf8(one.request)) + "\n";
    if (!one.skipped.empty()) out += "  not compared: " + on_a_line(text::to_valid_utf8(one.skipped)) + "\n";
    if (!one.failure.empty()) out += "  no answer: " + on_a_line(text::to_valid_utf8(one.failure)) + "\n";
    std::size_t width = 0;
    for (const Difference& difference : one.differences) width = std::max(width, difference.where.size());
    width = std::min<std::size_t>(width, 40);
    for (const Difference& difference : one.differences) {
      std::string where = on_a_line(text::to_valid_utf8(difference.where));
      if (where.size() < width) where.append(width - where.size(), ' ');
      out += "  " + where + "  " + std::string(regression.words.recorded) + " " + on_a_line(shown(difference.recorded)) + "  " +
             std::string(regression.words.actual) + " " + on_a_line(shown(difference.actual)) + "\n";
    }
  }
  if (!regression.note.empty()) out += on_a_line(text::to_valid_utf8(regression.note)) + "\n";
  out += summary(regression) + "\n";
}

json::Value text_or_null(const std::optional<std::string>& text) { return text ? json::Value(text::to_valid_utf8(*text)) : json::Value(); }

void write_json(const Regression& regression, std::string& out) {
  json::Array results;
  for (const Outcome& one : regression.outcomes) {
    json::Array differences;
    for (const Difference& difference : one.differences) {
      differences.push_back(json::Object{{"where", text::to_valid_utf8(difference.where)},
                                         {"recorded", text_or_null(difference.recorded)},
                                         {"actual", text_or_null(difference.actual)}});
    }
    json::Object result{{"request", text::to_valid_utf8(one.request)},
                        {"passed", one.passed()},
                        {"seconds", std::chrono::duration<double>(one.took).count()},
                        {"differences", std::move(differences)}};
    if (!one.failure.empty()) result["failure"] = text::to_valid_utf8(one.failure);
    if (!one.skipped.empty()) result["skipped"] = text::to_valid_utf8(one.skipped);
    results.push_back(std::move(result));
  }
  json::Object document{{"title", text::to_valid_utf8(regression.title)},
                              {"requests", regression.outcomes.size()},
                              {"passed", regression.passed()},
                              {"failed", regression.failed()},
                              {"seconds", std::chrono::duration<double>(total(regression)).count()},
                              {"results", std::move(results)}};
  if (const std::size_t skipped = regression.skipped(); skipped > 0) document["skipped"] = skipped;
  if (!regression.note.empty()) document["note"] = text::to_valid_utf8(regression.note);
  json::write(document, out, {.indent = 2});
  out += '\n';
}

// XML 1.0 has no control characters at all, and in attributes line ends would become blanks.
std::string xml(std::string_view raw) {
  std::string out;
  for (const char c : text::to_valid_utf8(raw)) {
    const auto byte = static_cast<unsigned char>(c);
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\n': out += "&#10;"; break;
      case '\t': out += "&#9;"; break;
      case '\r': out += "&#13;"; break;
      default:
        if (byte < 0x20) {
          out += "\xEF\xBF\xBD";
        } else {
          out += c;
        }
    }
  }
  return out;
}

std::string explained(const Outcome& one, const ReportWords& words) {
  std::string text = one.failure;
  for (const Difference& difference : one.differences) {
    if (!text.empty()) text += '\n';
    text += difference.where + ": " + std::string(words.recorded) + " " + shown(difference.recorded) + ", " + std::string(words.actual) + " " + shown(difference.actual);
  }
  return text;
}

void write_junit(const Regression& regression, std::string& out) {
  std::size_t errors = 0;
  for (const Outcome& one : regression.outcomes) errors += !one.failure.empty();
  const std::string skipped = regression.skipped() == 0 ? "" : " skipped=\"" + std::to_string(regression.skipped()) + "\"";
  const std::string counts = "tests=\"" + std::to_string(regression.outcomes.size()) + "\" failures=\"" +
                             std::to_string(regression.failed() - errors) + "\" errors=\"" + std::to_string(errors) + "\"" + skipped + " time=\"" +
                             seconds(total(regression)) + "\"";
  out += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites " + counts + ">\n<testsuite name=\"" + xml(regression.title) + "\" " + counts + ">\n";
  for (const Outcome& one : regression.outcomes) {
    out += "<testcase classname=\"mimus.replay\" name=\"" + xml(one.request) + "\" time=\"" + seconds(one.took) + "\"";
    if (one.passed()) {
      out += "/>\n";
      continue;
    }
    if (!one.failed()) {
      out += "><skipped message=\"" + xml(one.skipped) + "\"/></testcase>\n";
      continue;
    }
    const std::string kind = one.failure.empty() ? "failure" : "error";
    const std::string message = one.failure.empty() ? std::to_string(one.differences.size()) + " differences" : one.failure;
    out += "><" + kind + " message=\"" + xml(message) + "\">" + xml(explained(one, regression.words)) + "</" + kind + "></testcase>\n";
  }
  if (!regression.note.empty()) out += "<system-err>" + xml(regression.note) + "</system-err>\n";
  out += "</testsuite>\n</testsuites>\n";
}

std::string html(std::string_view raw) { return text::escape_markup(text::to_valid_utf8(raw)); }

constexpr std::string_view kStyle =
    "body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#222;background:#fff}"
    "table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.2rem .6rem;border-bottom:1px solid #ddd}"
    "code{white-space:pre-wrap;overflow-wrap:anywhere}.different{color:#a00}.same{color:#060}"
    "@media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}td,th{border-color:#444}.different{color:#f88}.same{color:#8d8}}";

void write_html(const Regression& regression, std::string& out) {
  out += "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>" + html(regression.title) + "</title>\n<style>";
  out += kStyle;
  out += "</style>\n<h1>" + html(regression.title) + "</h1>\n<p>" + summary(regression) + "</p>\n";
  if (!regression.note.empty()) out += "<p class=\"different\">" + html(regression.note) + "</p>\n";
  for (const Outcome& one : regression.outcomes) {
    if (one.passed()) continue;
    out += "<h2 class=\"different\">" + html(one.request) + "</h2>\n";
    if (!one.skipped.empty()) out += "<p>Not compared: " + html(one.skipped) + "</p>\n";
    if (!one.failure.empty()) out += "<p>No answer: " + html(one.failure) + "</p>\n";
    if (one.differences.empty()) continue;
    out += "<table>\n<tr><th>where</th><th>" + html(regression.words.recorded) + "</th><th>" + html(regression.words.actual) + "</th></tr>\n";
    for (const Difference& difference : one.differences) {
      out += "<tr><td><code>" + html(difference.where) + "</code></td><td><code>" + html(shown(difference.recorded)) + "</code></td><td><code>" +
             html(shown(difference.actual)) + "</code></td></tr>\n";
    }
    out += "</table>\n";
  }
  out += "<h2>" + (regression.compared ? html(regression.words.same) : "answered") + "</h2>\n<ul>\n";
  for (const Outcome& one : regression.outcomes) {
    if (one.passed()) out += "<li class=\"same\">" + html(one.request) + "</li>\n";
  }
  out += "</ul>\n</html>\n";
}

// What must not reach a file need not stand in a log either.
Regression without_secrets(Regression regression) {
  for (Outcome& one : regression.outcomes) take_secrets_out(one.request, one.differences);
  return regression;
}

template <void (*write)(const Regression&, std::string&)>
void write_safely(const Regression& regression, std::string& out) {
  write(without_secrets(regression), out);
}

constexpr ReportForm kForms[] = {
    {"text", &write_safely<&write_text>}, {"json", &write_safely<&write_json>}, {"junit", &write_safely<&write_junit>}, {"html", &write_safely<&write_html>}};

// Equal lines once, in the order of their first, with how often.
class Lines {
 public:
  void add(const std::string& line) {
    if (counts_[line]++ == 0) order_.push_back(line);
  }
  void write(std::string& out) const {
    for (const std::string& line : order_) {
      const std::size_t times = counts_.at(line);
      out += "  " + line + (times > 1 ? " (" + std::to_string(times) + " times)" : "") + "\n";
    }
  }

 private:
  std::map<std::string, std::size_t> counts_;
  std::vector<std::string> order_;
};

std::string line_of(const Note& note) {
  std::string line = on_a_line(text::to_valid_utf8(note.stub)) + ": " + std::string(name_of(note.kind));
  if (!note.where.empty()) line += " " + note.where;
  if (!note.what.empty()) line += " " + note.what;
  if (note.exchanges > 1) line += ", " + std::to_string(note.exchanges) + " exchanges";
  return line;
}

}  // namespace

std::size_t Regression::failed() const {
  return static_cast<std::size_t>(std::ranges::count_if(outcomes, [](const Outcome& one) { return one.failed(); }));
}

std::size_t Regression::skipped() const {
  return static_cast<std::size_t>(std::ranges::count_if(outcomes, [](const Outcome& one) { return !one.failed() && !one.passed(); }));
}

void take_secrets_out(std::string& request, std::vector<Difference>& differences) {
  static const Redactor redactor = *Redactor::compile({});
  request = redactor.redact_url(request);
  for (Difference& difference : differences) {
    for (std::optional<std::string>* const value : {&difference.recorded, &difference.actual}) {
      if (*value) *value = redactor.redact_value(difference.where, **value);
    }
  }
}

std::span<const ReportForm> report_forms() { return kForms; }

std::string describe(const Condensed& condensed, std::span<const Redaction> redactions) {
  std::string out = std::to_string(condensed.stubs.size()) + (condensed.stubs.size() == 1 ? " stub" : " stubs");
  if (!condensed.files.empty()) out += ", " + std::to_string(condensed.files.size()) + " files";
  out += "\n";
  Lines notes, secrets;
  for (const Note& note : condensed.notes) notes.add(line_of(note));
  notes.write(out);
  for (const Redaction& one : redactions) secrets.add(one.where + ", by " + one.rule);
  if (!redactions.empty()) out += "redacted:\n";
  secrets.write(out);
  return out;
}

}  // namespace mimus::recording
