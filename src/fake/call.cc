#include "call.h"

#include <cmath>

#include "bind.h"
#include "data.h"
#include "js_text.h"

namespace mimus::fake {
namespace {

bool needs_binding(const Method& method, const json::Array& arguments) {
  if (!arguments.empty()) return true;
  for (const Param& param : method.params) {
    if (param.required()) return true;
  }
  return false;
}

}  // namespace

Call Binding::make(const Method& method, std::shared_ptr<const Call::Bound> bound) {
  Call call;
  call.method_ = &method;
  call.bound_ = std::move(bound);
  return call;
}

Call Binding::make(std::uint16_t entry) {
  Call call;
  call.entry_ = entry;
  return call;
}

Result<Call> Call::compile(const Method& method, const json::Array& arguments, Unknown unknown) {
  if (!needs_binding(method, arguments)) return Binding::make(method, nullptr);
  auto bound = std::make_shared<Bound>();
  bound->source = arguments;
  MIMUS_TRY_DONE((Binding{method, unknown, *bound}.bind()));
  return Binding::make(method, std::move(bound));
}

Result<Call> Call::compile(std::string_view name, const json::Array& arguments, Unknown unknown) {
  if (const Method* method = find_method(name)) return compile(*method, arguments, unknown);
  const Alias* alias = find_alias(name);
  if (alias == nullptr) return unknown_method(name);
  if (alias->raw) {
    const std::size_t dot = alias->target.find('.');
    return Binding::make(
        *Image::find_entry(alias->target.substr(0, dot), alias->target.substr(dot + 1)));
  }
  const Method& method = *find_method(alias->target);
  if (!arguments.empty() || alias->arguments.empty()) return compile(method, arguments, unknown);
  MIMUS_TRY(const json::Value own, json::parse(alias->arguments));
  return compile(method, own.get_array(), unknown);
}

Value Call::run(Engine& engine) const {
  if (method_ == nullptr) return data_value(engine, entry_);
  const Args args = bound_ ? Args(bound_->args) : Args::none();
  if (method_->text != nullptr) {
    std::string text;
    method_->text(engine, args, text);
    return text;
  }
  return method_->value != nullptr ? method_->value(engine, args)
                                   : data_value(engine, method_->entry);
}

void Call::run_text(Engine& engine, std::string& out) const {
  if (method_ == nullptr) return data_text(engine, entry_, out);
  const Args args = bound_ ? Args(bound_->args) : Args::none();
  if (method_->text != nullptr)
    method_->text(engine, args, out);
  else if (method_->value != nullptr)
    append_string(method_->value(engine, args), out);
  else
    data_text(engine, method_->entry, out);
}

Result<Value> Call::value(Engine& engine) const {
  Value value = run(engine);
  if (engine.failed()) return engine.take_failure();
  return value;
}

Status Call::append_text(Engine& engine, std::string& out) const {
  const std::size_t start = out.size();
  run_text(engine, out);
  if (!engine.failed()) return Done{};
  out.resize(start);
  return engine.take_failure();
}

Status Call::append_json(Engine& engine, std::string& out) const {
  const std::size_t start = out.size();
  if (method_ != nullptr && method_->returns == Returns::kText) {
    out += '"';
    run_text(engine, out);
    close_json_string(out, start);
  } else if (method_ != nullptr && method_->json != nullptr) {
    method_->json(engine, bound_ ? Args(bound_->args) : Args::none(), out);
  } else if (const Value value = run(engine);
             value.get<double>() != nullptr && std::isfinite(*value.get<double>())) {
    append_number(*value.get<double>(), out);
  } else {
    fake::append_json(value, out);
  }
  if (!engine.failed()) return Done{};
  out.resize(start);
  return engine.take_failure();
}

Result<Value> call(Engine& engine, const Method& method, const json::Array& arguments) {
  MIMUS_TRY(const Call compiled, Call::compile(method, arguments));
  return compiled.value(engine);
}

Result<Value> call(Engine& engine, std::string_view name, const json::Array& arguments) {
  MIMUS_TRY(const Call compiled, Call::compile(name, arguments));
  return compiled.value(engine);
}

}  // namespace mimus::fake
