#include "program.h"

#include <algorithm>
#include <filesystem>
#include <string_view>

#include "http/message.h"
#include "id_expression.h"
#include "letters.h"

namespace mimus::mockoon {
namespace {

class Compiler {
 public:
  Compiler(Program& program, std::vector<Error>& warnings) : program_(program), environment_(program.environment), warnings_(warnings) {}

  void run() {
    program_.headers = fields(environment_.headers, "/headers");
    program_.proxy_request_headers = fields(environment_.proxy_request_headers, "/proxyReqHeaders");
    program_.proxy_response_headers = fields(environment_.proxy_response_headers, "/proxyResHeaders");
    for (const auto* all : {&program_.headers, &program_.proxy_request_headers, &program_.proxy_response_headers}) {
      program_.headers_write = program_.headers_write || any_writes(*all);
    }
    for (std::size_t i = 0; i < environment_.buckets.size(); ++i) {
      const Bucket& bucket = environment_.buckets[i];
      program_.buckets.push_back({text(bucket.value, "/data/" + std::to_string(i) + "/value"), asks_request(bucket.value)});
    }
    for (std::size_t i = 0; i < environment_.callbacks.size(); ++i) callback(environment_.callbacks[i], "/callbacks/" + std::to_string(i));
    for (std::size_t i = 0; i < environment_.routes.size(); ++i) route(environment_.routes[i], i);
    if (environment_.tls.enabled) tls();
  }

 private:
  void warn(std::string pointer, std::string message, std::string hint = {}) {
    Error warning = invalid(std::move(message), std::move(hint));
    warning.where.pointer = std::move(pointer);
    warnings_.push_back(std::move(warning));
  }

  // Without a certificate of its own it gets one of our authority, where Mockoon has one that it brings along.
  void tls() {
    const Tls& said = environment_.tls;
    native::Https& https = program_.https.emplace();
    if (said.pfx) {
      https.certificate = beside(said.pfx_path);
    } else if (!said.cert_path.empty() && !said.key_path.empty()) {
      https.certificate = beside(said.cert_path);
      https.key = beside(said.key_path);
    } else if (!said.cert_path.empty() || !said.key_path.empty()) {
      warn("/tlsOptions", "a certificate needs certPath and keyPath: neither is used", "mimus ca show tells of the one that is");
    }
    if (!https.certificate.empty()) https.password = said.passphrase;
    if (!said.ca_path.empty()) warn("/tlsOptions/caPath", "caPath is not used: clients are asked for no certificate", "--https-client-ca FILE asks for one");
  }

  std::string beside(const std::string& path) const {
    return path.empty() ? "" : (std::filesystem::path(program_.folder) / path).string();
  }

  static bool any_writes(const std::vector<CompiledField>& fields) {
    return std::ranges::any_of(fields, [](const CompiledField& field) { return field.value.writes; });
  }

  // A route's templates are told apart within it: its place in the file changes nobody's luck.
  std::string_view place(std::string_view pointer) const {
    return pointer.starts_with(route_) ? pointer.substr(route_.size()) : pointer;
  }

  TemplateText text(std::string_view source, const std::string& pointer, bool templated = true) {
    TemplateText made = templated ? TemplateText::compile(source, place(pointer)) : TemplateText::literal(source);
    if (made.broken) warn(pointer, "this template answers with an error: " + made.broken->message);
    return made;
  }

  std::vector<CompiledField> fields(const std::vector<Field>& from, const std::string& pointer) {
    std::vector<CompiledField> made;
    for (std::size_t i = 0; i < from.size(); ++i) {
      if (from[i].key.empty() || from[i].value.empty()) continue;
      const std::string place = pointer + "/" + std::to_string(i);
      if (!http::is_token(from[i].key)) {
        warn(place, "'" + from[i].key + "' is no name of a header", "it is left out");
        continue;
      }
      if (http::same_name(from[i].key, "Content-Length") || http::same_name(from[i].key, "Transfer-Encoding")) continue;  // ours to say
      made.push_back({from[i].key, text(from[i].value, place + "/value")});
    }
    return made;
  }

  void callback(const Callback& from, const std::string& pointer) {
    CompiledCallback made;
    made.source = &from;
    made.uri = text(from.uri, pointer + "/uri");
    made.body = text(from.body, pointer + "/body");
    made.file = text(from.file, pointer + "/filePath");
    made.fields = fields(from.headers, pointer + "/headers");
    made.bucket = environment_.bucket_place(from.bucket);
    made.writes = made.uri.writes || made.body.writes || made.file.writes || any_writes(made.fields);
    program_.callbacks.push_back(std::move(made));
  }

