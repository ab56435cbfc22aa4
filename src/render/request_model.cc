#include "request_model.h"

#include <algorithm>
#include <charconv>
#include <iterator>

#include "text/encoding.h"
#include "text/percent.h"

namespace mimus::render {
namespace {

using handlebars::Dialect;
using handlebars::Entry;
using handlebars::Object;
using handlebars::Value;

template <class T, class... Args>
Value made(Arena& arena, Args&&... args) {
  return Value::object(*new (arena.allocate(sizeof(T), alignof(T))) T(std::forward<Args>(args)...));
}

std::optional<std::int64_t> as_index(std::string_view name) {
  std::int64_t index = 0;
  const auto [end, failed] = std::from_chars(name.data(), name.data() + name.size(), index);
  if (failed != std::errc() || end != name.data() + name.size()) return std::nullopt;
  return index;
}

// ---- many values of one name
// -------------------------------------------------------------------------------------

// A list that prints its first value.
class Values final : public Object {
 public:
  static constexpr char kType[] = "values";
  explicit Values(std::span<const Value> values) : values_(values) {}
  const char* type() const override { return kType; }
  Shape shape() const override { return Shape::kList; }
  Value member(std::string_view name, Arena&) const override {
    if (name == "first") return values_.front();
    if (name == "last") return values_.back();
    if (name == "size" || name == "length")
      return Value::number(static_cast<std::int64_t>(values_.size()));
    std::optional<std::int64_t> index = as_index(name);
    const auto size = static_cast<std::int64_t>(values_.size());
    if (index && *index < 0) *index += size - 1;  // -1 is the one before the last
    return index && *index >= 0 && *index < size ? values_[static_cast<std::size_t>(*index)]
                                                 : Value();
  }
  std::size_t size() const override { return values_.size(); }
  Entry entry(std::size_t index, Arena&) const override { return {{}, values_[index]}; }
  void print(std::string& out, const Dialect&) const override { out += values_.front().as_text(); }
  std::string_view text() const override { return values_.front().as_text(); }

 private:
  std::span<const Value> values_;  // one at least
};

bool same_text(std::string_view a, std::string_view b) {
  return a == b;
}

// All values of that name, or nothing.
template <class Pair, class Same>
Value values_of(std::span<const Pair> pairs, std::string_view name, Arena& arena, Same same) {
  const auto count = static_cast<std::size_t>(std::count_if(
      pairs.begin(), pairs.end(), [&](const Pair& pair) { return same(pair.name, name); }));
  if (count == 0) return {};
  const std::span<Value> values = arena.array<Value>(count);
  std::size_t at = 0;
  for (const Pair& pair : pairs) {
    if (same(pair.name, name)) values[at++] = Value::text(pair.value);
  }
  return made<Values>(arena, values);
}

// Query, headers or cookies: a map of such lists.
template <class Pair, bool (*kSame)(std::string_view, std::string_view)>
class MultiMap final : public Object {
 public:
  static constexpr char kType[] = "multi map";
  explicit MultiMap(std::span<const Pair> pairs, Arena& arena) : pairs_(pairs) {
    const std::span<std::uint32_t> firsts = arena.array<std::uint32_t>(pairs.size());
    std::size_t count = 0;
    for (std::uint32_t i = 0; i < pairs.size(); ++i) {
      const bool seen =
          std::any_of(firsts.begin(), firsts.begin() + static_cast<std::ptrdiff_t>(count),
                      [&](std::uint32_t first) { return kSame(pairs[first].name, pairs[i].name); });
      if (!seen) firsts[count++] = i;
    }
    firsts_ = firsts.first(count);
  }
  const char* type() const override { return kType; }
  Shape shape() const override { return Shape::kMap; }
  Value member(std::string_view name, Arena& arena) const override {
    return values_of(pairs_, name, arena, kSame);
  }
  std::size_t size() const override { return firsts_.size(); }
  Entry entry(std::size_t index, Arena& arena) const override {
    const std::string_view name = pairs_[firsts_[index]].name;
    return {name, values_of(pairs_, name, arena, kSame)};
  }
  void print(std::string& out, const Dialect&) const override {
    out += '{';
    for (std::size_t i = 0; i < firsts_.size(); ++i) {
      if (i > 0) out += ", ";
      out.append(pairs_[firsts_[i]].name).append("=").append(pairs_[firsts_[i]].value);
    }
    out += '}';
  }

