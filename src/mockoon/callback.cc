#include "callback.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/uuid.h"
#include "file_body.h"
#include "http/conditional.h"
#include "letters.h"
#include "serve/root_file.h"
#include "value_path.h"

namespace mimus::mockoon {
namespace {

constexpr std::string_view kDepth = "X-Mockoon-Callback-Depth";

int depth_of(const http::Request& request) {
  const std::string_view text = request.header(kDepth).value_or("");
  int depth = 0;
  std::from_chars(text.data(), text.data() + text.size(), depth);
  return std::clamp(depth, 0, kMostDepth);
}

bool takes_body(std::string_view method) {
  return method == "POST" || method == "PUT" || method == "PATCH";
}

// Renders one callback.
class Making {
 public:
  // `templated`: body and file are, as the response has it.
  Making(const CompiledCallback& callback, bool templated, Asking& asking) : callback_(callback), templated_(templated), asking_(asking) {}

  Result<outbound::Request> run(std::string_view own_url) {
    outbound::Request request;
    request.method = upper(callback_.source->method);
    MIMUS_TRY_DONE(asking_.render(callback_.uri, request.url));
    if (request.url.starts_with('/')) request.insecure = true;  // our own certificate
    if (request.url.starts_with('/')) request.url.insert(0, own_url);
    for (const CompiledField& field : callback_.fields) request.fields.push_back({field.name, asking_.header_value(field.value)});
    if (takes_body(request.method)) MIMUS_TRY_DONE(add_body(request));
    return request;
  }

 private:
  Status add_body(outbound::Request& request) {
    switch (callback_.source->body_type) {
      case BodyType::kBucket:
        if (callback_.bucket) {
          request.body = body_text(asking_.bucket(*callback_.bucket).get(), asking_.arena());
          return Done{};
        }
        break;
      case BodyType::kFile:
        if (!callback_.source->file.empty()) return add_file(request);
        break;
      case BodyType::kInline:
        break;
    }
    if (!templated_) {
      request.body = callback_.source->body;
      return Done{};
    }
    return asking_.render(callback_.body, request.body);
  }

  Status add_file(outbound::Request& request) {
    const Program& program = asking_.program();
    std::string path;
    MIMUS_TRY_DONE(asking_.render(callback_.file, path));
    MIMUS_TRY(std::string bytes, serve::read_inside(relative_to(program.folder, path), program.folder, asking_.world().templates.limits.max_output));
    const std::string name = file_name(path);
    const std::string_view type = http::media_type_for(name);
    if (templated_ && callback_.source->file_is_body && is_template_type(type, name)) {
      const TemplateText text = TemplateText::compile(bytes, "callback file");
      const auto lock = asking_.memory().editing(text.writes);
      std::string rendered;
      MIMUS_TRY_DONE(asking_.render(text, rendered));
      bytes = std::move(rendered);
    }
    if (callback_.source->file_is_body) {
      imply_type(request, std::string(type));
      request.body = std::move(bytes);
      return Done{};
    }
    const std::string boundary = "mimus-" + Uuid::random(asking_.chance().fork("boundary")).text();
    std::erase_if(request.fields, [](const auto& field) { return http::same_name(field.name, "Content-Type"); });
    request.fields.push_back({"Content-Type", "multipart/form-data; boundary=" + boundary});
    request.body = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\nContent-Type: " +
                   std::string(type) + "\r\n\r\n" + bytes + "\r\n--" + boundary + "--\r\n";
    return Done{};
  }

  static void imply_type(outbound::Request& request, std::string type) {
    const bool given = std::ranges::any_of(request.fields, [](const auto& field) { return http::same_name(field.name, "Content-Type"); });
    if (!given) request.fields.push_back({"Content-Type", std::move(type)});
  }

  const CompiledCallback& callback_;
  const bool templated_;
  Asking& asking_;
};

}  // namespace

void begin_callbacks(const CompiledResponse& response, Asking& asking, std::chrono::nanoseconds delay, CallbackSender& sender) {
  if (response.callbacks.empty()) return;
  const int depth = depth_of(asking.request()) + 1;
  const std::string own_url = sender.own_url();
  for (const auto& [place, latency] : response.callbacks) {
    const CompiledCallback& callback = asking.program().callbacks[place];
    const std::string& name = callback.source->name.empty() ? callback.source->uri : callback.source->name;
    if (depth > kMostDepth) {
      sender.failed(name, "a chain of " + std::to_string(kMostDepth) + " callbacks ends here");
      continue;
    }
    auto made = Making(callback, response.source->templated, asking).run(own_url);
    if (!made) {
      sender.failed(name, describe(made.error()));
      continue;
    }
    std::erase_if(made->fields, [](const auto& field) { return http::same_name(field.name, kDepth); });
    made->fields.push_back({std::string(kDepth), std::to_string(depth)});
    sender.send_after(delay + latency, name, *std::move(made));
  }
}

}  // namespace mimus::mockoon
