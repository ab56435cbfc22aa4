#pragma once

#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "fake/value.h"
#include "rows/rows.h"

namespace mimus::cli {

// Makes rows by number, on one thread.
class RowSource {
 public:
  virtual ~RowSource() = default;
  virtual Result<fake::Value> value(std::uint64_t number) = 0;
  virtual Status append_json(std::uint64_t number, std::string& out) = 0;
};
// A source for each worker; with one worker rows are made in order.
using MakeSource = std::function<std::unique_ptr<RowSource>()>;

struct RowJob {
  MakeSource make;
  std::uint64_t count;
  unsigned workers;
  std::string format;
  rows::Options options;
};
// Writes all rows in order. Memory: a few thousand rows for each worker. Fails with the first error
// of a row, or of the file.
Status write_rows(const RowJob& job, std::FILE* file);

}  // namespace mimus::cli
