#include "compiled_response.h"

#include <array>
#include <optional>
#include <span>
#include <utility>

#include "base/overloaded.h"
#include "http/content_coding.h"
#include "wiremock_fields.h"

namespace mimus::stub {
namespace {

constexpr std::string_view kAllowOrigin = "Access-Control-Allow-Origin";
constexpr std::string_view kExposeHeaders = "Access-Control-Expose-Headers";

Error under(std::string_view pointer, Error error) {
  error.where.pointer.insert(0, pointer);
  return error;
}

// ---- fields ------------------------------------------------------------------------------------

std::string joined(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) {
    if (!out.empty()) out += ", ";
    out += item;
  }
  return out;
}

// Does the same CORS answer fit every request?
bool same_for_all(const Cors& cors) {
  return !cors.credentials && cors.origins.size() == 1 && cors.origins.front() == "*";
}

std::string_view default_media_type(const Body& body) {
  return std::visit(Overloaded{
                        [](const JsonBody&) { return "application/json"; },
                        [](const TextBody&) { return "text/plain; charset=utf-8"; },
                        [](const BinaryBody&) { return "application/octet-stream"; },
                        [](const auto&) { return ""; },
                    },
                    body);
}

// The fields that a response has without naming them. Borrows from the stub and from static text,
// and owns what has to be made.
class ImpliedFields {
 public:
  ImpliedFields(const ResponseSpec& spec, const Stub& stub) {
    if (stub.dialect == Dialect::kWireMock) {
      append_matched_fields(stub, made_);
      for (const http::OwnedField& field : made_) put(field.name, field.value);
      return;
    }
    const Cors& cors = *stub.cors;
    const std::string_view type =
        http::forbids_body(spec.status) ? "" : default_media_type(spec.body);
    if (!type.empty() && !names_field(spec.fields, "Content-Type")) put("Content-Type", type);
    if (!cors.enabled || !same_for_all(cors)) return;
    if (!names_field(spec.fields, kAllowOrigin)) put(kAllowOrigin, "*");
    if (!cors.expose.empty() && !names_field(spec.fields, kExposeHeaders)) {
      exposed_ = joined(cors.expose);
      put(kExposeHeaders, exposed_);
    }
  }
  ImpliedFields(const ImpliedFields&) = delete;

  std::span<const http::HeaderField> view() const { return {fields_.data(), count_}; }

 private:
  void put(std::string_view name, std::string_view value) { fields_[count_++] = {name, value}; }

