#include "problem.h"

namespace mimus::wiremock_admin {
namespace {

constexpr int kParsing = 10;

}  // namespace

Problem not_found() {
  return {404, std::nullopt, ""};
}

Problem broken(std::string what) {
  return {500, std::nullopt, std::move(what)};
}

Problem not_here(std::string what) {
  return {501, std::nullopt, std::move(what)};
}

Problem refused(int status, int code, std::string title) {
  return {status, json::Object{{"code", code}, {"title", title}}, ""};
}

Problem not_a_uuid(std::string_view text) {
  return refused(400, kParsing, std::string(text) + " is not a valid UUID");
}

Problem unreadable(const Error& error) {
  json::Object source;
  if (error.code != Code::kSyntax || !error.where.pointer.empty()) {
    source["pointer"] = error.where.pointer.empty() ? "/" : error.where.pointer;
  }
  return {422,
          json::Object{{"code", kParsing},
                       {"source", std::move(source)},
                       {"title", "Error parsing JSON"},
                       {"detail", error.message}},
          ""};
}

}  // namespace mimus::wiremock_admin
