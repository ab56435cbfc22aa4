#include "fake_tables.h"

#include <algorithm>

#include "fake/call.h"
#include "fake/draws.h"
#include "fake/methods.h"

namespace mimus::cli {
namespace {

using fake::Method;
using fake::Param;

// "number.int(min?, max?, …)": how a call is written.
std::string usage(const Method& method) {
  std::string text = method.full_name() + "(";
  for (std::size_t i = 0; i < method.positional; ++i) {
    text += (i > 0 ? ", " : "") + std::string(method.params[i].name) +
            (method.params[i].required() ? "" : "?");
  }
  if (method.params.size() > method.positional) {
    text += method.positional > 0 ? ", {" : "{";
    for (std::size_t i = method.positional; i < method.params.size(); ++i) {
      text += (i > method.positional ? ", " : "") + std::string(method.params[i].name) +
              (method.params[i].required() ? "" : "?");
    }
    text += "}";
  }
  return text + ")";
}

template <class Each>
void for_each_method(Each each) {
  for (const fake::Module& module : fake::modules()) {
    for (const Method& method : module.methods) each(method, "faker-js");
  }
  for (const fake::Module& module : fake::python_modules()) {
    for (const Method& method : module.methods) each(method, "Python Faker");
  }
}

}  // namespace

std::string list_methods() {
  std::size_t width = 0;
  for_each_method([&](const Method& method, std::string_view) {
    width = std::max(width, method.full_name().size());
  });
  std::string text;
  std::string_view module;
  for_each_method([&](const Method& method, std::string_view library) {
    if (method.module != module) {
      module = method.module;
      text +=
          (text.empty() ? "" : "\n") + std::string(module) + " (" + std::string(library) + ")\n";
    }
    std::string name = method.full_name();
    name.resize(width + 2, ' ');
    text += "  " + name + std::string(method.summary) + "\n";
  });
  return text;
}

json::Value methods_as_json() {
  json::Array all;
  for_each_method([&](const Method& method, std::string_view library) {
    json::Array params;
    for (const Param& param : method.params) {
      json::Object row{{"name", param.name},
                       {"type", fake::type_name(param.type)},
                       {"required", param.required()}};
      if (!param.required() && !param.fallback.empty()) row["default"] = param.fallback;
      if (!param.choices.empty()) row["choices"] = param.choices;
      params.push_back(std::move(row));
    }
    all.push_back(json::Object{{"name", method.full_name()},
                               {"module", method.module},
                               {"library", library},
                               {"summary", method.summary},
                               {"returns", fake::returns_name(method.returns)},
                               {"params", std::move(params)}});
  });
  return all;
}

Result<std::string> describe_method(std::string_view name) {
  MIMUS_TRY(const fake::Call call, fake::Call::parse(name));
  if (call.method() == nullptr) return std::string(name) + ": a list of the locale's data\n";
  const Method& method = *call.method();
  std::string text = usage(method) + " -> " + std::string(fake::returns_name(method.returns)) +
                     "\n  " + std::string(method.summary) + "\n";
  if (method.full_name() != name.substr(0, name.find('(')))
    text += "  '" + std::string(name) + "' is another name of it\n";
  if (!method.params.empty()) text += "\nParameters:\n";
  for (const Param& param : method.params) {
    text += "  " + std::string(param.name) + ": " + std::string(fake::type_name(param.type));
    if (!param.choices.empty()) text += ", one of " + std::string(param.choices);
    if (param.required())
      text += " (required)";
    else if (!param.fallback.empty())
      text += " (default: " + std::string(param.fallback) + ")";
    text += "\n";
  }
  fake::Mersenne draws(42);
  fake::Engine engine(draws);
  std::string examples;
  for (int i = 0; i < 3; ++i) {
    std::string example;
    if (call.append_json(engine, example) && example.size() < 2000)
      examples += "  " + example + "\n";
  }
  if (!examples.empty()) text += "\nWith --seed 42:\n" + examples;
  return text;
}

}  // namespace mimus::cli
