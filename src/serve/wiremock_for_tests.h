#pragma once

#include "serving_for_tests.h"

namespace mimus::serve {

// Of every stub of these.
inline constexpr std::string_view kId = "00000000-0000-4000-8000-000000000001";

inline stub::Stub wiremock_stub(std::string_view path, stub::ResponseSpec response,
                                std::vector<std::string> methods = {"GET"}) {
  stub::Stub made;
  made.dialect = stub::Dialect::kWireMock;
  made.request.manner = match::Manner::kWireMock;
  made.request.path = match::PathPattern::raw_exact(path);
  made.request.methods = std::move(methods);
  made.id = stub::StubId{*Uuid::parse(kId)};
  made.label = std::string(path);
  made.cors.edit().enabled = false;
  made.responses = {std::move(response)};
  made.pace.chunked = true;
  return made;
}

inline stub::ResponseSpec literal(std::string text) {
  stub::ResponseSpec spec;
  spec.body = stub::TextBody{std::move(text), false};
  spec.templated_fields = false;
  return spec;
}
inline stub::ResponseSpec templated(std::string text) {
  stub::ResponseSpec spec;
  spec.body = stub::TextBody{std::move(text)};
  return spec;
}

// One stub in a world of WireMock's dialect.
class OneStub {
 public:
  explicit OneStub(stub::Stub stub, StubStore::Files files = {}) : mocks({}) {
    files.dialect = stub::Dialect::kWireMock;
    files.cors.enabled = stub.cors->enabled;
    files.stubs.push_back(std::move(stub));
    std::vector<Error> errors;
    EXPECT_TRUE(mocks.world.stubs.take_files(std::move(files), errors));
    for (const Error& error : errors) ADD_FAILURE() << describe(error);
  }
  Mocks mocks;
};

}  // namespace mimus::serve
