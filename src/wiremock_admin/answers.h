#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/message.h"
#include "json/json.h"
#include "problem.h"
#include "server/handler.h"

namespace mimus::wiremock_admin {

// Makes replies that own their bytes, so that they may be sent later, too. `fields` are what all
// answers to one request have in common: Vary, and what CORS wants. A value; copies are
// independent.
class Answers {
 public:
  explicit Answers(std::vector<http::OwnedField> fields = {}) : fields_(std::move(fields)) {}

  server::Reply json(const json::Value& value, int status = 200) const;  // as Jackson writes it
  server::Reply json_text(std::string_view text, int status = 200) const;
  server::Reply empty_object() const { return json_text("{}"); }
  server::Reply nothing(int status = 200) const;  // no Content-Type either
  server::Reply text(int status, std::string_view type, std::string_view body) const;
  server::Reply problem(const Problem& problem) const;
  // The head of a JSON answer whose length is not known yet.
  std::string json_head() const;

 private:
  std::vector<http::OwnedField> fields_;
};

server::Reply redirect(std::string location);

}  // namespace mimus::wiremock_admin
