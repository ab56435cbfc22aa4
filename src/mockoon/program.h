#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "crud.h"
#include "endpoint_path.h"
#include "environment.h"
#include "memory.h"
#include "native/native.h"
#include "rule.h"
#include "schema_cache.h"
#include "template_text.h"
#include "value_path.h"

namespace mimus::mockoon {

struct CompiledField {
  std::string name;
  TemplateText value;
};

// The part of a bucket's template that makes an item's id: {"id": "{{uuid}}"}. What it renders to is JSON unless it stood in quotes.
struct IdExpression {
  TemplateText text;
  bool quoted = false;
};

struct CompiledResponse {
  const Response* source = nullptr;
  TemplateText body, file;
  std::vector<CompiledField> fields;
  std::vector<CompiledRule> rules;
  std::optional<std::size_t> bucket;  // of BodyType::kBucket
  std::optional<IdExpression> fresh_id;
  std::vector<std::pair<std::size_t, Milliseconds>> callbacks;
  bool writes = false;                // rendering it, with headers and callbacks, may change the memory
};

// A route that requests can come to. A CRUD route is nine of them.
struct CompiledRoute {
  const Route* source = nullptr;
  std::size_t number = 0;  // of the route's calls in Memory
  std::string method;      // "GET"; "" for all
  EndpointPath path;
  std::optional<CrudCall> crud;
  std::string label;       // "GET /api/users/:id"
  std::shared_ptr<const std::vector<CompiledResponse>> responses;
  bool writes = false;     // its rules may
  ValuePath crud_key;
};

struct CompiledBucket {
  TemplateText text;
  bool asks_request = false;  // made at the first request that wants it
};

struct CompiledCallback {
  const Callback* source = nullptr;
  TemplateText uri, body, file;
  std::vector<CompiledField> fields;
  std::optional<std::size_t> bucket;
  bool writes = false;
};

// An environment, compiled. Immutable; any thread.
struct Program {
  Environment environment;
  std::string folder;  // absolute: where its files are
  std::optional<native::Https> https;  // tlsOptions, enabled
  std::string prefix;  // "/api", or ""
  std::string proxy_label;  // "upstream https://api.example.com"
  std::vector<CompiledRoute> routes;
  std::size_t served = 0;  // of the environment's routes
  std::vector<CompiledField> headers, proxy_request_headers, proxy_response_headers;
  bool headers_write = false;  // any of these may
  std::vector<CompiledBucket> buckets;
  std::vector<CompiledCallback> callbacks;
};

// What is not served as the file says it is in `warnings`, with a pointer each.
std::shared_ptr<const Program> compile(Environment environment, std::string folder, std::vector<Error>& warnings);

// An environment that is being served.
struct Instance {
  explicit Instance(std::shared_ptr<const Program> of)
      : program(std::move(of)), memory(program->environment.buckets, program->environment.routes.size()) {}
  const std::shared_ptr<const Program> program;
  Memory memory;
  SchemaCache schemas;
};

}  // namespace mimus::mockoon
