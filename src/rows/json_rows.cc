#include "writers.h"

namespace mimus::rows {
namespace {

// An array, a row a line.
class JsonWriter final : public Writer {
 public:
  void begin(std::string& out) const override { out += '['; }
  void row(const fake::Value& value, std::uint64_t number, std::string& out) const override {
    out += number == 0 ? "\n" : ",\n";
    if (value.is_undefined())
      out += "null";
    else
      fake::append_json(value, out);
  }
  void end(std::uint64_t rows, std::string& out) const override {
    out += rows == 0 ? "]\n" : "\n]\n";
  }
  bool takes_json() const override { return true; }
  bool json_row(std::string_view json, std::uint64_t number, std::string& out) const override {
    out.append(number == 0 ? "\n" : ",\n").append(json);
    return true;
  }
};

class NdjsonWriter final : public Writer {
 public:
  void begin(std::string&) const override {}
  void row(const fake::Value& value, std::uint64_t, std::string& out) const override {
    if (value.is_undefined())
      out += "null";
    else
      fake::append_json(value, out);
    out += '\n';
  }
  void end(std::uint64_t, std::string&) const override {}
  bool takes_json() const override { return true; }
  bool json_row(std::string_view json, std::uint64_t, std::string& out) const override {
    out.append(json) += '\n';
    return true;
  }
};

}  // namespace

WriterPtr json_writer(const fake::Value&, const Options&) {
  return std::make_unique<JsonWriter>();
}
WriterPtr ndjson_writer(const fake::Value&, const Options&) {
  return std::make_unique<NdjsonWriter>();
}

}  // namespace mimus::rows