  void add_callbacks(const Response& from, const std::string& pointer, CompiledResponse& made) {
    for (std::size_t i = 0; i < from.callbacks.size(); ++i) {
      const auto found = std::ranges::find(environment_.callbacks, from.callbacks[i].uuid, &Callback::uuid);
      if (found == environment_.callbacks.end()) {
        warn(pointer + "/callbacks/" + std::to_string(i), "there is no callback with this uuid");
        continue;
      }
      made.callbacks.emplace_back(static_cast<std::size_t>(found - environment_.callbacks.begin()), from.callbacks[i].latency);
    }
  }

  CompiledResponse response(const Response& from, const std::string& pointer, std::string_view crud_key) {
    CompiledResponse made;
    made.source = &from;
    made.body = text(from.body, pointer + "/body", from.templated);
    made.file = text(from.file, pointer + "/filePath");
    made.fields = fields(from.headers, pointer + "/headers");
    if (from.body_type == BodyType::kBucket) {
      made.bucket = environment_.bucket_place(from.bucket);
      if (!made.bucket && !from.bucket.empty()) warn(pointer + "/databucketID", "there is no data bucket '" + from.bucket + "'", "its body is the inline one");
      if (made.bucket) made.fresh_id = find_id_expression(environment_.buckets[*made.bucket].value, crud_key);
    }
    for (std::size_t i = 0; i < from.rules.size(); ++i) {
      std::string problem;
      const std::string at = pointer + "/rules/" + std::to_string(i);
      made.rules.push_back(CompiledRule::compile(from.rules[i], place(at), problem));
      if (!problem.empty()) warn(at, problem);
    }
    add_callbacks(from, pointer, made);
    const auto calls_write = [&](const auto& use) { return program_.callbacks[use.first].writes; };
    made.writes = program_.headers_write || made.body.writes || made.file.writes || any_writes(made.fields) ||
                  (made.fresh_id && made.fresh_id->text.writes) || std::ranges::any_of(made.callbacks, calls_write);
    if (from.status < 200) warn(pointer + "/statusCode", "a final answer cannot have the status " + std::to_string(from.status), "it is sent as 200");
    return made;
  }

  void add_path(const CompiledRoute& like, std::string_view method, std::string_view endpoint, std::optional<CrudCall> crud) {
    auto path = EndpointPath::compile(environment_.prefix, endpoint);
    if (!path) {
      warn(like.source->pointer + "/endpoint", "this endpoint is left out: " + path.error().message, path.error().hint);
      return;
    }
    CompiledRoute made = like;
    made.method = method == "all" ? "" : upper(method);
    made.path = *std::move(path);
    made.crud = crud;
    made.label = upper(method.empty() ? std::string_view("all") : method) + " " + made.path.text();
    program_.routes.push_back(std::move(made));
  }

  void route(const Route& from, std::size_t number) {
    if (from.type == RouteType::kSocket) {
      return warn(from.pointer, "'" + from.endpoint + "' is a WebSocket route: it is not served", "HTTP and CRUD routes are");
    }
    if (from.responses.empty()) return warn(from.pointer, "'" + from.endpoint + "' has no response: it is left out");
    CompiledRoute made;
    made.source = &from;
    made.number = number;
    const std::string& crud_key = from.responses.front().crud_key;
    made.crud_key = ValuePath::compile(crud_key);
    route_ = from.pointer;
    std::vector<CompiledResponse> responses;
    for (std::size_t i = 0; i < from.responses.size(); ++i) {
      responses.push_back(response(from.responses[i], from.pointer + "/responses/" + std::to_string(i), crud_key));
      made.writes = made.writes || std::ranges::any_of(responses.back().rules, &CompiledRule::writes);
    }
    made.responses = std::make_shared<const std::vector<CompiledResponse>>(std::move(responses));
    const std::size_t before = program_.routes.size();
    if (from.type == RouteType::kHttp) {
      add_path(made, from.method.empty() ? "all" : from.method, from.endpoint, std::nullopt);
    } else {
      for (const CrudRow& row : crud_rows()) {
        add_path(made, row.method, row.item ? from.endpoint + "/:id" : from.endpoint, row.call);
        if (program_.routes.size() == before) return;  // the endpoint is none: once is enough to say so
      }
    }
    if (program_.routes.size() > before) ++program_.served;
  }

  Program& program_;
  const Environment& environment_;
  std::vector<Error>& warnings_;
  std::string route_;  // that is being compiled: its pointer
};

}  // namespace

std::shared_ptr<const Program> compile(Environment environment, std::string folder, std::vector<Error>& warnings) {
  const auto program = std::make_shared<Program>();
  program->environment = std::move(environment);
  program->folder = std::move(folder);
  const std::string& prefix = program->environment.prefix;
  if (!prefix.empty()) program->prefix = (prefix.starts_with('/') ? "" : "/") + prefix;
  program->proxy_label = "upstream " + program->environment.proxy_host;
  Compiler(*program, warnings).run();
  return program;
}

}  // namespace mimus::mockoon