 private:
  std::span<const Pair> pairs_;
  std::span<const std::uint32_t> firsts_;  // where each name comes first
};

// Asking for one name needs no look at all the others.
template <class Pair, bool (*kSame)(std::string_view, std::string_view)>
class LazyMultiMap final : public Object {
 public:
  static constexpr char kType[] = "multi map";
  LazyMultiMap(std::span<const Pair> pairs, Arena& arena) : pairs_(pairs), arena_(&arena) {}
  const char* type() const override { return kType; }
  Shape shape() const override { return Shape::kMap; }
  Value member(std::string_view name, Arena& arena) const override {
    return values_of(pairs_, name, arena, kSame);
  }
  std::size_t size() const override { return all().size(); }
  Entry entry(std::size_t index, Arena& arena) const override { return all().entry(index, arena); }
  void print(std::string& out, const Dialect& dialect) const override { all().print(out, dialect); }

 private:
  const MultiMap<Pair, kSame>& all() const {
    if (all_ == nullptr) {
      using All = MultiMap<Pair, kSame>;
      all_ = new (arena_->allocate(sizeof(All), alignof(All))) All(pairs_, *arena_);
    }
    return *all_;
  }
  std::span<const Pair> pairs_;
  Arena* arena_;
  mutable const MultiMap<Pair, kSame>* all_ = nullptr;
};

// ---- path
// --------------------------------------------------------------------------------------------------------

// Prints the path, decoded unless the stub's is a template; elements are its segments, members the
// template's.
class PathSegments final : public Object {
 public:
  static constexpr char kType[] = "path segments";
  PathSegments(const Scope& scope, Arena& arena) : scope_(&scope) {
    const std::string_view raw = scope.facts.request().path;
    path_ = scope.raw_path.empty() ? text::percent_decode(raw, arena) : raw;
    const auto slashes = static_cast<std::size_t>(std::count(path_.begin(), path_.end(), '/'));
    const std::span<Value> segments = arena.array<Value>(slashes + 1);
    std::size_t count = 0;
    std::string_view rest = path_.starts_with('/') ? path_.substr(1) : path_;
    while (true) {
      const std::size_t end = std::min(rest.find('/'), rest.size());
      segments[count++] = Value::text(rest.substr(0, end));
      if (end == rest.size()) break;
      rest.remove_prefix(end + 1);
    }
    segments_ = segments.first(count);
  }
  const char* type() const override { return kType; }
  Shape shape() const override { return Shape::kList; }
  Value member(std::string_view name, Arena&) const override {
    if (const std::optional<std::int64_t> index = as_index(name)) {
      const bool there = *index >= 0 && *index < static_cast<std::int64_t>(segments_.size());
      return there ? segments_[static_cast<std::size_t>(*index)] : Value();
    }
    for (const facts::NameValue& pair : scope_->raw_path) {
      if (pair.name == name) return Value::text(pair.value);
    }
    if (name == "size" || name == "length")
      return Value::number(static_cast<std::int64_t>(segments_.size()));
    return {};
  }
  std::size_t size() const override { return segments_.size(); }
  Entry entry(std::size_t index, Arena&) const override { return {{}, segments_[index]}; }
  void print(std::string& out, const Dialect&) const override { out += path_; }
  std::string_view text() const override { return path_; }

 private:
  const Scope* scope_;
  std::string_view path_;
  std::span<const Value> segments_;
};

// ---- method
// ------------------------------------------------------------------------------------------------------

// A word that is no text to `eq`.
class Method final : public Object {
 public:
  static constexpr char kType[] = "method";
  explicit Method(std::string_view word) : word_(word) {}
  const char* type() const override { return kType; }
  void print(std::string& out, const Dialect&) const override { out += word_; }
  std::string_view text() const override { return word_; }

