#include "respond.h"

#include <algorithm>
#include <utility>

#include "base/uuid.h"
#include "file_body.h"
#include "http/conditional.h"
#include "json/document.h"
#include "outgoing.h"
#include "serve/root_file.h"
#include "text/encoding.h"
#include "value_path.h"

namespace mimus::mockoon {
namespace {

constexpr std::string_view kUnknownType = "application/octet-stream";

std::string failure_text(const Error& error) {
  return render::failure_of(error, render::Language::kMockoon).text;
}

// One answer with a response of a route.
class Responding {
 public:
  Responding(const CompiledRoute& route, const CompiledResponse& response, Asking& asking, server::Reply& reply)
      : route_(route), response_(response), source_(*response.source), asking_(asking), reply_(reply), out_(asking) {
    out_.add(response.fields);
  }

  bool run() {
    if (source_.body_type == BodyType::kBucket && response_.bucket) return answer_bucket();
    if (source_.body_type == BodyType::kFile && !source_.file.empty()) return answer_file();
    return answer_inline(source_.status);
  }

 private:
  int status(int otherwise) const { return asking_.status().value_or(otherwise); }

  bool fail(int status, std::string_view message) {
    out_.send_error(status, message, reply_);
    return false;
  }

  bool answer_inline(int usual) {
    std::string body;
    if (const Status done = asking_.render(response_.body, body); !done) return fail(status(usual), failure_text(done.error()));
    out_.send_text(status(usual), body, reply_);
    return true;
  }

  // ---- buckets

  bool answer_bucket() {
    if (route_.crud) return answer_crud();
    out_.send_text(status(source_.status), body_text(asking_.bucket(*response_.bucket).get(), asking_.arena()), reply_);
    return true;
  }

  bool answer_crud() {
    const ListQuery query = ListQuery::read(asking_.facts().query());
    const json::Value text(text::to_valid_utf8(asking_.request().body));
    CrudAsk ask;
    ask.call = *route_.crud;
    ask.key = &route_.crud_key;
    ask.query = &query;
    if (!asking_.captures().empty()) ask.id = asking_.captures().back().value;
    if (const json::Value* body = asking_.body()) {
      ask.body = body;
    } else if (!asking_.request().body.empty()) {
      ask.body = &text;
    }
    ask.fresh_id = [this] { return fresh_id(); };
    CrudAnswer answer = work(ask);
    if (answer.total) out_.set("X-Total-Count", std::to_string(*answer.total));
    if (answer.filtered) out_.set("X-Filtered-Count", std::to_string(*answer.filtered));
    out_.set("Content-Type", "application/json");
    out_.send_text(status(answer.status.value_or(source_.status)), answer.text(asking_.arena()), reply_);
    return true;
  }

  // One step, whoever else works on the bucket.
  CrudAnswer work(const CrudAsk& ask) {
    const std::size_t place = *response_.bucket;
    if (ask.call == CrudCall::kList || ask.call == CrudCall::kGet) {
      Memory::Value value = asking_.bucket(place);
      return crud(value, ask, asking_.arena());
    }
    const auto lock = asking_.memory().editing();
    const Memory::Value before = asking_.bucket(place);
    Memory::Value value = before;
    CrudAnswer answer = crud(value, ask, asking_.arena());
    if (value != before) asking_.memory().set_bucket(place, std::move(value));
    return answer;
  }

  json::Value fresh_id() {
    if (response_.fresh_id) {
      std::string made;
      if (asking_.render(response_.fresh_id->text, made) && !made.empty()) {
        auto value = response_.fresh_id->quoted ? Result<json::Value>(json::Value(text::to_valid_utf8(made))) : json::parse(made);
        if (value) return *std::move(value);
      }
    }
    return json::Value(Uuid::random(asking_.chance().fork("id")).text());
  }

  // ---- files

  bool answer_file() {
    std::string path;
    if (const Status done = asking_.render(response_.file, path); !done) return fail(status(source_.status), failure_text(done.error()));
    const std::string name = file_name(path);
    const std::string inside = relative_to(asking_.program().folder, path);
    const std::string_view type = http::media_type_for(name);
    if (!has_own_type()) {
      // The environment's says nothing of a file whose type is known.
      if (type == kUnknownType) out_.imply("Content-Type", std::string(type));
      else out_.set("Content-Type", std::string(type));
    }
    if (!source_.inline_file) out_.set("Content-Disposition", "attachment; filename=\"" + quoted(name) + "\"");
    if (source_.templated && is_template_type(type, name)) return answer_text_file(inside, path);
    return answer_bytes(inside, path);
  }

