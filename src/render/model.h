#pragma once

#include <span>
#include <string_view>

#include "handlebars/value.h"
#include "request_host.h"
#include "template.h"

namespace mimus::render {

// What {{path.id}}, {{body.a}}, {{request.query.x}} begin with: an object whose members are worked
// out when a template names them.
class Model final : public handlebars::Object {
 public:
  static constexpr char kType[] = "model";
  Model(RequestHost& host, Language language) : host_(&host), language_(language) {}

  const char* type() const override { return kType; }
  Shape shape() const override { return Shape::kMap; }
  handlebars::Value member(std::string_view name, Arena& arena) const override;
  void print(std::string&, const handlebars::Dialect&) const override {}

 private:
  RequestHost* host_;
  Language language_;
};

std::span<const std::string_view> our_roots();
std::span<const std::string_view> wiremock_roots();
// Rows of our_roots() for help; without what stands there for WireMock's sake alone.
std::span<const ExpressionRow> root_rows();

}  // namespace mimus::render
