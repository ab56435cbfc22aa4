#include "stub_document.h"

#include <string_view>
#include <utility>

#include "base/overloaded.h"
#include "jackson.h"
#include "json/document.h"
#include "text/encoding.h"

namespace mimus::wiremock_admin {
namespace {

bool is_of_wiremock(const stub::CompiledStub& stub) {
  return stub.source.dialect == stub::Dialect::kWireMock && !stub.source.more->document.empty();
}

json::Object request_of(const match::RequestPattern& pattern) {
  using Kind = match::PathPattern::Kind;
  const std::string_view text = pattern.path.text();
  json::Object request;
  switch (pattern.path.kind()) {
    case Kind::kExact:
      request["urlPath"] = text;
      break;
    case Kind::kTemplate:
    case Kind::kRest:
      request["urlPathTemplate"] = text;
      break;
    case Kind::kPrefix:
      request["urlPathPattern"] = "\\Q" + std::string(text) + "\\E.*";
      break;
    case Kind::kRegex:
      request["urlPathPattern"] = pattern.path.expression();
      break;
    case Kind::kAny:
      break;
  }
  request["method"] = pattern.methods.size() == 1 ? pattern.methods.front() : "ANY";
  return request;
}

json::Object response_of(const stub::ResponseSpec& spec) {
  json::Object response{{"status", spec.status}};
  std::visit(Overloaded{
                 [](const stub::NoBody&) {},
                 [&](const stub::JsonBody& body) { response["jsonBody"] = body.value; },
                 [&](const stub::TextBody& body) { response["body"] = body.text; },
                 [&](const stub::BinaryBody& body) {
                   response["base64Body"] = text::base64_encode(body.bytes);
                 },
                 [&](const stub::FileBody& body) { response["bodyFileName"] = body.path; },
             },
             spec.body);
  return response;
}

json::Object metadata_of(const stub::Origin& origin) {
  json::Object where{{"file", origin.file}};
  if (origin.line > 0) where["line"] = origin.line;
  return {{"mimus", std::move(where)}};
}

json::Object made_for(const stub::CompiledStub& stub) {
  const stub::Stub original = stub.original();
  const std::string id = original.id.value.text();
  json::Object document{{"id", id}, {"name", original.label}};
  document["request"] = request_of(original.request);
  document["response"] = response_of(original.responses.front());
  document["uuid"] = id;
  if (original.priority != 5) document["priority"] = original.priority;
  document["metadata"] = metadata_of(original.origin);
  return document;
}

}  // namespace

json::Object document_of(const stub::CompiledStub& stub) {
  if (is_of_wiremock(stub)) {
    auto parsed = json::parse(stub.source.more->document);
    if (parsed && parsed->is_object()) return std::move(parsed->as_object());
  }
  return made_for(stub);
}

std::string document_text(const stub::CompiledStub& stub) {
  if (is_of_wiremock(stub)) {
    if (const auto parsed = json::Document::parse(stub.source.more->document)) return write_as_jackson(parsed->root());
  }
  return write_as_jackson(made_for(stub));
}

std::string metadata_text(const stub::CompiledStub& stub) {
  if (!is_of_wiremock(stub)) return write_as_jackson(metadata_of(stub.source.origin));
  return write_as_jackson(stub.source.more->metadata);
}

json::Object list_of(json::Array documents, std::size_t total) {
  json::Object list;
  list["mappings"] = std::move(documents);
  list["meta"] = json::Object{{"total", total}};
  return list;
}

json::Object list_of(const std::vector<stub::StubPtr>& stubs) {
  json::Array documents;
  documents.reserve(stubs.size());
  for (const stub::StubPtr& stub : stubs) documents.push_back(document_of(*stub));
  return list_of(std::move(documents), stubs.size());
}

}  // namespace mimus::wiremock_admin