  std::array<http::HeaderField, 3> fields_;
  std::size_t count_ = 0;
  std::vector<http::OwnedField> made_;
  std::string exposed_;
};

// ---- bodies ------------------------------------------------------------------------------------

// A body in its two possible forms: bytes known now, or a recipe in `rendered`.
struct CompiledBody {
  bool constant = true;
  std::string bytes;
};

Result<CompiledBody> compile_json(const JsonBody& body, render::ResponseTemplate& rendered) {
  auto compiled = render::JsonTemplate::compile(body.value);
  if (!compiled) return under("/response", std::move(compiled).error());
  if (compiled->constant()) return CompiledBody{true, std::string(compiled->constant_text())};
  rendered.kind = render::ResponseTemplate::Kind::kJson;
  rendered.json = *std::move(compiled);
  return CompiledBody{false, {}};
}

Result<CompiledBody> compile_text(std::string_view text, render::ResponseTemplate& rendered) {
  auto compiled = render::Template::compile(text, rendered.language);
  if (!compiled) return under("/response", std::move(compiled).error());
  if (compiled->constant()) return CompiledBody{true, std::string(compiled->constant_text())};
  rendered.kind = render::ResponseTemplate::Kind::kText;
  rendered.text = *std::move(compiled);
  return CompiledBody{false, {}};
}

Result<CompiledBody> compile_file(const FileBody& body, bool templated,
                                  render::ResponseTemplate& rendered) {
  rendered.kind = render::ResponseTemplate::Kind::kFile;
  rendered.root = body.root;
  rendered.file_templated = body.templated;
  if (!templated) {
    rendered.text = render::Template::literal(body.path);
    return CompiledBody{false, {}};
  }
  auto compiled = render::Template::compile(body.path, rendered.language);
  if (!compiled) return under("/file", std::move(compiled).error());
  rendered.text = *std::move(compiled);
  return CompiledBody{false, {}};
}

Result<CompiledBody> compile_body(const ResponseSpec& spec, render::ResponseTemplate& rendered) {
  if (http::forbids_body(spec.status)) return CompiledBody{};
  // Only our templates know JSON; those of others make its text.
  const bool knows_json = rendered.language == render::Language::kOurs;
  return std::visit(
      Overloaded{
          [](const NoBody&) -> Result<CompiledBody> { return CompiledBody{}; },
          [&](const JsonBody& body) -> Result<CompiledBody> {
            if (!body.templated) return CompiledBody{true, json::write(body.value)};
            return knows_json ? compile_json(body, rendered)
                              : compile_text(json::write(body.value), rendered);
          },
          [&](const TextBody& body) -> Result<CompiledBody> {
            if (!body.templated) return CompiledBody{true, body.text};
            return compile_text(body.text, rendered);
          },
          [](const BinaryBody& body) -> Result<CompiledBody> {
            return CompiledBody{true, body.bytes};
          },
          [&](const FileBody& body) { return compile_file(body, spec.templated_fields, rendered); },
      },
      spec.body);
}

// ---- responses ---------------------------------------------------------------------------------

render::Language language_of(Dialect dialect) {
  switch (dialect) {
    case Dialect::kNative:
      return render::Language::kOurs;
    case Dialect::kWireMock:
      return render::Language::kWireMock;
    case Dialect::kMockoon:
      return render::Language::kMockoon;
  }
  return render::Language::kOurs;
}

// WireMock's server calls a status that nobody registered by its number.
std::string reason_of(const ResponseSpec& spec, const Stub& stub) {
  const bool unnamed = spec.reason.empty() && http::reason_phrase(spec.status).empty();
  return unnamed && stub.dialect == Dialect::kWireMock ? std::to_string(spec.status) : spec.reason;
}

http::PreparedResponse prepare(const ResponseSpec& spec, const Stub& stub,
                               std::vector<http::OwnedField> fields, std::string_view body,
                               std::string_view label) {
  using Framing = http::PreparedResponse::Framing;
  const bool chunked = stub.dialect == Dialect::kWireMock && take_chunked(stub.pace, fields);
  return http::PreparedResponse::make(spec.status, reason_of(spec, stub), std::move(fields), body,
                                      label, chunked ? Framing::kChunked : Framing::kLength);
}

// The body, when it is clear at once that it is the same for every request. Made in `made`, or
// borrowed.
std::optional<std::string_view> plain_body(const ResponseSpec& spec, Dialect dialect,
                                           std::string& made) {
  if (http::forbids_body(spec.status)) return "";
  const auto text = [](bool templated, std::string_view bytes) {
    const bool plain = !templated || bytes.find("{{") == bytes.npos;
    return plain ? std::optional(bytes) : std::nullopt;
  };
  return std::visit(
      Overloaded{
          [](const NoBody&) -> std::optional<std::string_view> { return ""; },
          [&](const JsonBody& body) -> std::optional<std::string_view> {
            if (body.templated && language_of(dialect) == render::Language::kOurs) {
              auto plain = render::JsonTemplate::plain_text(body.value);
              if (!plain) return std::nullopt;
              made = *std::move(plain);
              return made;
            }
            made = json::write(body.value);
            return text(body.templated, made);
          },
          [&](const TextBody& body) { return text(body.templated, body.text); },
          [](const BinaryBody& body) -> std::optional<std::string_view> { return body.bytes; },
          [](const FileBody&) -> std::optional<std::string_view> { return std::nullopt; },
      },
      spec.body);
}

// As most are: a constant body, no fields of its own.
std::optional<http::PreparedResponse> prepare_plain(const ResponseSpec& spec, const Stub& stub,
                                                    std::string_view label) {
  if (!spec.fields.empty() || !spec.status_text.empty()) return std::nullopt;
  std::string made;
  const std::optional<std::string_view> body = plain_body(spec, stub.dialect, made);
  if (!body) return std::nullopt;
  using Framing = http::PreparedResponse::Framing;
  const bool chunked = stub.dialect == Dialect::kWireMock && stub.pace.chunked;
  return http::PreparedResponse::make_of(spec.status, reason_of(spec, stub),
                                         ImpliedFields(spec, stub).view(), *body, label,
                                         chunked ? Framing::kChunked : Framing::kLength);
}

// The fields as templates, those that are implied behind them. Says whether they are constant.
Result<bool> compile_fields(const ResponseSpec& spec, const Stub& stub,
                            render::ResponseTemplate& rendered) {
  bool constant = true;
  rendered.fields.reserve(spec.fields.size() + 3);
  for (const http::OwnedField& field : spec.fields) {
    if (field.value.empty() && http::same_name(field.name, "Content-Type")) continue;  // "none"
    if (!spec.templated_fields) {
      rendered.fields.emplace_back(field.name, render::Template::literal(field.value));
      continue;
    }
    auto value = render::Template::compile(field.value, rendered.language);
    if (!value)
      return under("/headers/" + json::escape_pointer(field.name), std::move(value).error());
    constant = constant && value->constant();
    rendered.fields.emplace_back(field.name, *std::move(value));
  }
  const ImpliedFields implied(spec, stub);
  for (const http::HeaderField& field : implied.view()) {
    rendered.fields.emplace_back(field.name, render::Template::literal(std::string(field.value)));
  }
  return constant;
}

Result<CompiledResponse> compile(const ResponseSpec& spec, const Stub& stub,
                                 std::string_view label) {
  CompiledResponse response;
  response.weight = spec.weight;
  if (auto prepared = prepare_plain(spec, stub, label)) {
    response.prepared = *std::move(prepared);
    return response;
  }
  render::ResponseTemplate rendered;
  rendered.language = language_of(stub.dialect);
  MIMUS_TRY(CompiledBody body, compile_body(spec, rendered));

  bool constant = body.constant && spec.status_text.empty();
  if (!spec.status_text.empty()) {
    auto status = render::Template::compile(spec.status_text, rendered.language);
    if (!status) return under("/status", std::move(status).error());
    rendered.status_text = *std::move(status);
  }
  MIMUS_TRY(const bool constant_fields, compile_fields(spec, stub, rendered));
  response.constant = constant && constant_fields;
  if (response.constant) {
    std::vector<http::OwnedField> fields;
    fields.reserve(rendered.fields.size());
    for (auto& [name, value] : rendered.fields) {
      fields.push_back({std::move(name), std::string(value.constant_text())});
    }
    response.prepared = prepare(spec, stub, std::move(fields), body.bytes, label);
    return response;
  }
  rendered.status = spec.status;
  if (rendered.root.empty()) rendered.root = spec.root;
  rendered.reason = reason_of(spec, stub);
  if (body.constant && !body.bytes.empty()) {
    rendered.kind = render::ResponseTemplate::Kind::kText;
    rendered.text = render::Template::literal(std::move(body.bytes));
  }
  response.rendered = std::make_unique<const render::ResponseTemplate>(std::move(rendered));
  return response;
}

}  // namespace

bool depends_on_request(const Cors& cors, Dialect dialect) {
  return cors.enabled && (dialect == Dialect::kWireMock || !same_for_all(cors));
}

Result<CompiledResponse> compile_response(const ResponseSpec& spec, const Stub& stub,
                                          std::string_view label) {
  auto response = compile(spec, stub, label);
  if (stub.dialect != Dialect::kWireMock) return response;
  if (!response) {
    CompiledResponse failing;
    failing.failing = true;
    failing.weight = spec.weight;
    failing.prepared = server_error(describe(response.error()), label);
    return failing;
  }
  response->compressible = stub.compress && response->constant &&
                           may_gzip(response->prepared.fields(), response->prepared.body);
  return response;
}

const http::PreparedResponse& CompiledResponse::in_gzip() const {
  return gzipped.get([this] {
    std::vector<http::OwnedField> fields = prepared.fields();
    to_gzip_fields(fields);
    using Framing = http::PreparedResponse::Framing;
    return http::PreparedResponse::make(
        prepared.status, std::string(prepared.reason()), std::move(fields),
        http::encode_content(http::Coding::kGzip, prepared.body), {},
        prepared.chunked() ? Framing::kChunked : Framing::kLength);
  });
}

}  // namespace mimus::stub
