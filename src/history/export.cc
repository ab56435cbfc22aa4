#include "export.h"

#include "exchange/curl_writer.h"
#include "exchange/har_writer.h"

namespace mimus::history {
namespace {

void add_json(const Record& record, std::string& out) { json::write(to_json(record), out); }
void add_har(const Record& record, std::string& out) { json::write(exchange::har_entry(to_exchange(record)), out); }
void add_curl(const Record& record, std::string& out) { exchange::write_curl(to_exchange(record), out); }

std::string nothing() { return ""; }
std::string json_begin() { return "{\"exchanges\":[\n"; }
std::string json_end() { return "\n]}\n"; }

struct Row {
  std::string_view name, media_type;
  std::string (*begin)();
  void (*add)(const Record& record, std::string& out);
  std::string_view between;
  std::string_view behind_each;
  std::string (*end)();
};
constexpr Row kRows[] = {  // in the order of Format
    {"json", "application/json", &json_begin, &add_json, ",\n", "", &json_end},
    {"ndjson", "application/x-ndjson", &nothing, &add_json, "", "\n", &nothing},
    {"har", "application/json", &exchange::har_begin, &add_har, ",\n", "", &exchange::har_end},
    {"curl", "text/plain; charset=utf-8", &nothing, &add_curl, "\n", "", &nothing},
};
const Row& row_of(Format format) { return kRows[static_cast<std::size_t>(format)]; }

}  // namespace

std::optional<Format> format_named(std::string_view name) {
  for (std::size_t i = 0; i < std::size(kRows); ++i) {
    if (kRows[i].name == name) return static_cast<Format>(i);
  }
  return std::nullopt;
}

std::string_view media_type(Format format) { return row_of(format).media_type; }

void Exporter::begin(std::string& out) const { out += row_of(format_).begin(); }

void Exporter::add(const Record& record, std::string& out) {
  const Row& row = row_of(format_);
  if (!first_) out += row.between;
  first_ = false;
  row.add(record, out);
  out += row.behind_each;
}

void Exporter::end(std::string& out) const { out += row_of(format_).end(); }

}  // namespace mimus::history
