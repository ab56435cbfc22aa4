#pragma once

#include <span>
#include <string_view>

#include "handlebars/root_object.h"
#include "handlebars/value.h"
#include "request_host.h"
#include "template.h"

namespace mimus::render {

// What {{path.id}}, {{body.a}}, {{request.query.x}} begin with: an object whose members are worked
// out when a template names them.
class Model final : public handlebars::RootObject {
 public:
  Model(RequestHost& host, Language language) : host_(&host), language_(language) {}

  Shape shape() const override { return Shape::kMap; }
  handlebars::Value member(std::string_view name, Arena& arena) const override;
  handlebars::Value member_at(std::uint32_t index, Arena& arena) const override;
  handlebars::Value member_in(std::uint32_t index, std::string_view name,
                              Arena& arena) const override;
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
