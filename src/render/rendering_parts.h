#pragma once

#include "handlebars/rendering.h"
#include "model.h"
#include "request_host.h"

namespace mimus::render {

// What one rendering needs, on the stack: the host, the model over it and the engine's Rendering
// over both.
struct RenderingParts {
  RenderingParts(const Scope& scope, Language language)
      : host(scope),
        model(host, language),
        rendering{.dialect = &dialect_of(language),
                  .root = handlebars::Value::object(model),
                  .host = &host,
                  .arena = &scope.facts.arena(),
                  .chance = scope.chance,
                  .limits = scope.limits} {}
  RenderingParts(const RenderingParts&) = delete;
  RenderingParts& operator=(const RenderingParts&) = delete;

  RequestHost host;
  Model model;
  handlebars::Rendering rendering;
};

}  // namespace mimus::render
