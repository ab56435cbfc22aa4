#include "session_report.h"

#include <set>

#include "facts/request_facts.h"
#include "journal/borrowed_request.h"
#include "serve/unmatched.h"

namespace mimus::admin {
namespace {

constexpr std::size_t kListed = 100;
constexpr std::size_t kClosest = 3;

json::Object line(const journal::Exchange& exchange) {
  json::Object said{{"id", exchange.id}, {"method", exchange.request.method}, {"url", exchange.request.target},
                    {"status", exchange.status}};
  if (exchange.matched) said["route"] = exchange.stub_label;
  return said;
}

struct Listed {
  json::Array first;
  std::uint64_t count = 0;
  template <class Make>
  void add(Make&& make) {
    if (count++ < kListed) first.push_back(make());
  }
  void into(json::Object& out, std::string_view name) {
    out[name] = std::move(first);
    out[std::string(name) + "Count"] = count;
  }
};

}  // namespace

json::Object report(const serve::World& world, const stub::StubSet& before) {
  const std::shared_ptr<const serve::Snapshot> live = world.live.current();
  Listed unmatched, unverified, unused;
  std::uint64_t requests = 0, matched = 0;
  std::set<Uuid> asked;
  world.journal.visit(
      {},
      [&](const journal::Exchange& exchange) {
        ++requests;
        if (exchange.matched) {
          ++matched;
          asked.insert(exchange.stub_id);
          if (!world.verifications.covers(exchange.id)) unverified.add([&] { return line(exchange); });
        } else {
          unmatched.add([&] {
            json::Object said = line(exchange);
            const journal::BorrowedRequest borrowed(exchange);
            Arena arena;
            facts::RequestFacts facts(borrowed.request(), arena);
            said["closest"] = serve::closest_stubs(live->stubs, facts, kClosest);
            return said;
          });
        }
        return true;
      },
      journal::Journal::Order::kOldestFirst);
  live->stubs.for_each([&](const stub::CompiledStub& stub) {
    if (before.find(stub.source.id) != nullptr || asked.contains(stub.id)) return;
    unused.add([&] { return json::Object{{"id", stub.id.text()}, {"route", stub.label}}; });
  });
  json::Array checks;
  bool passed = true;
  for (const serve::Verification& check : world.verifications.all()) {
    passed = passed && check.passed;
    checks.push_back(json::Object{{"what", check.what}, {"expected", check.expected}, {"found", check.found},
                                  {"passed", check.passed}});
  }
  json::Object said{{"requests", requests}, {"matched", matched}, {"verifications", std::move(checks)}, {"verified", passed}};
  unverified.into(said, "unverified");
  unmatched.into(said, "unmatched");
  unused.into(said, "unused");
  const std::uint64_t appended = world.journal.stats().appended;
  if (appended > requests) said["forgotten"] = appended - requests;  // the journal's budget was too small
  return said;
}

}  // namespace mimus::admin
