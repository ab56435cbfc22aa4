#include "answers.h"

#include <memory>

#include "http/prepared_response.h"
#include "jackson.h"
#include "text/markup.h"

namespace mimus::wiremock_admin {
namespace {

constexpr std::string_view kJson = "application/json";

server::Reply owned(int status, std::string reason, std::vector<http::OwnedField> fields,
                    std::string_view body) {
  auto prepared = std::make_shared<const http::PreparedResponse>(
      http::PreparedResponse::make(status, std::move(reason), std::move(fields), body));
  server::Reply reply;
  reply.prepared = prepared.get();
  reply.status = status;
  reply.hold = std::move(prepared);
  return reply;
}

}  // namespace

server::Reply Answers::json(const json::Value& value, int status) const {
  return json_text(write_as_jackson(value), status);
}

server::Reply Answers::json_text(std::string_view text, int status) const {
  return this->text(status, kJson, text);
}

server::Reply Answers::nothing(int status) const {
  return owned(status, "", fields_, "");
}

server::Reply Answers::text(int status, std::string_view type, std::string_view body) const {
  std::vector<http::OwnedField> fields = fields_;
  if (!type.empty()) fields.push_back({"Content-Type", std::string(type)});
  return owned(status, "", std::move(fields), body);
}

server::Reply Answers::problem(const Problem& problem) const {
  if (problem.error) {
    return json(json::Object{{"errors", json::Array{*problem.error}}}, problem.status);
  }
  if (problem.page.empty()) return nothing(problem.status);
  if (problem.status != 500) return text(problem.status, "text/plain;charset=UTF-8", problem.page);
  std::vector<http::OwnedField> fields = fields_;
  fields.push_back({"Content-Type", "text/html;charset=UTF-8"});
  fields.push_back({"Cache-Control", "must-revalidate,no-cache,no-store"});
  return owned(
      500, "Server Error", std::move(fields),
      "<html>\n<head><title>Error 500</title></head>\n<body>\n<h2>HTTP ERROR 500</h2>\n<p>" +
          text::escape_markup(problem.page) + "</p>\n</body>\n</html>\n");
}

std::string Answers::json_head() const {
  std::vector<http::OwnedField> fields = fields_;
  fields.push_back({"Content-Type", std::string(kJson)});
  std::string head;
  http::write_head(200, "", fields, -1, head);
  return head;
}

server::Reply redirect(std::string location) {
  return owned(302, "", {{"Location", std::move(location)}}, "");
}

}  // namespace mimus::wiremock_admin
