#include "rows.h"

#include <algorithm>

#include "text/suggest.h"
#include "writers.h"

namespace mimus::rows {
namespace {

struct Row {
  Format format;
  WriterPtr (*make)(const fake::Value&, const Options&);
};
constexpr Row kRows[] = {
    {{"text", "text/plain; charset=utf-8", "a value a line, texts without quotes"}, text_writer},
    {{"json", "application/json", "an array, a record a line"}, json_writer},
    {{"ndjson", "application/x-ndjson", "a JSON text a line"}, ndjson_writer},
    {{"csv", "text/csv; charset=utf-8", "comma-separated values with a header (RFC 4180)"},
     csv_writer},
    {{"tsv", "text/tab-separated-values; charset=utf-8", "values with tabs between, and a header"},
     tsv_writer},
    {{"sql", "application/sql; charset=utf-8", "CREATE TABLE and INSERT statements"}, sql_writer},
    {{"xml", "application/xml; charset=utf-8", "an element a record"}, xml_writer},
    {{"template", "text/plain; charset=utf-8", "a text of your own for each record"},
     template_writer},
};

}  // namespace

std::span<const Format> formats() {
  static const std::vector<Format> kFormats = [] {
    std::vector<Format> all;
    for (const Row& row : kRows) all.push_back(row.format);
    return all;
  }();
  return kFormats;
}

const Format* find_format(std::string_view name) {
  for (const Format& format : formats()) {
    if (format.name == name) return &format;
  }
  return nullptr;
}

const Format* format_of_media_type(std::string_view media_type) {
  const std::string_view essence = media_type.substr(0, media_type.find(';'));
  for (const Format& format : formats()) {
    if (format.media_type.substr(0, format.media_type.find(';')) == essence) return &format;
  }
  return essence == "text/xml" ? find_format("xml") : nullptr;
}

Error unknown_format(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Format& format : formats()) names.push_back(format.name);
  return invalid("there is no format '" + std::string(name) + "'", text::did_you_mean(name, names));
}

Result<WriterPtr> make_writer(std::string_view format, const fake::Value& first,
                              const Options& options) {
  if (format == "template" && options.row_template.empty()) {
    return invalid("the format template needs a text for its rows",
                   "say {{name}} where a member belongs");
  }
  for (const Row& row : kRows) {
    if (row.format.name == format) return row.make(first, options);
  }
  return unknown_format(format);
}

}  // namespace mimus::rows
