#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

#include "journal/journal.h"
#include "serve/world.h"
#include "wiremock/root.h"

namespace mimus::wiremock_admin {

// --record-mappings: what other servers answered goes into files as it comes, a mapping for each different request and its body beside
// it. Nothing of it is served before the files are read again. Follows the world's journal by a thread of its own.
class MappingRecorder {
 public:
  // `headers`: --match-headers, those that mappings ask for. World and root outlive it. `on_problem` is called on its thread, for
  // each file that cannot be written.
  MappingRecorder(serve::World& world, const wiremock::Root& root, std::vector<std::string> headers,
                  std::function<void(const Error&)> on_problem);
  ~MappingRecorder();  // all that was answered before is written

 private:
  void run();
  void write_new();
  Status write(const journal::Exchange& exchange);

  serve::World& world_;
  const wiremock::Root& root_;
  const std::vector<std::string> headers_;
  const std::function<void(const Error&)> on_problem_;
  const std::shared_ptr<void> gathering_;
  journal::Journal::Cursor cursor_;
  std::unordered_set<std::string> seen_;  // requests of mappings, as JSON
  std::mutex mutex_;
  std::condition_variable changed_;
  bool news_ = false, ending_ = false;    // guarded by mutex_
  std::thread thread_;
  std::shared_ptr<void> listening_;
};

}  // namespace mimus::wiremock_admin
