#include "file_name.h"

#include "base/arena.h"
#include "handlebars/rendering.h"
#include "helpers/host.h"
#include "helpers/wiremock.h"
#include "jackson.h"
#include "text/encoding.h"

namespace mimus::wiremock {
namespace {

constexpr std::size_t kLongest = 240;  // bytes; file systems take 255
constexpr std::string_view kExtension = ".json";

// "/a/b" of whichever URL field there is.
json::Value url_of(const json::Object& request) {
  for (const char* key : {"url", "urlPattern", "urlPath", "urlPathPattern", "urlPathTemplate"}) {
    if (const json::Value* url = request.if_contains(key)) return *url;
  }
  return "always";
}

json::Value model_of(const json::Object& document) {
  json::Object model = document;
  if (const json::Value* request = document.if_contains("request");
      request != nullptr && request->is_object()) {
    model["url"] = url_of(request->get_object());
    model["method"] =
        request->get_object().contains("method") ? request->get_object().at("method") : "ANY";
  }
  return model;
}

std::string sanitised(std::string_view text) {
  std::string name;
  for (const char c : text::to_lower_ascii(text)) {
    const bool kept =
        (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
    if (kept) name += c;
    if (c == ' ') name += '-';
  }
  name.erase(0, name.find_first_not_of('.'));
  return name;
}

}  // namespace

Result<FileNames> FileNames::compile(std::string_view text) {
  if (text.empty()) text = kDefault;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t end = std::min(rest.find('-'), rest.size());
    if (rest.substr(0, end).find("{{{") == rest.npos) {
      return invalid("every part of the template between '-' must hold {{{…}}}, and '" +
                     std::string(rest.substr(0, end)) + "' does not");
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (!text.ends_with(kExtension))
    return invalid("the template must end in .json", "other files are not read");
  FileNames names;
  MIMUS_TRY(names.program_,
            handlebars::Program::compile(
                text, {.dialect = &handlebars::kWireMock, .helpers = helpers::wiremock_helpers()}));
  // This dialect finds some faults only when it renders.
  MIMUS_TRY([[maybe_unused]] const std::string sample,
            names.of(json::Object{{"id", "1"}, {"request", json::Object{{"method", "GET"}}}}));
  return names;
}

Result<std::string> FileNames::of(const json::Value& document) const {
  MIMUS_TRY(const json::Object* object,
            object_of(document, "com.github.tomakehurst.wiremock.stubbing.StubMapping"));
  const json::Value model = model_of(*object);
  Arena arena;
  helpers::Host host;
  handlebars::Rendering rendering{.dialect = &handlebars::kWireMock,
                                  .root = handlebars::Value::json(model),
                                  .host = &host,
                                  .arena = &arena};
  std::string rendered;
  MIMUS_TRY_DONE(program_.render(rendering, rendered));
  std::string name = sanitised(rendered);
  if (name.size() > kLongest) {  // the end, which tells files apart, stays
    name.erase(kLongest / 2, name.size() - kLongest);
  }
  if (name.size() <= kExtension.size())
    return invalid("the template gives '" + name + "', which is no name for a file");
  return name;
}

}  // namespace mimus::wiremock
