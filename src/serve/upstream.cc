#include "upstream.h"

#include "forward.h"

namespace mimus::serve {

bool Upstream::answer(const http::Request& request, server::LoopIndex, Arena&, server::Reply& reply) {
  ask(request, reply, {});
  return true;
}

void Upstream::ask(const http::Request& request, server::Reply& reply, std::function<void(exchange::Exchange)> heard) {
  Errand errand;
  errand.request.method = request.method;
  errand.request.url = url_.empty() ? target_url(std::string(request.scheme) + "://" + std::string(request.authority), request, "")
                                    : target_url(url_, request, "");
  errand.request.body = request.body;
  errand.request.fields = passed_on(request);
  if (outward_.keeps_host) set_field(errand.request.fields, "Host", std::string(request.authority));
  say_who(outward_, request, errand.request.fields);
  errand.head_only = request.method == "HEAD";
  errand.voice = as_wiremock_ ? Voice::kWireMock : Voice::kOurs;
  errand.client_ip = request.client_ip;
  errand.label = label_;
  errand.heard = std::move(heard);
  forward(outward_, std::move(errand), reply);
}

}  // namespace mimus::serve
