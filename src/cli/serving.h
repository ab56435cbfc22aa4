#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "admin/admin.h"
#include "admin/diff_surface.h"
#include "admin/history_surface.h"
#include "arguments.h"
#include "base/clock.h"
#include "base/result.h"
#include "diff_mode.h"
#include "fakeapi/fakeapi.h"
#include "history/recorder.h"
#include "mockoon/mockoon.h"
#include "outbound/client.h"
#include "reload/reloader.h"
#include "request_log.h"
#include "serve/mock_handler.h"
#include "serve/outward.h"
#include "serve/snapshots.h"
#include "serve/upstream.h"
#include "serve/worlds.h"
#include "server/server.h"
#include "serve_settings.h"
#include "sources.h"
#include "wiremock_admin/mapping_recorder.h"

namespace mimus::cli {

// All that a running `mimus serve` is made of: what is lower in the list of members stands on what is above it, and ends before.
// Make, load, listen, and end, in this order, on one thread.
class Serving {
 public:
  // Errors: a bad address or certificate of others, a history that cannot be written, bad rules for differences.
  static Result<std::unique_ptr<Serving>> make(const ServeArguments& arguments, Sources sources);
  Serving(const Serving&) = delete;

  // The mocks, for the first time. Not to go on without them.
  reload::Report load();
  // Requests are answered from here on; says where. Errors: an address that is taken, a bad certificate.
  Status listen(const reload::Report& first);
  void load_again(const std::string& cause);
  void look_after(WallTime now);  // now and then
  // No more requests: those under way get their answers, then all is written. Errors: kIo, a report of differences cannot be.
  Status end();

 private:
  Serving(const ServeArguments& arguments, Sources&& sources, std::unique_ptr<outbound::Client>&& client, std::unique_ptr<history::Recorder>&& recorder);
  serve::Surface* below();  // the stubs; nullptr: nothing
  serve::Worlds::Options worlds_options();
  reload::Reloader::Options reloading();
  std::unique_ptr<serve::Surface> own_space(serve::World& world);
  void renew();  // on every loop
  std::unique_ptr<wiremock_admin::MappingRecorder> start_mapping_recorder();

  const ServeArguments arguments_;
  const Sources sources_;
  const std::vector<std::filesystem::path> files_;
  const unsigned loops_;
  const unsigned askers_;  // in diff mode the mocks are asked by one thread more, which stands for a loop
  std::unique_ptr<outbound::Client> client_;
  const serve::Outward outward_;
  serve::World world_;
  serve::Alarms alarms_;
  serve::MockHandler handler_;
  std::optional<mockoon::Mockoon> environment_;  // answers all that comes to it, but for explicit fakes; its loops end before it
  std::unique_ptr<server::Server> server_;
  Token token_;
  std::optional<reload::Reloader> reloader_;
  serve::Snapshots snapshots_;
  std::unique_ptr<history::Recorder> recorder_;  // nullptr: no --history
  std::optional<admin::HistorySurface> history_;
  std::optional<admin::DiffSurface> differences_;
  std::shared_ptr<void> following_;             // the first world, by the recorder
  const std::optional<std::string> fake_prefix_;
  fakeapi::FakeApi fake_api_;
  serve::Upstream upstream_;  // of what no stub wants
  serve::Upstream origins_;   // of requests for other hosts that no stub wants
  std::optional<serve::Surfaces> surfaces_;  // below the stubs
  std::optional<serve::Worlds> worlds_;
  std::unique_ptr<DiffMode> diff_mode_;
  std::unique_ptr<serve::Surface> own_space_;  // of the first world
  std::optional<RequestLog> log_;
  std::unique_ptr<wiremock_admin::MappingRecorder> mappings_;
};

}  // namespace mimus::cli
