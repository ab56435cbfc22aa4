#include "compile_stubs.h"

#include <algorithm>
#include <future>
#include <iterator>
#include <utility>

#include "base/cores.h"

namespace mimus::serve {
namespace {

// Sets from this size on are compiled by several threads.
constexpr std::size_t kWorthThreads = 1000;

struct Compiled {
  std::vector<stub::StubPtr> stubs;
  std::vector<Error> errors;
};

Compiled compile_some(std::span<stub::Stub> stubs, std::span<const Place> places) {
  Compiled compiled;
  compiled.stubs.reserve(stubs.size());
  for (std::size_t i = 0; i < stubs.size(); ++i) {
    auto stub = stub::CompiledStub::compile(std::move(stubs[i]), places[i].order, places[i].born);
    if (stub) {
      compiled.stubs.push_back(*std::move(stub));
      continue;
    }
    Error error = std::move(stub).error();
    const stub::Origin& origin = stubs[i].origin;  // still there: it is taken when all is well
    error.where.source = origin.file;
    error.where.line = origin.line;
    error.where.pointer = origin.pointer + error.where.pointer;
    compiled.errors.push_back(std::move(error));
  }
  return compiled;
}

}  // namespace

std::vector<stub::StubPtr> compile_stubs(std::vector<stub::Stub> stubs,
                                         std::span<const Place> places,
                                         std::vector<Error>& errors) {
  const std::size_t threads = stubs.size() < kWorthThreads ? 1 : std::clamp(usable_cores(), 1u, 8u);
  const std::size_t share = (stubs.size() + threads - 1) / threads;
  const std::span<stub::Stub> all(stubs);
  std::vector<std::future<Compiled>> others;
  for (std::size_t first = share; first < stubs.size(); first += share) {
    const std::size_t size = std::min(share, stubs.size() - first);
    others.push_back(std::async(std::launch::async, [part = all.subspan(first, size),
                                                     numbers = places.subspan(first, size)] {
      return compile_some(part, numbers);
    }));
  }
  const std::size_t mine = std::min(share, stubs.size());
  Compiled compiled = compile_some(all.first(mine), places.first(mine));
  for (std::future<Compiled>& other : others) {
    Compiled part = other.get();
    std::move(part.stubs.begin(), part.stubs.end(), std::back_inserter(compiled.stubs));
    std::move(part.errors.begin(), part.errors.end(), std::back_inserter(compiled.errors));
  }
  std::move(compiled.errors.begin(), compiled.errors.end(), std::back_inserter(errors));
  return std::move(compiled.stubs);
}

}  // namespace mimus::serve
