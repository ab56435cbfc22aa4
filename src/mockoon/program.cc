#include "program.h"

#include <algorithm>
#include <string_view>

#include "http/message.h"
#include "id_expression.h"

namespace mimus::mockoon {
namespace {

std::string upper(std::string_view text) {
  std::string made(text);
  for (char& c : made) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return made;
}

class Compiler {
 public:
  Compiler(Program& program, std::vector<Error>& warnings) : program_(program), environment_(program.environment), warnings_(warnings) {}

  void run() {
    program_.headers = fields(environment_.headers, "/headers");
    program_.proxy_request_headers = fields(environment_.proxy_request_headers, "/proxyReqHeaders");
    program_.proxy_response_headers = fields(environment_.proxy_response_headers, "/proxyResHeaders");
    for (std::size_t i = 0; i < environment_.buckets.size(); ++i) {
      const Bucket& bucket = environment_.buckets[i];
      program_.buckets.push_back({text(bucket.value, "/data/" + std::to_string(i) + "/value"), asks_request(bucket.value)});
    }
    for (std::size_t i = 0; i < environment_.callbacks.size(); ++i) callback(environment_.callbacks[i], "/callbacks/" + std::to_string(i));
    for (std::size_t i = 0; i < environment_.routes.size(); ++i) route(environment_.routes[i], i);
    if (environment_.tls.enabled) {
      warn("/tlsOptions", "tlsOptions are not taken over: it is served over HTTP", "mimus serve FILE --https-port N --https-cert FILE");
    }
  }

 private:
  void warn(std::string pointer, std::string message, std::string hint = {}) {
    Error warning = invalid(std::move(message), std::move(hint));
    warning.where.pointer = std::move(pointer);
    warnings_.push_back(std::move(warning));
  }

  TemplateText text(std::string_view source, const std::string& pointer, bool templated = true) {
    TemplateText made = TemplateText::compile(source, templated);
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

  std::optional<std::size_t> bucket_place(std::string_view id) const {
    const auto found = std::ranges::find(environment_.buckets, id, &Bucket::id);
    if (id.empty() || found == environment_.buckets.end()) return std::nullopt;
    return static_cast<std::size_t>(found - environment_.buckets.begin());
  }

  void callback(const Callback& from, const std::string& pointer) {
    CompiledCallback made;
    made.source = &from;
    made.uri = text(from.uri, pointer + "/uri");
    made.body = text(from.body, pointer + "/body");
    made.file = text(from.file, pointer + "/filePath");
    made.fields = fields(from.headers, pointer + "/headers");
    made.bucket = bucket_place(from.bucket);
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
      made.bucket = bucket_place(from.bucket);
      if (!made.bucket && !from.bucket.empty()) warn(pointer + "/databucketID", "there is no data bucket '" + from.bucket + "'", "its body is the inline one");
      if (made.bucket) made.fresh_id = find_id_expression(environment_.buckets[*made.bucket].value, crud_key);
    }
    made.writes = made.body.writes;
    for (std::size_t i = 0; i < from.rules.size(); ++i) {
      std::string problem;
      made.rules.push_back(CompiledRule::compile(from.rules[i], problem));
      if (!problem.empty()) warn(pointer + "/rules/" + std::to_string(i), problem);
    }
    for (const CompiledField& field : made.fields) made.writes = made.writes || field.value.writes;
    add_callbacks(from, pointer, made);
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
    made.crud_key = from.responses.front().crud_key;
    std::vector<CompiledResponse> responses;
    for (std::size_t i = 0; i < from.responses.size(); ++i) {
      responses.push_back(response(from.responses[i], from.pointer + "/responses/" + std::to_string(i), made.crud_key));
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
};

}  // namespace

std::shared_ptr<const Program> compile(Environment environment, std::string folder, std::vector<Error>& warnings) {
  const auto program = std::make_shared<Program>();
  program->environment = std::move(environment);
  program->folder = std::move(folder);
  program->proxy_label = "upstream " + program->environment.proxy_host;
  Compiler(*program, warnings).run();
  return program;
}

}  // namespace mimus::mockoon
