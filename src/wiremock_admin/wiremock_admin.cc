#include "wiremock_admin.h"

#include <utility>

#include "admission.h"
#include "endpoints.h"
#include "facts/request_facts.h"
#include "json/lenient.h"

namespace mimus::wiremock_admin {
namespace {

constexpr std::string_view kRoot = "/__admin";

}  // namespace

struct WiremockAdmin::Impl {
  Side side;
};

std::optional<std::string_view> Call::parameter(std::string_view name) const {
  facts::RequestFacts facts(request, arena);
  for (const facts::NameValue& parameter : facts.query()) {
    if (parameter.name == name) return parameter.value;
  }
  return std::nullopt;
}

Or<json::Value> Call::document() const {
  if (request.body.empty()) {
    Error error = invalid("No content to map due to end-of-input");
    error.where.pointer = "/";
    return unreadable(error);
  }
  auto document = json::parse_leniently(request.body, false);
  if (document) return *std::move(document);
  Error error = std::move(document).error();
  error.code = Code::kSyntax;
  error.where.pointer.clear();  // WireMock names none for a text that it cannot parse
  return unreadable(error);
}

Or<Uuid> Call::id() const {
  const auto parsed = Uuid::parse(segment);
  if (!parsed) return not_a_uuid(segment);
  return *parsed;
}

WiremockAdmin::WiremockAdmin(serve::World& world, reload::Reloader& reloader, Options options)
    : impl_(new Impl{.side{.world = world, .reloader = reloader, .options = std::move(options)}}) {}
WiremockAdmin::~WiremockAdmin() = default;

bool WiremockAdmin::answer(const http::Request& request, server::LoopIndex, Arena& arena,
                           server::Reply& reply) {
  if (!request.path.starts_with(kRoot)) return false;
  const std::string_view path = request.path.substr(kRoot.size());
  if (!path.empty() && path.front() != '/') return false;
  if (const auto fields = preflight_fields(request)) {
    reply = Answers(*fields).nothing();
    return true;
  }
  const Answers answers(common_fields(request));
  if (const auto problem = turned_away(impl_->side.options, request, arena)) {
    reply = answers.problem(*problem);
    return true;
  }
  const auto found = find_endpoint(request.method, path);
  if (!found) {
    reply = answers.nothing(404);
    return true;
  }
  const Call call{impl_->side, request, found->segment, arena, answers};
  auto answered = found->endpoint->answer(call);
  reply = answered ? *std::move(answered) : answers.problem(answered.error());
  return true;
}

}  // namespace mimus::wiremock_admin
