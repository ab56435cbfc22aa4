#include <algorithm>

#include "jackson.h"
#include "state_listeners.h"
#include "wiremock/mapping.h"

namespace mimus::wiremock {
namespace {

// What a document says, so that most stubs need not be read again.
constexpr std::string_view kWords[] = {"\"postServeActions\"", "\"serveEventListeners\"",
                                       "\"transformers\"",
                                       "\"customMatcher\""};

class Linter {
 public:
  explicit Linter(const stub::Stub& stub) : stub_(stub) {}

  std::vector<Error> run(const json::Value& document) {
    for (const char* list : {"/postServeActions", "/serveEventListeners"}) {
      for_each_name(document, list, [&](const std::string& at, std::string_view name) {
        if (name == "webhook") return;
        if (name == "recordState" || name == "deleteState") {
          const json::Value* parameters = json::find(document, at + "/parameters");
          const json::Object* object = parameters == nullptr ? nullptr : parameters->if_object();
          if (object != nullptr && read_state_listener(name, *object)) return;
          warn(at + "/parameters", "calls '" + std::string(name) + "' with parameters that say nothing that can be done",
               name == "recordState" ? "context, and state or list" : "context, contexts or contextsMatching; in list one of deleteFirst, deleteLast, deleteIndex, deleteWhere");
          return;
        }
        warn(at, "calls '" + std::string(name) + "' after serving, which is not here", "it is ignored");
      });
    }
    if (const json::Value* names = json::find(document, "/response/transformers");
        names != nullptr && names->is_array()) {
      for (const json::Value& name : names->get_array()) {
        if (!name.is_string() || view(name.get_string()) == "response-template") continue;
        warn("/response/transformers",
             "names a transformer that is not here: '" + std::string(view(name.get_string())) + "'",
             "it is ignored");
      }
    }
    if (const json::Value* name = json::find(document, "/request/customMatcher/name");
        name != nullptr && name->is_string() && view(name->get_string()) != "state-matcher") {
      warn("/request/customMatcher",
           "asks for a matcher that is not here: '" + std::string(view(name->get_string())) + "'",
           "it never matches");
    }
    return std::move(warnings_);
  }

 private:
  template <class Found>
  static void for_each_name(const json::Value& document, const std::string& list, Found found) {
    const json::Value* array = json::find(document, list);
    if (array == nullptr || !array->is_array()) return;
    for (std::size_t i = 0; i < array->get_array().size(); ++i) {
      const std::string at = list + "/" + std::to_string(i);
      const json::Value* name = json::find(document, at + "/name");
      if (name != nullptr && name->is_string()) found(at, view(name->get_string()));
    }
  }

  void warn(const std::string& pointer, const std::string& what, std::string hint) {
    Error warning{Code::kUnsupported, "'" + stub_.label + "' " + what, std::move(hint), {}};
    warning.where.source = stub_.origin.file;
    warning.where.line = stub_.origin.line;
    warning.where.column = stub_.origin.line > 0 ? 1 : 0;
    warning.where.pointer = stub_.origin.pointer + pointer;
    warnings_.push_back(std::move(warning));
  }

  const stub::Stub& stub_;
  std::vector<Error> warnings_;
};

}  // namespace

std::vector<Error> lint(const stub::Stub& stub) {
  const std::string_view text = stub.more->document;
  if (std::ranges::none_of(kWords,
                           [&](std::string_view word) { return text.find(word) != text.npos; }))
    return {};
  const auto document = json::parse(text);
  return document ? Linter(stub).run(*document) : std::vector<Error>();
}

}  // namespace mimus::wiremock
