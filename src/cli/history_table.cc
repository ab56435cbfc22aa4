#include "history_table.h"

#include <algorithm>
#include <cstdio>

#include "text/dates.h"
#include "text/encoding.h"

namespace mimus::cli {
namespace {

constexpr std::size_t kWidestCell = 60;

std::string printable(std::string_view text) {
  std::string out = text::to_valid_utf8(text);
  std::replace_if(out.begin(), out.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }, '?');
  return out;
}

std::string status_text(const Terminal& terminal, const journal::Exchange& exchange) {
  if (exchange.status == 0) return terminal.red(" - ");
  const std::string status = std::to_string(exchange.status);
  if (exchange.status >= 500) return terminal.red(status);
  if (exchange.status >= 400) return terminal.yellow(status);
  return terminal.green(status);
}

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

std::string cell_of(const json::Value& value) {
  std::string text = value.is_string() ? printable(value.as_string()) : value.is_null() ? "" : json::write(value);
  if (width_of(text) <= kWidestCell) return text;
  std::size_t end = 0;
  for (std::size_t width = 0; width < kWidestCell; ++end) width += (text[end + 1] & 0xc0) != 0x80;
  return text.substr(0, end) + "…";
}

std::string padded(const std::string& text, std::size_t width, bool right) {
  const std::string blanks(width - std::min(width, width_of(text)), ' ');
  return right ? blanks + text : text + blanks;
}

}  // namespace

std::string history_line(const Terminal& terminal, const history::Record& record) {
  const journal::Exchange& exchange = record.exchange;
  char id[24], took[32];
  std::snprintf(id, sizeof id, "%6lld", static_cast<long long>(record.id));
  std::snprintf(took, sizeof took, "%8.1f ms", std::chrono::duration<double, std::milli>(exchange.leaving).count());
  std::string time = text::iso8601(exchange.received, 3).substr(0, 23);
  time[10] = ' ';
  std::string line = std::string(id) + "  " + terminal.dim(time) + "  " + status_text(terminal, exchange) + "  " + terminal.dim(took) +
                     "  " + printable(exchange.request.method) + " " + printable(exchange.request.target);
  if (!exchange.fault.empty()) line += "  " + terminal.red(printable(exchange.fault));
  line += "  " + (exchange.matched ? terminal.dim(printable(exchange.stub_label)) : terminal.yellow("no route"));
  if (record.world != "default") line += "  " + terminal.cyan(printable(record.world));
  return line + "\n";
}

std::string sql_table(const Terminal& terminal, const history::Store::Table& table) {
  std::vector<std::size_t> widths;
  for (const std::string& column : table.columns) widths.push_back(width_of(column));
  std::vector<std::vector<std::string>> cells;
  for (const auto& row : table.rows) {
    std::vector<std::string>& line = cells.emplace_back();
    for (std::size_t i = 0; i < row.size(); ++i) {
      line.push_back(cell_of(row[i]));
      widths[i] = std::max(widths[i], width_of(line.back()));
    }
  }
  std::string out;
  for (std::size_t i = 0; i < widths.size(); ++i) out += (i > 0 ? "  " : "") + terminal.bold(padded(table.columns[i], widths[i], false));
  out += "\n";
  for (std::size_t r = 0; r < cells.size(); ++r) {
    for (std::size_t i = 0; i < widths.size(); ++i) {
      out += (i > 0 ? "  " : "") + padded(cells[r][i], widths[i], table.rows[r][i].is_number());
    }
    out += "\n";
  }
  if (table.cut) out += terminal.dim("… there are more rows") + "\n";
  return out;
}

}  // namespace mimus::cli
