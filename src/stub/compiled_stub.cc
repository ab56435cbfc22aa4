#include "compiled_stub.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "released_body.h"

namespace mimus::stub {
namespace {

constexpr std::string_view kAllowOrigin = "Access-Control-Allow-Origin";
constexpr std::string_view kExposeHeaders = "Access-Control-Expose-Headers";

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

// ---- errors ------------------------------------------------------------------------------------

// The error with a pointer in front of its own.
Error under(std::string_view pointer, Error error) {
  error.where.pointer.insert(0, pointer);
  return error;
}

// /conditions/2/tests/0 of a RequestPattern, as the native file spells it:
// /when/query/page/matches.
std::string spell_natively(std::string_view pointer, const match::RequestPattern& pattern) {
  const auto next = [&pointer]() -> std::string_view {
    if (pointer.empty()) return {};
    const std::size_t end = std::min(pointer.find('/', 1), pointer.size());
    const std::string_view token = pointer.substr(1, end - 1);
    pointer.remove_prefix(end);
    return token;
  };
  const auto index = [&next](std::size_t size) {
    std::size_t number = 0;
    for (const char c : next()) number = number * 10 + static_cast<std::size_t>(c - '0');
    return std::min(number, size);
  };
  if (next() != "conditions") return std::string(pointer);
  const std::size_t which = index(pattern.conditions.size());
  if (which == pattern.conditions.size()) return "/when";
  const match::Condition& condition = pattern.conditions[which];
  std::string out = "/when/" + std::string(match::name_of(condition.place));
  if (!condition.name.empty()) out += '/' + json::escape_pointer(condition.name);
  if (next() != "tests") return out;
  const std::size_t test = index(condition.tests.size());
  if (test < condition.tests.size()) out += '/' + json::escape_pointer(condition.tests[test].key);
  return out.append(pointer);
}

// ---- fields ------------------------------------------------------------------------------------

bool has_field(const std::vector<http::OwnedField>& fields, std::string_view name) {
  for (const http::OwnedField& field : fields) {
    if (http::same_name(field.name, name)) return true;
  }
  return false;
}

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

// The fields that a response has without naming them.
std::vector<http::OwnedField> implied_fields(const ResponseSpec& spec, const Cors& cors) {
  std::vector<http::OwnedField> implied;
  implied.reserve(3);
  const std::string_view type =
      http::forbids_body(spec.status) ? "" : default_media_type(spec.body);
  if (!type.empty() && !has_field(spec.fields, "Content-Type")) {
    implied.push_back({"Content-Type", std::string(type)});
  }
  if (!cors.enabled || !same_for_all(cors)) return implied;
  if (!has_field(spec.fields, kAllowOrigin)) implied.push_back({std::string(kAllowOrigin), "*"});
  if (!cors.expose.empty() && !has_field(spec.fields, kExposeHeaders)) {
    implied.push_back({std::string(kExposeHeaders), joined(cors.expose)});
  }
  return implied;
}

// ---- responses ---------------------------------------------------------------------------------

// A body in its two possible forms: bytes known now, or a recipe in `rendered`.
struct CompiledBody {
  bool constant = true;
  std::string bytes;
};

Result<CompiledBody> compile_json(const JsonBody& body, render::ResponseTemplate& rendered) {
  if (!body.templated) return CompiledBody{true, json::write(body.value)};
  auto compiled = render::JsonTemplate::compile(body.value);
  if (!compiled) return under("/response", std::move(compiled).error());
  if (compiled->constant()) return CompiledBody{true, std::string(compiled->constant_text())};
  rendered.kind = render::ResponseTemplate::Kind::kJson;
  rendered.json = *std::move(compiled);
  return CompiledBody{false, {}};
}

Result<CompiledBody> compile_text(const TextBody& body, render::ResponseTemplate& rendered) {
  if (!body.templated) return CompiledBody{true, body.text};
  auto compiled = render::Template::compile(body.text);
  if (!compiled) return under("/response", std::move(compiled).error());
  if (compiled->constant()) return CompiledBody{true, std::string(compiled->constant_text())};
  rendered.kind = render::ResponseTemplate::Kind::kText;
  rendered.text = *std::move(compiled);
  return CompiledBody{false, {}};
}

Result<CompiledBody> compile_file(const FileBody& body, render::ResponseTemplate& rendered) {
  auto compiled = render::Template::compile(body.path);
  if (!compiled) return under("/file", std::move(compiled).error());
  rendered.kind = render::ResponseTemplate::Kind::kFile;
  rendered.text = *std::move(compiled);
  rendered.root = body.root;
  rendered.file_templated = body.templated;
  return CompiledBody{false, {}};
}

Result<CompiledBody> compile_body(const ResponseSpec& spec, render::ResponseTemplate& rendered) {
  if (http::forbids_body(spec.status)) return CompiledBody{};
  return std::visit(Overloaded{
                        [](const NoBody&) -> Result<CompiledBody> { return CompiledBody{}; },
                        [&](const JsonBody& body) { return compile_json(body, rendered); },
                        [&](const TextBody& body) { return compile_text(body, rendered); },
                        [](const BinaryBody& body) -> Result<CompiledBody> {
                          return CompiledBody{true, body.bytes};
                        },
                        [&](const FileBody& body) { return compile_file(body, rendered); },
                    },
                    spec.body);
}

// A constant response carries a copy of the label: whoever answers notes it down too.
Result<CompiledResponse> compile_response(const ResponseSpec& spec, const Cors& cors,
                                          std::string_view label) {
  CompiledResponse response;
  response.weight = spec.weight;
  render::ResponseTemplate& rendered = response.rendered;
  MIMUS_TRY(CompiledBody body, compile_body(spec, rendered));

  if (body.constant && spec.fields.empty() && spec.status_text.empty()) {  // as most are
    response.prepared = http::PreparedResponse::make(spec.status, spec.reason,
                                                     implied_fields(spec, cors), body.bytes, label);
    return response;
  }

  bool constant = body.constant && spec.status_text.empty();
  if (!spec.status_text.empty()) {
    auto status = render::Template::compile(spec.status_text);
    if (!status) return under("/status", std::move(status).error());
    rendered.status_text = *std::move(status);
  }
  rendered.fields.reserve(spec.fields.size() + 3);
  for (const http::OwnedField& field : spec.fields) {
    if (field.value.empty() && http::same_name(field.name, "Content-Type")) continue;  // "none"
    auto value = render::Template::compile(field.value);
    if (!value)
      return under("/headers/" + json::escape_pointer(field.name), std::move(value).error());
    constant = constant && value->constant();
    rendered.fields.emplace_back(field.name, *std::move(value));
  }
  for (http::OwnedField& field : implied_fields(spec, cors)) {
    rendered.fields.emplace_back(std::move(field.name),
                                 render::Template::literal(std::move(field.value)));
  }

  response.constant = constant;
  if (constant) {
    std::vector<http::OwnedField> fields;
    fields.reserve(rendered.fields.size());
    for (auto& [name, value] : rendered.fields) {
      fields.push_back({std::move(name), std::string(value.constant_text())});
    }
    response.prepared = http::PreparedResponse::make(spec.status, spec.reason, std::move(fields),
                                                     body.bytes, label);
    rendered = {};
    return response;
  }
  rendered.status = spec.status;
  if (rendered.root.empty()) rendered.root = spec.root;
  rendered.reason = spec.reason;
  if (body.constant && !body.bytes.empty()) {
    rendered.kind = render::ResponseTemplate::Kind::kText;
    rendered.text = render::Template::literal(std::move(body.bytes));
  }
  return response;
}

Result<std::vector<CompiledResponse>> compile_responses(const Stub& stub) {
  if (stub.responses.empty()) return invalid("a stub needs at least one response");
  std::vector<CompiledResponse> responses;
  responses.reserve(stub.responses.size());
  for (std::size_t i = 0; i < stub.responses.size(); ++i) {
    auto response =
        compile_response(stub.responses[i], stub.cors, i == 0 ? stub.label : std::string_view());
    if (!response) {
      const std::string at = stub.responses.size() == 1 ? "" : "/responses/" + std::to_string(i);
      return under(at, std::move(response).error());
    }
    responses.push_back(*std::move(response));
  }
  return responses;
}

ResponseSpec* failure_spec(Stub& stub) {
  return stub.failure ? std::get_if<ResponseSpec>(&stub.failure->outcome) : nullptr;
}

Result<std::unique_ptr<const CompiledResponse>> compile_failure(Stub& stub) {
  using Compiled = std::unique_ptr<const CompiledResponse>;
  const ResponseSpec* spec = failure_spec(stub);
  if (spec == nullptr) return Compiled{};
  auto response = compile_response(*spec, stub.cors, {});
  if (!response) return under("/failure", std::move(response).error());
  return Compiled{std::make_unique<const CompiledResponse>(*std::move(response))};
}

// `change` is release() or restore(): for each body of `stub` that is finished bytes.
void for_each_constant_body(Stub& stub, const CompiledStub& compiled,
                            void (*change)(Body&, std::string_view)) {
  for (std::size_t i = 0; i < compiled.responses.size(); ++i) {
    const CompiledResponse& response = compiled.responses[i];
    if (response.constant) change(stub.responses[i].body, response.prepared.body);
  }
  ResponseSpec* failure = failure_spec(stub);
  if (failure != nullptr && compiled.failure->constant)
    change(failure->body, compiled.failure->prepared.body);
}

// ---- rank --------------------------------------------------------------------------------------

// The path decides and conditions break its ties. PathPattern::specificity() takes at most 22 bits,
// so that ten are left for their number; should it ever take more, what no longer fits counts as
// equally specific.
std::uint32_t vagueness(const match::RequestPattern& pattern) {
  constexpr std::uint64_t kMostConditions = 1023;
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint32_t>::max();
  const std::uint64_t conditions =
      std::min<std::uint64_t>(pattern.conditions.size(), kMostConditions);
  const std::uint64_t specificity = pattern.path.specificity() * (kMostConditions + 1) + conditions;
  return static_cast<std::uint32_t>(kMost - std::min(specificity, kMost));
}

bool is_plain(const CompiledStub& stub) {
  const Stub& source = stub.source;
  return stub.responses.size() == 1 && stub.responses.front().constant &&
         std::holds_alternative<std::monostate>(source.latency) && !source.failure &&
         source.pace == Pace{} && !source.compress && !stub.cors_per_request &&
         !source.more->scenario;
}

}  // namespace

Result<std::shared_ptr<const CompiledStub>> CompiledStub::compile(Stub stub, std::int64_t order) {
  auto pattern = match::CompiledPattern::compile(stub.request, std::hash<Uuid>{}(stub.id.value));
  if (!pattern) {
    Error error = std::move(pattern).error();
    error.where.pointer = spell_natively(error.where.pointer, stub.request);
    return error;
  }
  MIMUS_TRY(auto responses, compile_responses(stub));
  MIMUS_TRY(auto failure, compile_failure(stub));

  auto compiled = std::make_shared<CompiledStub>(CompiledStub{
      .source = std::move(stub),
      .rank = {},
      .pattern = *std::move(pattern),
      .responses = std::move(responses),
      .failure = std::move(failure),
  });
  const Stub& source = compiled->source;
  const bool by_order =
      source.request.manner == match::Manner::kWireMock;  // there the newest wins, however vague
  compiled->rank = {source.priority, by_order ? 0 : vagueness(source.request), order};
  compiled->key = std::hash<Uuid>{}(source.id.value);
  compiled->cors_per_request = source.cors.enabled && !same_for_all(source.cors);
  compiled->total_weight = 0;
  for (const CompiledResponse& response : compiled->responses)
    compiled->total_weight += response.weight;
  if (const auto& step = source.more->scenario; step && step->required)
    compiled->required_state = *step->required;
  compiled->plain = is_plain(*compiled);
  compiled->id = source.id.value;
  compiled->label = source.label;
  if (compiled->plain) {
    const http::PreparedResponse& only = compiled->responses.front().prepared;
    http::PreparedResponse& answer = compiled->plain_answer;
    answer.head = only.head;
    answer.body = only.body;
    answer.body_hash = only.body_hash;
    answer.status = only.status;
    answer.has_date = only.has_date;
    compiled->answer = &answer;
    compiled->label = only.beside();
  }
  for_each_constant_body(compiled->source, *compiled, &release);
  return std::shared_ptr<const CompiledStub>(std::move(compiled));
}

Stub CompiledStub::original() const {
  Stub stub = source;
  for_each_constant_body(stub, *this, &restore);
  return stub;
}

}  // namespace mimus::stub
