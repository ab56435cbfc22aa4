#pragma once

#include <span>
#include <string>
#include <vector>

#include "exchange/exchange.h"
#include "stub/stub.h"

namespace mimus::formats {

// An example of what a stub answers: a request that it takes, and each of its responses to it. For formats that hold
// exchanges: HAR, curl, Postman.
struct Example {
  std::string name;                  // the stub's label
  std::string path;                  // its path pattern, with {captures}
  exchange::Request request;
  std::vector<exchange::Response> responses;
};

// `base`: "http://127.0.0.1:8080". Captures have a sample of their type, conditions the value that they compare with; what a
// matcher asks for otherwise (an expression, a range) is left out, and `lost` says so. Templates stay as they are
// written. `files` reads a body file: its bytes, "" when it is not there.
struct Examples {
  std::vector<Example> all;
  std::vector<std::vector<std::string>> lost;  // of each stub
};
using ReadFile = std::string (*)(const stub::FileBody& file);
Examples examples_of(std::span<const stub::Stub> stubs, const std::string& base, ReadFile files);

// All of them as exchanges, in order: one for each response.
std::vector<exchange::Exchange> exchanges_of(const Examples& examples);

}  // namespace mimus::formats
