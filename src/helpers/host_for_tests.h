#pragma once

#include <cmath>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host.h"
#include "text/encoding.h"

namespace mimus::helpers {

// Values by name; replaced ones stay where they are.
class StoreForTests {
 public:
  void set(std::string_view name, json::Value value) {
    auto& place = now_[std::string(name)];
    if (place) replaced_.push_back(place);
    place = std::make_shared<const json::Value>(std::move(value));
  }
  const json::Value* find(std::string_view name) const {
    const auto found = now_.find(name);
    return found == now_.end() ? nullptr : found->second.get();
  }

 private:
  std::map<std::string, std::shared_ptr<const json::Value>, std::less<>> now_;
  std::vector<std::shared_ptr<const json::Value>> replaced_;
};

// A host whose request, time and stores are members: fill in what a test needs.
struct HostForTests final : Host {
  using Pairs = std::vector<handlebars::Entry>;
  static handlebars::Entry pair(std::string_view name, std::string_view value) {
    return {name, handlebars::Value::text(value)};
  }

  // 2026-11-20T09:50:57.123Z
  WallTime time{std::chrono::milliseconds(1795168257123)};
  std::string zone = "UTC", verb = "GET", target = "/", host = "localhost:3000", body_text,
              state_of_scenario = "Started";
  std::optional<json::Value> body_value;
  Pairs header_fields, query_pairs, cookie_pairs, capture_pairs;
  std::map<std::string, std::string, std::less<>> variables, files;
  StoreForTests stored, globals, buckets;
  int status = 200;

  void set_body(std::string_view text) {
    body_text = text;
    auto read = json::parse(text);
    body_value = read ? std::optional(*std::move(read)) : std::nullopt;
  }

  WallTime now() override { return time; }
  std::string_view time_zone() override { return zone; }
  std::optional<std::string_view> environment(std::string_view name, bool& permitted) override {
    permitted = name != "SECRET";
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional<std::string_view>(found->second);
  }
  Result<std::string_view> include(std::string_view path) override {
    const auto found = files.find(path);
    if (found == files.end()) return Host::include(path);
    return std::string_view(found->second);
  }
  std::string_view method() override { return verb; }
  std::string_view url() override { return target; }
  std::string_view authority() override { return host; }
  std::string_view base_url() override { return "http://localhost:3000/api"; }
  std::string_view body() override { return body_text; }
  const json::Value* body_json() override { return body_value ? &*body_value : nullptr; }
  std::optional<std::string_view> header(std::string_view name) override {
    for (const handlebars::Entry& field : header_fields) {
      if (text::equal_ignoring_case(field.name, name)) return field.value.as_text();
    }
    return std::nullopt;
  }
  std::span<const handlebars::Entry> headers() override { return header_fields; }
  std::span<const handlebars::Entry> query() override { return query_pairs; }
  std::span<const handlebars::Entry> cookies() override { return cookie_pairs; }
  std::span<const handlebars::Entry> captures() override { return capture_pairs; }
  void set_status(int code) override { status = code; }
  std::string_view scenario_state(std::string_view) override { return state_of_scenario; }
  Status set_scenario_state(std::string_view scenario, std::string_view state) override {
    state_of_scenario = std::string(scenario) + (scenario.empty() ? "" : ":") + std::string(state);
    return Done{};
  }
  const json::Value* state(std::string_view name) override { return stored.find(name); }
  Status set_state(std::string_view name, json::Value value) override {
    stored.set(name, std::move(value));
    return Done{};
  }
  Result<json::Value> add_state(std::string_view name, double by) override {
    const json::Value* before = stored.find(name);
    const double sum = by + (before != nullptr && before->is_number() ? before->to_number<double>() : 0);
    json::Value total(sum);
    if (std::trunc(sum) == sum) total = static_cast<std::int64_t>(sum);
    stored.set(name, total);
    return total;
  }
  const json::Value* global(std::string_view name) override { return globals.find(name); }
  void set_global(std::string_view name, json::Value value) override {
    globals.set(name, std::move(value));
  }
  const json::Value* bucket(std::string_view name) override { return buckets.find(name); }
  void set_bucket(std::string_view name, json::Value value) override {
    buckets.set(name, std::move(value));
  }
};

}  // namespace mimus::helpers
