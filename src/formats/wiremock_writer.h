#pragma once

#include <span>
#include <string>
#include <vector>

#include "json/json.h"
#include "stub/stub.h"

namespace mimus::formats {

// A stub as WireMock mappings: one for each method and, of several responses, one for each step of a scenario. Of a stub
// that is WireMock's anyway: its document. `lost` says what WireMock has no word for.
struct Mappings {
  std::vector<json::Value> documents;
  std::vector<std::string> lost;
};
Mappings to_wiremock(const stub::Stub& stub);

// {"mappings": […]} of all, as a server loads it; the last one is asked first there, so the order is turned around.
// The text is indented. `lost`: of each stub.
struct WiremockFile {
  std::string text;
  std::vector<std::vector<std::string>> lost;
};
WiremockFile write_wiremock(std::span<const stub::Stub> stubs);

}  // namespace mimus::formats
