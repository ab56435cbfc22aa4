#include "proxy.h"

#include <utility>

#include "serve/forward.h"

namespace mimus::mockoon {

bool is_proxy(const Environment& environment) {
  const std::string& host = environment.proxy_host;
  return environment.proxies && (host.starts_with("http://") || host.starts_with("https://"));
}

void answer_by_proxy(Asking& asking, const http::Delivery* delivery, std::shared_ptr<const void> hold, server::Reply& reply) {
  const Program& program = asking.program();
  const Environment& environment = program.environment;
  const http::Request& request = asking.request();
  const serve::Outward& outward = *asking.world().outward;
  const std::string prefix = environment.proxy_removes_prefix ? program.prefix : "";
  serve::Errand errand;
  errand.request.method = request.method;
  errand.request.url = serve::target_url(environment.proxy_host, request, prefix);
  errand.request.body = request.body;
  errand.request.fields = serve::passed_on(request);
  serve::say_who(outward, request, errand.request.fields);
  for (const CompiledField& field : program.proxy_request_headers) {
    serve::set_field(errand.request.fields, field.name, asking.header_value(field.value));
  }
  for (const CompiledField& field : program.headers) errand.implied.push_back({field.name, asking.header_value(field.value)});
  for (const CompiledField& field : program.proxy_response_headers) errand.added.push_back({field.name, asking.header_value(field.value)});
  errand.head_only = request.method == "HEAD";
  errand.voice = serve::Voice::kMockoon;
  errand.prologue = "An error occurred while trying to proxy to " + environment.proxy_host + " " +
                    serve::target_url("", request, prefix) + ": ";
  errand.client_ip = request.client_ip;
  errand.label = program.proxy_label;
  errand.delivery = delivery;
  errand.hold = std::move(hold);
  serve::forward(outward, std::move(errand), reply);
}

}  // namespace mimus::mockoon
