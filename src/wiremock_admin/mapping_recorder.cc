#include "wiremock_admin/mapping_recorder.h"

#include <chrono>
#include <utility>

#include "base/chance.h"
#include "recorded_mapping.h"
#include "recording.h"
#include "wiremock/mapping.h"

namespace mimus::wiremock_admin {
namespace {

constexpr std::size_t kBatch = 64;

}  // namespace

MappingRecorder::MappingRecorder(serve::World& world, const wiremock::Root& root, std::vector<std::string> headers,
                                 std::function<void(const Error&)> on_problem)
    : world_(world),
      root_(root),
      headers_(std::move(headers)),
      on_problem_(std::move(on_problem)),
      gathering_(gather_bodies(world)),
      cursor_(world.journal.end()),
      thread_([this] { run(); }),
      listening_(world.journal.listen([this] {
        const std::lock_guard lock(mutex_);
        news_ = true;
        changed_.notify_one();
      })) {}

MappingRecorder::~MappingRecorder() {
  listening_.reset();
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    changed_.notify_one();
  }
  thread_.join();
}

void MappingRecorder::run() {
  for (bool ending = false; !ending;) {
    {
      std::unique_lock lock(mutex_);
      // An append that did not rouse is seen a little later.
      changed_.wait_for(lock, std::chrono::milliseconds(200), [this] { return news_ || ending_; });
      news_ = false;
      ending = ending_;
    }
    write_new();
  }
}

void MappingRecorder::write_new() {
  for (;;) {
    const std::vector<journal::Exchange> some = world_.journal.after(cursor_, {}, kBatch);
    if (some.empty()) return;
    const auto snapshot = world_.live.current();
    for (const journal::Exchange& exchange : some) {
      if (!was_proxied(exchange, *snapshot) || !is_whole(exchange, true)) continue;
      if (const Status written = write(exchange); !written) on_problem_(written.error());
    }
  }
}

Status MappingRecorder::write(const journal::Exchange& exchange) {
  RecordSpec spec;
  for (const std::string& name : headers_) spec.headers.push_back({name, std::nullopt});
  spec.text_threshold = spec.binary_threshold = 0;
  spec.persistent = false;
  RecordedMapping mapping = recorded_mapping(exchange, spec, Uuid::random(Chance(fresh_seed())));
  if (!seen_.insert(json::write(mapping.document.at("request"))).second) return Done{};
  if (mapping.file) MIMUS_TRY_DONE(root_.write_file(mapping.file->name, mapping.file->bytes));
  MIMUS_TRY(stub::Stub stub, wiremock::read_mapping(mapping.document, root_.rules()));
  MIMUS_TRY_DONE(root_.place(stub));
  return root_.write(stub);
}

}  // namespace mimus::wiremock_admin
