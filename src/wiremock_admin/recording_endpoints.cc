#include <utility>

#include "endpoints.h"
#include "recorder_page.h"
#include "recording.h"
#include "stub_document.h"

namespace mimus::wiremock_admin {
namespace {

Or<RecordSpec> spec_of(const Call& call) {
  MIMUS_TRY(const json::Value document, call.document());
  return read_record_spec(document);
}

server::Reply result(const Call& call, const Recorded& recorded) {
  json::Array all;
  for (const stub::StubPtr& stub : recorded.stubs) {
    if (recorded.spec.only_ids) {
      all.emplace_back(stub->source.id.value.text());
    } else {
      all.push_back(document_of(*stub));
    }
  }
  json::Object answer;
  answer[recorded.spec.only_ids ? "ids" : "mappings"] = std::move(all);
  if (recorded.passed > 0) {  // WireMock, whose journal has no bounds, has nothing like it
    answer["meta"] = json::Object{{"notRecorded", recorded.passed}, {"why", "the journal had no room for them any more; --journal-bytes gives it more"}};
  }
  return call.answers.json(std::move(answer));
}

Or<server::Reply> status(const Call& call) {
  return call.answers.json(json::Object{{"status", call.side.recording.status()}});
}

Or<server::Reply> start(const Call& call) {
  MIMUS_TRY(RecordSpec spec, spec_of(call));
  MIMUS_TRY_DONE(call.side.recording.start(call.side, std::move(spec)));
  return call.answers.empty_object();
}

Or<server::Reply> stop(const Call& call) {
  MIMUS_TRY(const Recorded recorded, call.side.recording.stop(call.side));
  return result(call, recorded);
}

Or<server::Reply> snapshot(const Call& call) {
  RecordSpec spec;
  if (!call.request.body.empty()) {
    MIMUS_TRY(spec, spec_of(call));
  }
  MIMUS_TRY(const Recorded recorded, take_snapshot(call.side, std::move(spec)));
  return result(call, recorded);
}

constexpr std::string_view kSpec = "what to record: targetBaseUrl, filters, captureHeaders, requestBodyPattern, extractBodyCriteria, …";

constexpr Endpoint kEndpoints[] = {
    {"GET", "/recorder", &recorder_page, "recording in the browser"},
    {"GET", "/recordings/status", &status, "whether it records: NeverStarted, Recording or Stopped"},
    {"POST", "/recordings/start", &start, "records what other servers answer; with targetBaseUrl a proxy for all requests", kSpec},
    {"POST", "/recordings/stop", &stop, "ends a recording: its stubs are served from now on"},
    {"POST", "/recordings/snapshot", &snapshot, "makes stubs of what the journal holds", kSpec},
};

}  // namespace

std::span<const Endpoint> recording_endpoints() {
  return kEndpoints;
}

}  // namespace mimus::wiremock_admin
