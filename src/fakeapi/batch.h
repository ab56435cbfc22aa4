#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "ask.h"
#include "base/clock.h"
#include "fake/engine.h"

namespace mimus::fakeapi {

// Engines for the records of one request: record i from chance and i alone, or, with a seed, all of them from faker-js's one
// sequence.
class Source {
 public:
  Source(const Setting& setting, Chance chance, const Clock& clock);
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  fake::Engine& at(std::uint64_t record);

 private:
  const Chance chance_;
  std::unique_ptr<fake::Mersenne> sequence_;
  fake::KeyedDraws keyed_;
  fake::Engine engine_;
};

// A body of many records: `before`, records with `between` them, `after`. Small ones go out whole, large ones as a
// stream that makes its records as the client takes them.
struct Batch {
  std::string_view content_type = "application/json";  // static, as `between` and `after`
  std::string before;
  std::string_view between, after;
  std::uint64_t count = 1;
  // Appends record i; at the end of a record everything that belongs to it. Called in order.
  std::function<Status(fake::Engine&, std::uint64_t record, std::string& out)> make;
};

// An error of the first record is refused; later ones, which only chance brings about, are skipped over with null.
void send_batch(Ask& ask, const Setting& setting, Batch batch);

}  // namespace mimus::fakeapi