  bool has_own_type() const {
    return std::ranges::any_of(response_.fields, [](const CompiledField& field) { return http::same_name(field.name, "Content-Type"); });
  }

  bool answer_bytes(const std::string& inside, const std::string& path) {
    const std::string& folder = asking_.program().folder;
    auto part = part_of_file(inside, folder, asking_.request().header("Range"));
    if (!part) return answer_missing(part.error(), path);
    if (!part->content_range.empty()) out_.set("Content-Range", part->content_range);
    if (part->status == 400 || part->status == 416) return fail(part->status, part->body);
    const int code = part->status == 206 ? 206 : status(source_.status);
    if (part->status == 206) out_.set("Accept-Ranges", "bytes");
    out_.complete_type();
    if (part->stream) {
      reply_.stream = std::move(part->stream);
      out_.send_stream(code, part->size, reply_);
    } else {
      out_.send_bare(code, part->body, reply_);
    }
    return true;
  }

  bool answer_text_file(const std::string& inside, const std::string& path) {
    auto bytes = serve::read_inside(inside, asking_.program().folder, asking_.world().templates.limits.max_output);
    if (!bytes) return answer_missing(bytes.error(), path);
    const TemplateText text = TemplateText::compile(*bytes, "file");
    const auto lock = asking_.memory().editing(text.writes);
    std::string body;
    if (const Status done = asking_.render(text, body); !done) return fail(status(source_.status), failure_text(done.error()));
    out_.send_text(status(source_.status), body, reply_);
    return true;
  }

  bool answer_missing(const Error& why, const std::string& path) {
    if (source_.fallback_to_404) return answer_inline(404);
    const std::string reason = why.code == Code::kNotFound ? "ENOENT: no such file or directory, open '" + path + "'" : why.message;
    return fail(status(source_.status), "Error while serving the file content: " + reason);
  }

  static std::string quoted(std::string_view name) {
    std::string made;
    for (const char c : name) {
      if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) continue;
      if (c == '"' || c == '\\') made += '\\';
      made += c;
    }
    return made;
  }

  const CompiledRoute& route_;
  const CompiledResponse& response_;
  const Response& source_;
  Asking& asking_;
  server::Reply& reply_;
  Outgoing out_;
};

std::string escaped(std::string_view text) {
  std::string made;
  for (const char c : text) {
    switch (c) {
      case '&': made += "&amp;"; break;
      case '<': made += "&lt;"; break;
      case '>': made += "&gt;"; break;
      case '"': made += "&quot;"; break;
      case '\'': made += "&#39;"; break;
      default: made += c;
    }
  }
  return made;
}

}  // namespace

bool respond(const CompiledRoute& route, const CompiledResponse& response, Asking& asking, server::Reply& reply) {
  return Responding(route, response, asking, reply).run();
}

void answer_options(Asking& asking, server::Reply& reply) {
  Outgoing out(asking);
  out.imply("Access-Control-Allow-Origin", "*");
  out.imply("Access-Control-Allow-Methods", "GET,POST,PUT,PATCH,DELETE,HEAD,OPTIONS");
  out.imply("Access-Control-Allow-Headers", "Content-Type, Origin, Accept, Authorization, Content-Length, X-Requested-With");
  out.send_bare(200, "", reply);
}

void answer_not_found(Asking& asking, server::Reply& reply) {
  Outgoing out(asking);
  out.set("Content-Security-Policy", "default-src 'none'");
  out.set("X-Content-Type-Options", "nosniff");
  out.set("Content-Type", "text/html; charset=utf-8");
  const http::Request& request = asking.request();
  const std::string what = escaped("Cannot " + std::string(request.method) + " " + std::string(request.path));
  out.send_bare(404,
                "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Error</title>\n</head>\n<body>\n<pre>" + what +
                    "</pre>\n</body>\n</html>\n",
                reply);
}

}  // namespace mimus::mockoon
