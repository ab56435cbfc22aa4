#include "index.h"

#include <set>

#include "ask.h"
#include "fake/methods.h"
#include "formats.h"

namespace mimus::fakeapi {
namespace {

json::Array split_choices(std::string_view choices) {
  json::Array all;
  while (!choices.empty()) {
    const std::size_t bar = choices.find('|');
    all.emplace_back(choices.substr(0, bar));
    choices.remove_prefix(bar == choices.npos ? choices.size() : bar + 1);
  }
  return all;
}

json::Object describe(const Parameter& parameter) {
  json::Object out{{"name", parameter.name}, {"type", parameter.type}, {"example", parameter.example},
                   {"in", parameter.in_path ? "path" : "query"}};
  if (!parameter.choices.empty()) out["choices"] = split_choices(parameter.choices);
  return out;
}

json::Object describe(const Endpoint& endpoint) {
  json::Array parameters;
  for (const Parameter& parameter : endpoint.parameters) parameters.push_back(describe(parameter));
  json::Object out{{"method", endpoint.method}, {"path", endpoint.path}, {"group", endpoint.group},
                   {"summary", endpoint.summary}, {"parameters", std::move(parameters)}, {"formats", endpoint.formats}};
  if (!endpoint.body.empty()) out["body"] = endpoint.body;
  return out;
}

json::Object describe(const fake::Param& param) {
  json::Object out{{"name", param.name}, {"type", fake::type_name(param.type)}};
  if (param.required()) {
    out["required"] = true;
  } else if (!param.fallback.empty()) {
    out["default"] = param.fallback;
  }
  if (!param.choices.empty()) {
    json::Array choices = split_choices(param.choices);
    choices.insert(choices.begin(), json::Value(""));  // left to its default
    out["choices"] = std::move(choices);
  }
  return out;
}

json::Object describe(const fake::Method& method) {
  json::Array parameters;
  for (const fake::Param& param : method.params) parameters.push_back(describe(param));
  return {{"name", method.name}, {"summary", method.summary}, {"returns", fake::returns_name(method.returns)},
          {"parameters", std::move(parameters)}};
}

// In order, those of both libraries, each once: faker-js and Python's Faker share some names.
std::set<std::string_view> module_names() {
  std::set<std::string_view> names;
  for (const auto list : {fake::modules(), fake::python_modules()}) {
    for (const fake::Module& module : list) names.insert(module.name);
  }
  return names;
}

}  // namespace

json::Array methods_of(std::string_view module) {
  json::Array methods;
  for (const auto list : {fake::modules(), fake::python_modules()}) {
    for (const fake::Module& one : list) {
      if (one.name != module) continue;
      for (const fake::Method& method : one.methods) methods.push_back(describe(method));
    }
  }
  return methods;
}

std::string describe_all() {
  json::Array endpoints;
  for (const auto table : {seed_endpoints(), method_endpoints(), judge_endpoints()}) {
    for (const Endpoint& endpoint : table) endpoints.push_back(describe(endpoint));
  }
  json::Array common;
  for (const Parameter& parameter : common_parameters()) common.push_back(describe(parameter));
  json::Array locales;
  for (std::size_t i = 0; i < fake::Locale::count(); ++i) {
    locales.push_back(json::Object{{"code", fake::Locale::at(i).code()}, {"title", fake::Locale::at(i).title()}});
  }
  json::Array formats;
  for (const Format& format : known_formats()) formats.emplace_back(format.name);
  json::Array modules;
  for (const std::string_view name : module_names()) {
    modules.push_back(json::Object{{"name", name}, {"methods", methods_of(name)}});
  }
  return json::write(json::Object{{"endpoints", std::move(endpoints)},
                                  {"parameters", std::move(common)},
                                  {"locales", std::move(locales)},
                                  {"formats", std::move(formats)},
                                  {"modules", std::move(modules)}});
}

}  // namespace mimus::fakeapi
