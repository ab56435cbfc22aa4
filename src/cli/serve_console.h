#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "arguments.h"
#include "history/recorder.h"
#include "reload/reloader.h"
#include "server/server.h"

namespace mimus::cli {

// What `mimus serve` says in the terminal.

void print_error(const Error& error);
void print_warning(const Error& error);
// A warning with a half-sentence of what becomes of it.
void print_warning(const Error& error, std::string_view then);
void print_problems(const reload::Report& report);
void print_reload(const reload::Report& report);

// The first lines: what is served, and where.
struct StartNews {
  const server::Server& server;
  std::size_t listeners;
  const std::vector<std::filesystem::path>& files;
  const reload::Report& report;
  std::uint64_t seed;
  std::string token;                    // that was made up; "": none
  std::optional<std::string> fake_api;  // its path; nothing: there is none
  std::string authority;                // of certificates; "": none
};
void print_start(const ServeArguments& arguments, const StartNews& news);

// What the history has not got, if anything.
void print_history_end(const history::Recorder& recorder);

}  // namespace mimus::cli
