#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "json/json.h"

namespace mimus::wiremock_admin {

// An answer that says no. Either {"errors": [{"code", "source", "title", "detail"}]}, or a page for
// people (500), or nothing but the status.
struct Problem {
  int status = 500;
  std::optional<json::Object> error;  // the one element of "errors"
  std::string page;
};

template <class T>
using Or = Result<T, Problem>;

Problem not_found();                        // 404, empty
Problem broken(std::string what);           // 500, the page that WireMock makes of an exception
Problem not_here(std::string what);         // 501, text
Problem not_a_uuid(std::string_view text);  // 400, code 10
Problem refused(int status, int code, std::string title);
// 422, code 10: a document that is not JSON, or not what is wanted. The pointer stands in "source".
Problem unreadable(const Error& error);

// What a reader of documents found, or that it is unreadable.
template <class T>
Or<T> understood(Result<T> result) {
  if (result) return *std::move(result);
  return unreadable(result.error());
}

}  // namespace mimus::wiremock_admin
