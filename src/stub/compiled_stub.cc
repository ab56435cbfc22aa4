#include "compiled_stub.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "compiled_response.h"
#include "json/document.h"
#include "released_body.h"

namespace mimus::stub {
namespace {

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

// ---- responses ---------------------------------------------------------------------------------

Result<std::vector<CompiledResponse>> compile_responses(const Stub& stub) {
  if (stub.responses.empty()) return invalid("a stub needs at least one response");
  std::vector<CompiledResponse> responses;
  responses.reserve(stub.responses.size());
  for (std::size_t i = 0; i < stub.responses.size(); ++i) {
    auto response =
        compile_response(stub.responses[i], stub, i == 0 ? stub.label : std::string_view());
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
  auto response = compile_response(*spec, stub, {});
  if (!response) return under("/failure", std::move(response).error());
  return Compiled{std::make_unique<const CompiledResponse>(*std::move(response))};
}

// `change` is release() or restore(): for each body of `stub` that is finished bytes.
void for_each_constant_body(Stub& stub, const CompiledStub& compiled,
                            void (*change)(Body&, std::string_view)) {
  for (std::size_t i = 0; i < compiled.responses.size(); ++i) {
    const CompiledResponse& response = compiled.responses[i];
    if (response.constant && !response.failing)
      change(stub.responses[i].body, response.prepared.body);
  }
  ResponseSpec* failure = failure_spec(stub);
  if (failure != nullptr && compiled.failure->constant && !compiled.failure->failing)
    change(failure->body, compiled.failure->prepared.body);
}

// ---- rank --------------------------------------------------------------------------------------

// The path decides and conditions break its ties. PathPattern::specificity() takes at most 22 bits,
// so that ten are left for their number; should it ever take more, what no longer fits counts as
// equally specific.
std::uint32_t vagueness(const Stub& stub) {
  const match::RequestPattern& pattern = stub.request;
  const Particulars& more = *stub.more;
  constexpr std::uint64_t kMostConditions = 1023;
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint32_t>::max();
  const std::uint64_t conditions =
      std::min<std::uint64_t>(pattern.conditions.size() + (more.scenario && more.scenario->required) +
                                  (more.state && more.state->condition),
                              kMostConditions);
  const std::uint64_t specificity = pattern.path.specificity() * (kMostConditions + 1) + conditions;
  return static_cast<std::uint32_t>(kMost - std::min(specificity, kMost));
}

bool is_plain(const CompiledStub& stub) {
  const Stub& source = stub.source;
  const bool wiremock =
      stub.wiremock;  // chunked and in gzip there are forms of one prepared answer
  return stub.responses.size() == 1 && stub.responses.front().constant &&
         std::holds_alternative<std::monostate>(source.latency) && !source.failure &&
         source.pace == Pace{.chunked = wiremock && source.pace.chunked} &&
         (!source.compress || wiremock) && !stub.cors_per_request && !source.more->scenario &&
         !source.more->fixed_delay && source.more->delay_text.empty() && source.more->events_at.empty() && source.more->lifespan == Lifespan{} && !source.more->proxy &&
         !source.more->resource && !source.more->effects && !source.more->state;
}

bool is_conditional(const Particulars& more) {
  return (more.scenario && more.scenario->required) || more.lifespan != Lifespan{} ||
         (more.state && more.state->condition);
}

constexpr std::string_view kAssigning[] = {"/set/", "/add/", "/append/", "/remove/"};

// The n-th of its changes of the state; errors carry the pointer "/set/cart.size".
Result<CompiledAssignment> compile_assignment(const Assignment& source) {
  CompiledAssignment compiled{source.kind, source.path, json::own(source.value), std::nullopt};
  auto rendered = render::JsonTemplate::compile(source.value);
  if (!rendered) {
    const std::string_view kind = kAssigning[static_cast<std::size_t>(source.kind)];
    return under(std::string(kind) + json::escape_pointer(source.path.text()), std::move(rendered).error());
  }
  if (rendered->constant()) {
    MIMUS_TRY(compiled.value, json::parse(rendered->constant_text()));
  } else {
    compiled.rendered = *std::move(rendered);
  }
  return compiled;
}

Result<std::vector<CompiledAssignment>> compile_assignments(const Particulars& more) {
  std::vector<CompiledAssignment> compiled;
  if (!more.state) return compiled;
  for (const Assignment& source : more.state->assignments) {
    MIMUS_TRY(CompiledAssignment one, compile_assignment(source));
    compiled.push_back(std::move(one));
  }
  return compiled;
}

Result<std::unique_ptr<const render::Template>> compile_delay(const Particulars& more) {
  if (more.delay_text.empty()) return std::unique_ptr<const render::Template>();
  auto compiled = render::Template::compile(more.delay_text);
  if (!compiled) return under("/latency_ms", std::move(compiled).error());
  return std::unique_ptr<const render::Template>(std::make_unique<const render::Template>(*std::move(compiled)));
}

}  // namespace

Result<std::shared_ptr<const CompiledStub>> CompiledStub::compile(Stub&& stub, std::int64_t order,
                                                                  WallTime born) {
  auto pattern = match::CompiledPattern::compile(stub.request, std::hash<Uuid>{}(stub.id.value));
  if (!pattern) {
    Error error = std::move(pattern).error();
    error.where.pointer = spell_natively(error.where.pointer, stub.request);
    return error;
  }
  MIMUS_TRY(auto responses, compile_responses(stub));
  MIMUS_TRY(auto failure, compile_failure(stub));
  MIMUS_TRY(auto assignments, compile_assignments(*stub.more));
  MIMUS_TRY(auto delay, compile_delay(*stub.more));

  auto compiled = std::make_shared<CompiledStub>(CompiledStub{
      .source = std::move(stub),
      .rank = {},
      .pattern = *std::move(pattern),
      .responses = std::move(responses),
      .failure = std::move(failure),
      .assignments = std::move(assignments),
  });
  const Stub& source = compiled->source;
  const bool by_order =
      source.request.manner == match::Manner::kWireMock;  // there the newest wins, however vague
  compiled->rank = {source.priority, by_order ? 0 : vagueness(source), order};
  compiled->key = std::hash<Uuid>{}(source.id.value);
  compiled->wiremock = source.dialect == Dialect::kWireMock;
  compiled->born = born;
  compiled->conditional = is_conditional(*source.more);
  compiled->settles = (source.more->scenario && source.more->scenario->next) ||
                      source.more->lifespan.serves || !compiled->assignments.empty();
  compiled->renders_state =
      std::ranges::any_of(compiled->assignments, [](const auto& one) { return one.rendered.has_value(); });
  compiled->delay = std::move(delay);
  if (!source.more->parameters.empty())
    compiled->parameters = std::make_unique<const json::Value>(source.more->parameters);
  compiled->cors_per_request = depends_on_request(*source.cors, source.dialect);
  compiled->total_weight = 0;
  for (const CompiledResponse& response : compiled->responses)
    compiled->total_weight += response.weight;
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
    answer.before = only.before;
    answer.after = only.after;
    compiled->answer = &answer;
    compiled->label = only.beside();
  }
  for_each_constant_body(compiled->source, *compiled, &release);
  return std::shared_ptr<const CompiledStub>(std::move(compiled));
}

bool CompiledStub::is_on_now(facts::RequestFacts& facts, const match::Captures& captures) const {
  const Particulars& more = *source.more;
  if (more.scenario && more.scenario->required &&
      facts.scenario_state(more.scenario->scenario, CapturedPath(captures)) != *more.scenario->required)
    return false;
  if (more.state && more.state->condition && !more.state->condition->holds(facts, captures)) return false;
  if (more.lifespan.time && facts.now() >= born + *more.lifespan.time) return false;
  return !more.lifespan.serves || facts.served(key) < *more.lifespan.serves;
}

Stub CompiledStub::original() const {
  Stub stub = source;
  for_each_constant_body(stub, *this, &restore);
  return stub;
}

}  // namespace mimus::stub
