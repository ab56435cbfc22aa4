#include <chrono>
#include <utility>

#include "docs.h"
#include "endpoints.h"
#include "reset.h"
#include "text/dates.h"

namespace mimus::wiremock_admin {
namespace {

Or<server::Reply> health(const Call& call) {
  const auto uptime = std::chrono::steady_clock::now() - call.side.started;
  return call.answers.json(
      {{"status", "healthy"},
       {"message", "Wiremock is ok"},
       {"version", kWireMockVersion},
       {"uptimeInSeconds", std::chrono::duration_cast<std::chrono::seconds>(uptime).count()},
       {"timestamp", text::iso8601(call.side.world.clock.now(), 6)}});
}

Or<server::Reply> version(const Call& call) {
  if (call.request.header("Accept").value_or("").starts_with("text/plain")) {
    return call.answers.text(200, "text/plain", kWireMockVersion);
  }
  return call.answers.json({{"version", kWireMockVersion}});
}

Or<server::Reply> shut_down(const Call& call) {
  if (!call.side.options.shut_down)
    return not_here("this server is part of another program, which decides when it ends\n");
  call.side.options.shut_down();  // lets answers finish, this one too
  return call.answers.nothing();
}

Or<server::Reply> to_root(const Call& call) {
  return redirect(std::string(call.request.scheme) + "://" + std::string(call.request.authority) +
                  "/__admin/");
}

Or<server::Reply> no_certificate(const Call& call) {
  return call.answers.text(
      500, "text/plain",
      "Failed to export certificate authority cert from (none): Mimus has made no authority");
}

constexpr Endpoint kEndpoints[] = {
    {"GET", "", &to_root, "leads to /__admin/"},
    {"GET", "/health", &health, "that it is up, and since when"},
    {"GET", "/version", &version,
     "the WireMock whose manners these are; plain with Accept: text/plain"},
    {"POST", "/reset", &reset_mappings, "as mappings/reset"},
    {"POST", "/shutdown", &shut_down, "ends the program when what is under way has been answered"},
    {"GET", "/docs", &docs_page, "this page"},
    {"GET", "/docs/swagger", &docs_openapi, "the same as an OpenAPI document"},
    {"GET", "/swagger-ui/{path...}", &docs_page, "the same page"},
    {"GET", "/certs/wiremock-ca.crt", &no_certificate,
     "the authority that signs for proxied hosts: there is none"},
};

}  // namespace

Or<server::Reply> reset_mappings(const Call& call) {
  Side& side = call.side;
  server::Reply reply;
  reply.deferred = [&side, answers = call.answers](std::function<void(server::Reply)> answer) {
    side.reloader.reset("a reset through the API",
                        [&side, answers, answer](const reload::Report& report) {
                          if (!report.loaded) {
                            std::string why = "the files cannot be read";
                            for (const Error& error : report.errors) why += "; " + describe(error);
                            return answer(answers.problem(broken(why)));
                          }
                          side.world.counters.reset();
                          side.world.journal.clear();
                          answer(answers.nothing());
                        });
  };
  return reply;
}

std::span<const Endpoint> system_endpoints() {
  return kEndpoints;
}

}  // namespace mimus::wiremock_admin
