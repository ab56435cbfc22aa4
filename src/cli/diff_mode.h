#pragma once

#include <memory>
#include <string>

#include "arguments.h"
#include "base/result.h"
#include "diff/live_diff.h"
#include "serve/outward.h"
#include "server/handler.h"

namespace mimus::cli {

// `mimus serve --diff-against`: the live comparison, a line on standard output for each difference, and the report at the end.
class DiffMode {
 public:
  // nullptr without --diff-against. `loops`: of the server; `mocks` have one more. Errors: a bad address, bad rules.
  static Result<std::unique_ptr<DiffMode>> start(const ServeArguments& arguments, const serve::Outward& outward, server::Handler& mocks, unsigned loops);

  diff::LiveDiff& live() { return *live_; }
  Status finish();  // when no request comes any more. Errors: kIo, the report cannot be written

 private:
  std::string against_, report_;
  std::unique_ptr<diff::LiveDiff> live_;
};

}  // namespace mimus::cli
