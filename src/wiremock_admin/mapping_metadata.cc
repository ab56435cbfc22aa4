#include <utility>

#include "facts/request_facts.h"
#include "mapping_files.h"
#include "mappings.h"
#include "metadata_matcher.h"
#include "stub_document.h"
#include "wiremock/request.h"

namespace mimus::wiremock_admin {

Or<MetadataMatcher> MetadataMatcher::read(const json::Value& matcher) {
  MIMUS_TRY(match::CompiledPattern pattern, understood(wiremock::compile_matcher(matcher)));
  return MetadataMatcher(std::move(pattern));
}

bool MetadataMatcher::matches(const stub::CompiledStub& stub) const {
  const std::string text = metadata_text(stub);
  http::Request request;
  request.body = text;
  Arena arena;
  facts::RequestFacts facts(request, arena);
  match::Captures captures;
  return pattern_.matches(facts, captures);
}

Or<server::Reply> find_by_metadata(const Call& call) {
  MIMUS_TRY(const json::Value document, call.document());
  MIMUS_TRY(const MetadataMatcher matcher, MetadataMatcher::read(document));
  std::vector<stub::StubPtr> stubs = call.side.world.live.current()->stubs.all();
  std::erase_if(stubs, [&](const stub::StubPtr& stub) { return !matcher.matches(*stub); });
  return call.answers.json(list_of(stubs));
}

Or<server::Reply> remove_by_metadata(const Call& call) {
  MIMUS_TRY(const json::Value document, call.document());
  MIMUS_TRY(const MetadataMatcher matcher, MetadataMatcher::read(document));
  const auto removed = call.side.world.stubs.remove_if(
      [&](const stub::CompiledStub& stub) { return matcher.matches(stub); });
  for (const stub::StubPtr& stub : removed) MIMUS_TRY_DONE(forget(call.side, *stub));
  return call.answers.empty_object();
}

}  // namespace mimus::wiremock_admin
