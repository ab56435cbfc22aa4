#include "diff_mode.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "outbound/url.h"
#include "recording/report.h"
#include "terminal.h"
#include "text/encoding.h"

namespace mimus::cli {
namespace {

constexpr std::size_t kLongest = 60;  // bytes of a value on a line
constexpr std::size_t kMostPlaces = 3;

std::string shown(const std::optional<std::string>& value) {
  if (!value) return "(nothing)";
  std::string text = text::to_valid_utf8(value->substr(0, kLongest)) + (value->size() > kLongest ? "…" : "");
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  return text;
}

// "differs GET /users/17  /name: the server "Ada", the mocks "Bob""
void print(const diff::Verdict& verdict) {
  if (verdict.differences.empty()) return;
  const Terminal terminal(STDOUT_FILENO);
  std::string line = terminal.yellow("differs") + " " + shown(verdict.request);
  for (std::size_t i = 0; i < std::min(verdict.differences.size(), kMostPlaces); ++i) {
    const recording::Difference& one = verdict.differences[i];
    line += (i == 0 ? "  " : "; ") + shown(one.where) + ": the server " + shown(one.recorded) + ", the mocks " + shown(one.actual);
  }
  if (verdict.differences.size() > kMostPlaces) line += " and " + std::to_string(verdict.differences.size() - kMostPlaces) + " more";
  std::printf("%s\n", line.c_str());
  std::fflush(stdout);
}

std::string_view form_of(const std::string& file) {
  const std::string extension = std::filesystem::path(file).extension().string();
  return extension == ".json" ? "json" : extension == ".xml" ? "junit" : extension == ".html" ? "html" : "text";
}

}  // namespace

Result<std::unique_ptr<DiffMode>> DiffMode::start(const ServeArguments& arguments, const serve::Outward& outward, server::Handler& mocks, unsigned loops) {
  if (arguments.diff_against.empty()) return std::unique_ptr<DiffMode>();
  MIMUS_TRY(const outbound::Url url, outbound::parse_url(arguments.diff_against));
  MIMUS_TRY(recording::Comparer comparer, recording::Comparer::compile(arguments.diff_rules));
  auto mode = std::make_unique<DiffMode>();
  mode->against_ = outbound::without_credentials(arguments.diff_against);
  mode->report_ = arguments.diff_report;
  diff::LiveDiff::Options options{.against = arguments.diff_against, .shadow_loop = loops, .comparer = std::move(comparer)};
  if (arguments.log == LogFormat::kText) options.on_verdict = &print;
  mode->live_ = std::make_unique<diff::LiveDiff>(outward, mocks, std::move(options));
  return mode;
}

Status DiffMode::finish() {
  live_->finish();
  const recording::Regression regression = live_->ledger().report("mocks beside " + against_);
  std::string out;
  for (const recording::ReportForm& form : recording::report_forms()) {
    if (form.name == (report_.empty() ? "text" : form_of(report_))) form.write(regression, out);
  }
  if (report_.empty()) {
    std::fwrite(out.data(), 1, out.size(), stdout);
    std::fflush(stdout);
    return Done();
  }
  std::ofstream file(report_, std::ios::binary | std::ios::trunc);
  file.write(out.data(), static_cast<std::streamsize>(out.size()));
  file.close();
  if (!file) return io_error("cannot write '" + report_ + "'", errno);
  std::fprintf(stderr, "wrote %s: %zu of %zu routes the same\n", report_.c_str(), regression.passed(), regression.outcomes.size());
  return Done();
}

}  // namespace mimus::cli
