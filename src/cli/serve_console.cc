#include "serve_console.h"

#include <unistd.h>

#include <chrono>
#include <cstdio>

#include "outbound/url.h"
#include "terminal.h"

namespace mimus::cli {

namespace fs = std::filesystem;

void print_error(const Error& error) {
  std::fprintf(stderr, "%s %s\n", Terminal(STDERR_FILENO).red("error:").c_str(), describe(error).c_str());
}

void print_warning(const Error& error) {
  std::fprintf(stderr, "%s %s\n", Terminal(STDERR_FILENO).yellow("warning:").c_str(), describe(error).c_str());
}

void print_warning(const Error& error, std::string_view then) {
  std::fprintf(stderr, "%s %s; %.*s\n", Terminal(STDERR_FILENO).yellow("warning:").c_str(), describe(error).c_str(),
               static_cast<int>(then.size()), then.data());
}

void print_problems(const reload::Report& report) {
  for (const Error& error : report.errors) print_error(error);
  for (const Error& warning : report.warnings) print_warning(warning);
}

void print_reload(const reload::Report& report) {
  print_problems(report);
  const Terminal terminal(STDOUT_FILENO);
  const double millis = std::chrono::duration<double, std::milli>(report.took).count();
  if (report.loaded) {
    std::printf("%s %zu routes in %.1f ms (%s)\n", terminal.green("reloaded").c_str(), report.routes, millis,
                report.cause.c_str());
  } else {
    std::printf("%s (%s): the %zu routes from before go on\n", terminal.red("not reloaded").c_str(),
                report.cause.c_str(), report.routes);
  }
  std::fflush(stdout);
}

void print_start(const ServeArguments& arguments, const StartNews& news) {
  const std::size_t routes = news.report.routes;
  const Terminal terminal(STDOUT_FILENO);
  std::string sources;
  for (const fs::path& file : news.files) sources += (sources.empty() ? "" : ", ") + file.string();
  const std::string upstream = outbound::without_credentials(arguments.outward.upstream);
  if (news.files.empty()) sources = upstream.empty() ? "fake data; for your own mocks: mimus serve FILE" : "what the upstream says; for your own mocks: mimus serve FILE";
  if (!arguments.wiremock.no_banner) std::printf("%s %s\n", terminal.bold("mimus " MIMUS_VERSION).c_str(), terminal.dim("seed " + std::to_string(news.seed)).c_str());
  if (news.files.empty()) {
    std::printf("  serving  %s\n", sources.c_str());
  } else {
    std::printf("  serving  %s (%zu route%s)\n", sources.c_str(), routes, routes == 1 ? "" : "s");
  }
  if (news.report.lint_left_out) std::printf("  lint     left out for so many routes: mimus check\n");
  for (std::size_t i = 0; i < news.listeners && !news.files.empty(); ++i) {
    std::printf("  mocks    %s\n", terminal.cyan(news.server.url(i) + "/").c_str());
  }
  for (std::size_t i = 0; i < news.listeners && news.files.empty() && news.listeners > 1; ++i) {
    std::printf("  listens  %s\n", terminal.cyan(news.server.url(i) + "/").c_str());
  }
  if (arguments.tls.forward_proxy) std::printf("  proxy    %s  (HTTP_PROXY and HTTPS_PROXY)\n", terminal.cyan(news.server.url()).c_str());
  if (!news.authority.empty()) std::printf("  CA       %s  (mimus ca install-instructions)\n", news.authority.c_str());
  if (news.fake_api) std::printf("  fakes    %s\n", terminal.cyan(news.server.url() + *news.fake_api + "/").c_str());
  if (!upstream.empty()) std::printf("  upstream %s\n", upstream.c_str());
  if (!arguments.diff_against.empty()) std::printf("  diff     %s answers; where the mocks differ: %s/__mimus/diff\n", outbound::without_credentials(arguments.diff_against).c_str(), news.server.url().c_str());
  std::printf("  logs     %s\n", terminal.cyan(news.server.url() + "/__logs").c_str());
  if (arguments.history) std::printf("  history  %s (mimus history %s)\n", arguments.history->c_str(), arguments.history->c_str());
  if (!news.token.empty()) {
    std::printf("  admin    Authorization: Bearer %s\n", news.token.c_str());
  }
  std::printf("  %s\n", terminal.dim(arguments.watch && !news.files.empty() ? "watching for changes; Ctrl+C stops" : "Ctrl+C stops").c_str());
  std::fflush(stdout);
}

void print_history_end(const history::Recorder& recorder) {
  const history::Recorder::Stats stats = recorder.stats();
  if (stats.shed == 0) return;
  std::fprintf(stderr, "%s the history lacks %llu of %llu requests, which came faster than they could be written\n",
               Terminal(STDERR_FILENO).yellow("warning:").c_str(), static_cast<unsigned long long>(stats.shed),
               static_cast<unsigned long long>(stats.shed + stats.written));
}

}  // namespace mimus::cli
