#pragma once

#include <optional>
#include <string_view>

#include "helpers/host.h"
#include "template.h"

namespace mimus::render {

// The host of helpers while a response is rendered: the request from Scope::facts, all else from
// Scope::surroundings. Works out and copies only what is asked for. Lives for one rendering.
class RequestHost final : public helpers::Host {
 public:
  explicit RequestHost(const Scope& scope) : scope_(&scope) {}
  const Scope& scope() const { return *scope_; }
  facts::RequestFacts& facts() const { return scope_->facts; }
  helpers::Host& around() {
    return scope_->surroundings != nullptr ? *scope_->surroundings : nothing_;
  }

  WallTime now() override { return scope_->now; }
  std::string_view time_zone() override { return around().time_zone(); }
  std::string_view hostname() override { return around().hostname(); }
  std::optional<std::string_view> environment(std::string_view name, bool& permitted) override {
    return around().environment(name, permitted);
  }
  std::optional<std::string_view> property(std::string_view name, bool& permitted) override {
    return around().property(name, permitted);
  }
  Result<std::string_view> include(std::string_view path) override {
    return around().include(path);
  }
  const fake::Locale* fake_locale() override { return around().fake_locale(); }
  std::optional<WallTime> fake_reference() override { return around().fake_reference(); }

  std::string_view method() override { return request().method; }
  std::string_view url() override;
  std::string_view path() override { return request().path; }
  std::string_view scheme() override { return request().scheme; }
  std::string_view authority() override { return request().authority; }
  std::string_view base_url() override;
  std::string_view client_ip() override { return request().client_ip; }
  std::string_view body() override { return request().body; }
  const json::Value* body_json() override { return facts().json(); }
  const json::Value* body_object() override;
  std::optional<std::string_view> header(std::string_view name) override {
    return request().header(name);
  }
  std::span<const handlebars::Entry> headers() override;
  std::span<const handlebars::Entry> query() override;
  std::span<const handlebars::Entry> cookies() override;
  std::span<const handlebars::Entry> form() override;
  std::span<const handlebars::Entry> captures() override;
  std::span<const helpers::RequestPart> parts() override;
  const json::Value* query_object() override;
  std::uint64_t count() override { return scope_->count; }

  void set_status(int status) override { around().set_status(status); }
  std::string_view scenario_state(std::string_view name) override {
    return around().scenario_state(name);
  }
  Status set_scenario_state(std::string_view name, std::string_view state) override {
    return around().set_scenario_state(name, state);
  }
  const json::Value* state(std::string_view path) override { return around().state(path); }
  Status set_state(std::string_view path, json::Value value) override {
    return around().set_state(path, std::move(value));
  }
  Result<json::Value> add_state(std::string_view path, double by) override {
    return around().add_state(path, by);
  }
  const json::Value* global(std::string_view name) override { return around().global(name); }
  void set_global(std::string_view name, json::Value value) override {
    around().set_global(name, std::move(value));
  }
  const json::Value* bucket(std::string_view name) override { return around().bucket(name); }
  void set_bucket(std::string_view name, json::Value value) override {
    around().set_bucket(name, std::move(value));
  }

 private:
  using Entries = std::optional<std::span<const handlebars::Entry>>;
  const http::Request& request() const { return scope_->facts.request(); }
  std::span<const handlebars::Entry> as_entries(Entries& kept,
                                                std::span<const facts::NameValue> pairs);

  const Scope* scope_;
  helpers::Host nothing_;
  Entries headers_, query_, cookies_, form_, captures_;
  std::optional<std::span<const helpers::RequestPart>> parts_;
  const json::Value* body_object_ = nullptr;
  const json::Value* query_object_ = nullptr;
};

}  // namespace mimus::render
