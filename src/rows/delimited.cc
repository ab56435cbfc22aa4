#include "columns.h"
#include "writers.h"

namespace mimus::rows {
namespace {

void append_csv(std::string_view text, std::string& out) {
  if (text.find_first_of(",\"\r\n") == text.npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) out.append(c == '"' ? 2 : 1, c);
  out += '"';
}
void append_tsv(std::string_view text, std::string& out) {
  for (const char c : text) out += c == '\t' || c == '\n' || c == '\r' ? ' ' : c;
}

class Delimited final : public Writer {
 public:
  using Append = void (*)(std::string_view, std::string&);
  Delimited(std::vector<std::string> columns, char delimiter, std::string_view line_end,
            Append append)
      : columns_(std::move(columns)), delimiter_(delimiter), line_end_(line_end), append_(append) {}
  void begin(std::string& out) const override {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (i > 0) out += delimiter_;
      append_(columns_[i], out);
    }
    out += line_end_;
  }
  void row(const fake::Value& value, std::uint64_t, std::string& out) const override {
    std::string text;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (i > 0) out += delimiter_;
      const fake::Value* found = cell(value, columns_[i]);
      if (found == nullptr) continue;
      text.clear();
      append_cell(*found, text);
      append_(text, out);
    }
    out += line_end_;
  }
  void end(std::uint64_t, std::string&) const override {}

 private:
  std::vector<std::string> columns_;
  char delimiter_;
  std::string_view line_end_;
  Append append_;
};

}  // namespace

WriterPtr csv_writer(const fake::Value& first, const Options&) {
  return std::make_unique<Delimited>(columns_of(first), ',', "\r\n", append_csv);
}
WriterPtr tsv_writer(const fake::Value& first, const Options&) {
  return std::make_unique<Delimited>(columns_of(first), '\t', "\n", append_tsv);
}

}  // namespace mimus::rows
