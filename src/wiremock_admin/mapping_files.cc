#include "mapping_files.h"

namespace mimus::wiremock_admin {
namespace {

Problem not_kept(const Error& error) {
  return broken(describe(error));
}

bool has_own_file(const stub::Stub& stub) {
  return stub.dialect == stub::Dialect::kWireMock && !stub.origin.file.empty() && stub.origin.alone;
}

}  // namespace

bool is_read_only(const stub::CompiledStub& stub) {
  const stub::Stub& source = stub.source;
  return source.dialect == stub::Dialect::kWireMock && !source.origin.file.empty() &&
         !source.origin.alone;
}

Or<Done> find_place(const Side& side, stub::Stub& stub) {
  if (side.options.root == nullptr || !stub.more->persistent) return Done{};
  if (auto placed = side.options.root->place(stub); !placed) return not_kept(placed.error());
  return Done{};
}

Or<Done> keep(const Side& side, const stub::Stub& stub) {
  if (side.options.root == nullptr || !stub.more->persistent) return Done{};
  if (auto written = side.options.root->write(stub); !written) return not_kept(written.error());
  return Done{};
}

Or<Done> forget(const Side& side, const stub::CompiledStub& stub, bool always) {
  if (side.options.root == nullptr || !has_own_file(stub.source)) return Done{};
  if (!always && !stub.source.more->persistent) return Done{};
  if (auto erased = side.options.root->erase(stub.source); !erased) return not_kept(erased.error());
  return Done{};
}

}  // namespace mimus::wiremock_admin
