#include "proxy_answer.h"

#include <algorithm>

#include "stub/wiremock_fields.h"
#include "wiremock_answers.h"

namespace mimus::serve {
namespace {

using Fields = std::vector<http::OwnedField>;

Result<Fields> render_all(const stub::Proxy::Fields& fields, const render::Scope& scope) {
  Fields rendered;
  for (const auto& [name, value] : fields) {
    std::string text, clean;
    MIMUS_TRY_DONE(value.render(scope, text));
    render::append_header_value(text, clean);
    rendered.push_back({name, std::move(clean)});
  }
  return rendered;
}

bool names(const std::vector<std::string>& rules, std::string_view name) {
  return std::ranges::any_of(rules, [&](const std::string& rule) { return http::same_name(rule, name); });
}

Result<Fields> request_fields(const Outward& outward, const stub::CompiledStub& stub, const render::Scope& scope) {
  const stub::Proxy& proxy = *stub.source.more->proxy;
  const http::Request& request = scope.facts.request();
  Fields fields = passed_on(request);
  const bool drops_agent = stub.wiremock && !outward.keeps_user_agent;
  std::erase_if(fields, [&](const auto& field) {
    return names(proxy.removed, field.name) || (drops_agent && http::same_name(field.name, "User-Agent"));
  });
  if ((outward.keeps_host || proxy.keeps_host) && !request.authority.empty()) {
    set_field(fields, "Host", std::string(request.authority));
  }
  say_who(outward, request, fields);
  MIMUS_TRY(Fields set, render_all(proxy.fields, scope));
  for (http::OwnedField& field : set) set_field(fields, field.name, std::move(field.value));
  return fields;
}

// The fields of the stub's own response: those that it names, and those that come with every response.
Status response_fields(const stub::CompiledStub& stub, const stub::CompiledResponse& response, const render::Scope& scope,
                       Errand& errand) {
  Fields all = response.constant ? response.prepared.fields() : Fields();
  if (!response.constant) {
    MIMUS_TRY(all, render_all(response.rendered->fields, scope));
  }
  const Fields& named = stub.source.responses.front().fields;
  for (http::OwnedField& field : all) {
    if (stub::names_field(named, field.name)) {
      errand.added.push_back(std::move(field));
    } else if (!stub.wiremock) {
      errand.implied.push_back(std::move(field));
    }
  }
  return Done{};
}

}  // namespace

Result<Errand> proxy_errand(const Outward& outward, const stub::CompiledStub& stub, const stub::CompiledResponse& response,
                            const render::Scope& scope) {
  const stub::Proxy& proxy = *stub.source.more->proxy;
  const http::Request& request = scope.facts.request();
  std::string base;
  MIMUS_TRY_DONE(proxy.url.render(scope, base));
  Errand errand;
  errand.request.method = request.method;
  errand.request.url = target_url(base, request, proxy.prefix);
  pass_body(request, errand);
  errand.request.insecure = proxy.insecure;
  MIMUS_TRY(errand.request.fields, request_fields(outward, stub, scope));
  MIMUS_TRY_DONE(response_fields(stub, response, scope, errand));
  errand.replaces = !stub.wiremock;
  errand.removed = proxy.removed_after;
  if (stub.wiremock && stub.source.cors->enabled) {
    errand.removed.push_back("access-control*");
    append_stub_cors(request, errand.added);
  }
  errand.patch = proxy.patch;
  if (!proxy.patch.is_null() || proxy.body) {  // all of it has to be read
    set_field(errand.request.fields, "Accept-Encoding", "identity");
    std::erase_if(errand.request.fields, [](const auto& field) { return http::same_name(field.name, "Range") || http::same_name(field.name, "If-Range"); });
  }
  if (proxy.body && std::holds_alternative<render::JsonTemplate>(*proxy.body) && !stub::names_field(errand.added, "Content-Type")) {
    errand.rewritten_type = "application/json";
  }
  errand.head_only = request.method == "HEAD";
  errand.voice = stub.wiremock ? Voice::kWireMock : Voice::kOurs;
  errand.client_ip = request.client_ip;
  return errand;
}

}  // namespace mimus::serve
