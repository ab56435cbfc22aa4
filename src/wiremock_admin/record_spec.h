#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/uuid.h"
#include "problem.h"
#include "verification.h"

namespace mimus::wiremock_admin {

// What is to be recorded, and how: the document of POST /recordings/start and /recordings/snapshot.
// shared/reference/wiremock-admin.md, "Recording".
//
//   {"targetBaseUrl": "http://example.com", "filters": {"urlPathPattern": "/api/.*"}, "captureHeaders": {"Accept": {}}}
struct RecordSpec {
  struct CapturedHeader {
    std::string name;
    std::optional<bool> case_insensitive;
  };
  struct BodyPattern {
    enum class Matcher : std::uint8_t { kAuto, kEqualTo, kEqualToJson, kEqualToXml };
    Matcher matcher = Matcher::kAuto;
    std::optional<bool> case_insensitive, ignore_array_order, ignore_extra_elements;
  };

  std::string target;                  // "": no proxy of its own
  std::optional<Verification> wanted;  // nothing: every request
  std::optional<std::vector<Uuid>> events;
  bool allows_not_proxied = false;
  std::vector<CapturedHeader> headers;
  BodyPattern body;
  std::optional<std::uint64_t> text_threshold, binary_threshold;  // bytes; longer bodies go to files
  bool only_ids = false;
  bool persistent = true;
  bool scenarios = true;  // repeats are the steps of one; else the first of them alone
};

// Errors: 422 with the pointer of what is wrong. "transformers" and "transformerParameters" are read and have no effect.
Or<RecordSpec> read_record_spec(const json::Value& document);

// A number of bytes as thresholds have it: 20, "20", "10 KB", "1,5 MB"; units of 1024. Nothing: it is none.
std::optional<std::uint64_t> read_size(const json::Value& value);

}  // namespace mimus::wiremock_admin
