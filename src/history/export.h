#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "record.h"

namespace mimus::history {

enum class Format { kJson, kNdjson, kHar, kCurl };
std::optional<Format> format_named(std::string_view name);  // "json", "ndjson", "har", "curl"
std::string_view media_type(Format format);

// Records in a format, one after the other, so that no list of them is needed.
//
//   Exporter exporter(Format::kHar);
//   exporter.begin(out);
//   exporter.add(record, out);   // as often as there are records
//   exporter.end(out);
class Exporter {
 public:
  explicit Exporter(Format format) : format_(format) {}
  void begin(std::string& out) const;
  void add(const Record& record, std::string& out);
  void end(std::string& out) const;

 private:
  Format format_;
  bool first_ = true;
};

}  // namespace mimus::history