 private:
  std::string_view word_;
};

// ---- parts
// -------------------------------------------------------------------------------------------------------

bool is_text_like(std::string_view content_type) {
  const std::string type = text::to_lower_ascii(content_type);
  constexpr std::string_view kMarks[] = {
      "text/", "json", "xml", "html", "javascript", "x-www-form-urlencoded", "yaml", "csv"};
  return type.empty() ||
         std::any_of(std::begin(kMarks), std::end(kMarks),
                     [&](std::string_view mark) { return type.find(mark) != std::string::npos; });
}

Value base64(std::string_view bytes, Arena& arena) {
  return Value::text(arena.copy(text::base64_encode(bytes)));
}

class PartHeaders final : public Object {
 public:
  static constexpr char kType[] = "part headers";
  explicit PartHeaders(std::span<const Entry> headers) : headers_(headers) {}
  const char* type() const override { return kType; }
  Shape shape() const override { return Shape::kMap; }
  Value member(std::string_view name, Arena&) const override {
    for (const Entry& entry : headers_) {
      if (http::same_name(entry.name, name)) return entry.value;
    }
    return {};
  }
  std::size_t size() const override { return headers_.size(); }
  Entry entry(std::size_t index, Arena&) const override { return headers_[index]; }
  void print(std::string& out, const Dialect& dialect) const override {
    handlebars::append_text(Value::map(headers_), dialect, out);
  }

 private:
  std::span<const Entry> headers_;
};

class Part final : public Object {
 public:
  static constexpr char kType[] = "part";
  explicit Part(const helpers::RequestPart& part) : part_(&part) {}
  const char* type() const override { return kType; }
  Shape shape() const override { return Shape::kMap; }
  Value member(std::string_view name, Arena& arena) const override {
    if (name == "body") return Value::text(part_->body);
    if (name == "bodyAsBase64") return base64(part_->body, arena);
    if (name == "name") return Value::text(part_->name);
    if (name == "filename") return part_->filename.empty() ? Value() : Value::text(part_->filename);
    if (name == "headers") return made<PartHeaders>(arena, part_->headers);
    if (name == "binary") {
      const Value content_type = PartHeaders(part_->headers).member("Content-Type", arena);
      return Value::boolean(
          !is_text_like(content_type.is_text() ? content_type.as_text() : std::string_view()));
    }
    return {};
  }
  std::size_t size() const override { return 3; }
  Entry entry(std::size_t index, Arena& arena) const override {
    constexpr std::string_view kNames[] = {"name", "filename", "body"};
    return {kNames[index], member(kNames[index], arena)};
  }
  void print(std::string& out, const Dialect&) const override { out += part_->body; }
  std::string_view text() const override { return part_->body; }

 private:
  const helpers::RequestPart* part_;
};

class Parts final : public Object {
 public:
  static constexpr char kType[] = "parts";
  explicit Parts(std::span<const helpers::RequestPart> parts) : parts_(parts) {}
  const char* type() const override { return kType; }
  Shape shape() const override { return Shape::kMap; }
  Value member(std::string_view name, Arena& arena) const override {
    for (const helpers::RequestPart& part : parts_) {
      if (part.name == name) return made<Part>(arena, part);
    }
    return {};
  }
  std::size_t size() const override { return parts_.size(); }
  Entry entry(std::size_t index, Arena& arena) const override {
    return {parts_[index].name, made<Part>(arena, parts_[index])};
  }
  bool truthy() const override { return !parts_.empty(); }
  void print(std::string&, const Dialect&) const override {}

