#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "formats/formats.h"
#include "json/json.h"
#include "stub/stub.h"

namespace mimus::cli {

// Where stubs go, and how they are written. `import` and `export` share it.
struct StubOutput {
  std::string to = "native";  // native, wiremock, har, postman, curl
  std::string path;   // a file; a folder when it ends in '/', is one, or has no extension; "" :
                      // standard output
  std::string title;  // native: the comment at the top
  std::vector<json::Value> more;               // native: routes that are documents already
  std::string base = "http://127.0.0.1:8080";  // har, postman, curl: where the mocks are
};

struct Written {
  std::size_t routes = 0;
  std::vector<std::string> files;
  std::vector<formats::Report::Line> lost;  // what the form has no word for
};

// A folder gets mimus.yaml and files/ (native), or mappings/ and __files/ (WireMock); large bodies
// have files of their own there. Errors: of the file system; kUnsupported for a form that is not
// there.
Result<Written> write_stubs(std::vector<stub::Stub> stubs, const StubOutput& output);

}  // namespace mimus::cli
