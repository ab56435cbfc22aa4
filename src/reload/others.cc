#include "others.h"

#include <algorithm>
#include <string>
#include <system_error>
#include <utility>

#include "base/read_file.h"
#include "formats/formats.h"

namespace mimus::reload {
namespace fs = std::filesystem;
namespace {

void load_one(const fs::path& file, Others& out) {
  auto text = read_file(file);
  if (!text) {
    out.errors.push_back(std::move(text).error());
    return;
  }
  const formats::Format* format = formats::detect(*text, file.string());
  // One that broke since it was told apart: its own reader says where.
  const formats::Kind kind = format != nullptr ? format->kind : formats::Kind::kHar;
  auto imported = formats::import_text(*text, kind, file.string());
  if (!imported) {
    out.errors.push_back(std::move(imported).error());
    return;
  }
  for (const formats::Report::Line& line : imported->report.left_out) {
    Error warning = invalid(line.what + " is left out: " + line.why);
    warning.where.source = file.string();
    out.warnings.push_back(std::move(warning));
  }
  std::ranges::move(imported->stubs, std::back_inserter(out.stubs));
}

}  // namespace

Others load_others(std::span<const fs::path> files) {
  Others out;
  for (const fs::path& file : files) load_one(file, out);
  return out;
}

bool is_other(const fs::path& file) {
  const std::string extension = file.extension().string();
  if (extension == ".har") return true;
  std::error_code ignored;
  if (extension != ".json" && extension != ".sh" && extension != ".txt" && extension != ".js")
    return false;
  if (!fs::is_regular_file(file, ignored)) return false;
  const auto text = read_file(file);
  const formats::Format* const format = text ? formats::detect(*text, file.string()) : nullptr;
  return format != nullptr && format->name != "json-server";  // the native reader serves that as it is
}

}  // namespace mimus::reload
