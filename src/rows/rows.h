#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "fake/value.h"

namespace mimus::rows {

// A format by its name: a row for --format, Accept and the docs.
struct Format {
  std::string_view name;        // "csv"
  std::string_view media_type;  // "text/csv; charset=utf-8"
  std::string_view summary;
};
std::span<const Format> formats();  // text, json, ndjson, csv, tsv, sql, xml, template
const Format* find_format(std::string_view name);
Error unknown_format(std::string_view name);  // names the nearest
// What an Accept header asks for first, by its media types alone; nullptr when none is ours.
const Format* format_of_media_type(std::string_view media_type);

struct Options {
  std::string table = "records";  // sql: the table; xml: the element of a row is its singular
  std::string row_template;       // template: "{{name}} <{{email}}>" with members of the row
};

// Writes rows in one format.
//
//   MIMUS_TRY(const auto writer, make_writer("csv", first_row, {}));
//   writer->begin(out);
//   writer->row(value, 0, out);  writer->row(value, 1, out);     // from any thread, into its own
//   `out` writer->end(2, out);
//
// Rows that are objects get a column for each member, nested ones "address.city"; lists are JSON in
// a column. Rows that are no objects have one column, "value". Columns are those of `first`.
// Immutable: share it among threads.
class Writer {
 public:
  virtual ~Writer() = default;
  virtual void begin(std::string& out) const = 0;
  virtual void row(const fake::Value& value, std::uint64_t number,
                   std::string& out) const = 0;  // number: from 0
  virtual void end(std::uint64_t rows, std::string& out) const = 0;
  // A row that is JSON already: true when the format takes it as it stands (json, ndjson).
  virtual bool json_row(std::string_view, std::uint64_t, std::string&) const { return false; }
  virtual bool takes_json() const { return false; }
};
Result<std::unique_ptr<const Writer>> make_writer(std::string_view format, const fake::Value& first,
                                                  const Options& options);

}  // namespace mimus::rows