 private:
  std::span<const helpers::RequestPart> parts_;
};

// ---- request
// -----------------------------------------------------------------------------------------------------

struct HostAndPort {
  std::string_view host;
  std::string_view port;
  bool standard = false;
};

HostAndPort split(const http::Request& request) {
  const std::string_view authority = request.authority;
  const std::string_view usual = request.scheme == "https" ? "443" : "80";
  const std::size_t bracket = authority.rfind(']');
  const std::size_t colon = authority.rfind(':');
  const bool has_port =
      colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
  if (!has_port) return {authority, usual, true};
  const std::string_view port = authority.substr(colon + 1);
  return {authority.substr(0, colon), port, port == usual};
}

std::string_view content_type(const http::Request& request) {
  return request.header("Content-Type").value_or("");
}

struct Member {
  std::string_view name;
  Value (*value)(RequestHost&, Arena&);
  bool in_request_line = false;
};

Value path_segments(RequestHost& host, Arena& arena) {
  return made<PathSegments>(arena, host.scope(), arena);
}
Value request_line(RequestHost& host, Arena& arena);

constexpr Member kMembers[] = {
    {"id", [](RequestHost& host, Arena&) { return Value::text(host.scope().request_id); }},
    {"url", [](RequestHost& host, Arena&) { return Value::text(host.url()); }, true},
    {"path", &path_segments, true},
    {"pathSegments", &path_segments, true},
    {"method", [](RequestHost& host, Arena& arena) { return made<Method>(arena, host.method()); },
     true},
    {"scheme", [](RequestHost& host, Arena&) { return Value::text(host.scheme()); }, true},
    {"host",
     [](RequestHost& host, Arena&) { return Value::text(split(host.facts().request()).host); },
     true},
    {"port",
     [](RequestHost& host, Arena&) {
       const std::optional<std::int64_t> port = as_index(split(host.facts().request()).port);
       return port ? Value::number(*port) : Value();
     },
     true},
    {"clientIp", [](RequestHost& host, Arena&) { return Value::text(host.client_ip()); }},
    {"baseUrl",
     [](RequestHost& host, Arena& arena) {
       const http::Request& request = host.facts().request();
       const HostAndPort where = split(request);
       const std::string_view front = arena.join(request.scheme, "://");
       return Value::text(arena.join(front, where.standard ? where.host : request.authority));
     },
     true},
    {"query",
     [](RequestHost& host, Arena& arena) {
       return made<LazyMultiMap<facts::NameValue, &same_text>>(arena, host.facts().query(), arena);
     },
     true},
    {"headers",
     [](RequestHost& host, Arena& arena) {
       return made<LazyMultiMap<http::HeaderField, &http::same_name>>(
           arena, host.facts().request().fields, arena);
     }},
    {"cookies",
     [](RequestHost& host, Arena& arena) {
       return made<LazyMultiMap<facts::NameValue, &same_text>>(arena, host.facts().cookies(),
                                                               arena);
     }},
    {"body", [](RequestHost& host, Arena&) { return Value::text(host.body()); }},
    {"bodyAsBase64", [](RequestHost& host, Arena& arena) { return base64(host.body(), arena); }},
    {"multipart",
     [](RequestHost& host, Arena&) {
       return Value::boolean(
           text::to_lower_ascii(content_type(host.facts().request())).starts_with("multipart/"));
     }},
    {"binary",
     [](RequestHost& host, Arena&) {
       return Value::boolean(!is_text_like(content_type(host.facts().request())));
     }},
    {"parts", &request_parts},
    {"requestLine", &request_line},
};

class Request final : public Object {
 public:
  static constexpr char kType[] = "request";
  Request(RequestHost& host, bool line_only) : host_(&host), line_only_(line_only) {}
  const char* type() const override { return kType; }
  Shape shape() const override { return Shape::kMap; }
  Value member(std::string_view name, Arena& arena) const override {
    for (const Member& row : kMembers) {
      if (row.name == name && (row.in_request_line || !line_only_)) return row.value(*host_, arena);
    }
    return {};
  }
  void print(std::string& out, const Dialect&) const override {
    out.append(host_->method()).append(" ").append(host_->url());
  }

 private:
  RequestHost* host_;
  bool line_only_;
};

Value request_line(RequestHost& host, Arena& arena) {
  return made<Request>(arena, host, true);
}

}  // namespace

Value wiremock_request(RequestHost& host, Arena& arena) {
  return made<Request>(arena, host, false);
}

Value request_parts(RequestHost& host, Arena& arena) {
  return made<Parts>(arena, host.parts());
}

}  // namespace mimus::render
