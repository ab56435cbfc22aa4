#include "postman_reader.h"

#include <algorithm>
#include <set>
#include <utility>

#include "members.h"
#include "native/write.h"
#include "postman_variables.h"
#include "text/encoding.h"
#include "text/percent.h"

namespace mimus::formats {
namespace {

constexpr int kMostFolders = 100;  // in each other

// ---- URLs --------------------------------------------------------------------------------------

std::string joined(const json::Value* parts, std::string_view between) {
  if (parts == nullptr) return {};
  if (!parts->is_array()) return text_of(*parts);
  std::string out;
  for (const json::Value& part : parts->get_array()) {
    if (!out.empty() || &part != &parts->get_array().front()) out += between;
    out += part.is_object() ? text_at(part, "value") : text_of(part);
  }
  return out;
}

// The text of a URL that may be given in pieces.
std::string raw_url(const json::Value& url) {
  if (!url.is_object()) return text_of(url);
  const json::Array& query = list_at(url, "query");
  if (std::string raw = text_at(url, "raw"); !raw.empty()) return raw;
  std::string out = text_at(url, "protocol");
  if (!out.empty()) out += "://";
  out += joined(member(url, "host"), ".");
  if (const std::string port = text_at(url, "port"); !port.empty()) out += ":" + port;
  const std::string path = joined(member(url, "path"), "/");
  out += (path.starts_with('/') ? "" : "/") + path;
  char mark = '?';
  for (const json::Value& one : query) {
    if (flag_at(one, "disabled")) continue;
    out += mark + text_at(one, "key") + '=' + text_at(one, "value");
    mark = '&';
  }
  return out;
}

// Values of :id in a path, where they are known: variable [{key or id, value}].
std::string path_value(const json::Value& url, std::string_view name) {
  for (const json::Value& one : list_at(url, "variable")) {
    if (text_at(one, "key") == name || text_at(one, "id") == name) return text_at(one, "value");
  }
  return {};
}

std::string capture_name(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool plain = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_' || c == '-';
    if (plain) out += c;
  }
  return out.empty() ? "value" : out;
}

// Where a request goes: a URL, and a path pattern when some of it is open.
struct Target {
  std::string url;
  std::string path;
  std::vector<std::string> any_value;
};

class TargetReader {
 public:
  TargetReader(const json::Value& url, const PostmanVariables& variables) : from_(url), variables_(variables) {}

  Target run() {
    std::string url = variables_.resolve(raw_url(from_));
    url.resize(std::min(url.find('#'), url.size()));
    const std::size_t question = std::min(url.find('?'), url.size());
    read_place(std::string_view(url).substr(0, question));
    if (question < url.size()) read_query(std::string_view(url).substr(question + 1));
    if (!open_) target_.path.clear();
    return std::move(target_);
  }

 private:
  // Scheme, host and path. A host that is a variable is no host.
  void read_place(std::string_view place) {
    std::string_view rest = place;
    std::string scheme = "http://";
    if (const std::size_t end = rest.find("://"); end != rest.npos) {
      scheme = std::string(rest.substr(0, end + 3));
      rest.remove_prefix(end + 3);
    }
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    const std::string_view host = rest.substr(0, slash);
    if (!host.empty() && !has_variable(host) && !has_variable(scheme)) target_.url = scheme + std::string(host);
    rest.remove_prefix(slash);
    if (rest.empty()) rest = "/";
    while (!rest.empty()) {
      rest.remove_prefix(1);
      const std::size_t end = std::min(rest.find('/'), rest.size());
      segment(rest.substr(0, end));
      rest.remove_prefix(end);
    }
  }

  void segment(std::string_view text) {
    target_.url += '/';
    target_.path += '/';
    if (text.size() > 1 && text.front() == ':') {
      const std::string value = variables_.resolve(path_value(from_, text.substr(1)));
      if (value.empty() || has_variable(value)) return capture(text.substr(1), text);
      text = {};
      target_.url += text::percent_encode(value);
      target_.path += text::percent_encode(value);
    } else if (has_variable(text)) {
      std::size_t at = 0;
      for (std::size_t open = text.find("{{"); open != text.npos; open = text.find("{{", at)) {
        const std::size_t close = text.find("}}", open);
        if (close == text.npos) break;
        literal(text.substr(at, open - at));
        capture(text.substr(open + 2, close - open - 2), text.substr(open, close + 2 - open));
        at = close + 2;
      }
      literal(text.substr(at));
    } else {
      literal(text);
    }
  }

  void literal(std::string_view text) {
    target_.url += text;
    target_.path += native::escape_path(text);
  }

  // Names are unique within a pattern.
  void capture(std::string_view name, std::string_view written) {
    open_ = true;
    target_.url += written;
    std::string unique = capture_name(name);
    while (!names_.insert(unique).second) unique += '2';
    target_.path += "{" + unique + "}";
  }

  void read_query(std::string_view query) {
    std::set<std::string, std::less<>> disabled;
    for (const json::Value& one : list_at(from_, "query")) {
      if (flag_at(one, "disabled")) disabled.insert(text_at(one, "key"));
    }
    char mark = '?';
    while (!query.empty()) {
      const std::string_view piece = query.substr(0, query.find('&'));
      query.remove_prefix(std::min(piece.size() + 1, query.size()));
      const std::string_view name = piece.substr(0, piece.find('='));
      if (piece.empty() || disabled.contains(name) || has_variable(name)) continue;
      if (has_variable(piece)) target_.any_value.push_back(text::form_decode(name));
      target_.url += mark;
      target_.url += piece;
      mark = '&';
    }
  }

  const json::Value& from_;
  const PostmanVariables& variables_;
  Target target_;
  bool open_ = false;
  std::set<std::string> names_;
};

// ---- messages ----------------------------------------------------------------------------------

// [{"key", "value"}] or, in v1, "Name: value" lines.
std::vector<http::OwnedField> fields_of(const json::Value* headers, const PostmanVariables& variables) {
  std::vector<http::OwnedField> fields;
  if (headers == nullptr) return fields;
  if (const json::Array* list = headers->if_array()) {
    for (const json::Value& one : *list) {
      const std::string name = text_at(one, "key").empty() ? text_at(one, "name") : text_at(one, "key");
      if (!name.empty() && !flag_at(one, "disabled")) fields.push_back({variables.resolve(name), variables.resolve(text_at(one, "value"))});
    }
    return fields;
  }
  const std::string text = text_of(*headers);
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    const std::size_t colon = line.find(':');
    if (colon == line.npos || colon == 0) continue;
    fields.push_back({std::string(text::trim(line.substr(0, colon))), variables.resolve(text::trim(line.substr(colon + 1)))});
  }
  return fields;
}

std::string form_of(const json::Array& params, const PostmanVariables& variables) {
  std::string body;
  for (const json::Value& one : params) {
    if (flag_at(one, "disabled")) continue;
    if (!body.empty()) body += '&';
    body += text::percent_encode(variables.resolve(text_at(one, "key"))) + '=' +
            text::percent_encode(variables.resolve(text_at(one, "value")));
  }
  return body;
}

void add_default(std::string_view type, exchange::Request& request) {
  if (!exchange::find(request.fields, "Content-Type")) request.fields.push_back({"Content-Type", std::string(type)});
}

// v2: {"mode": "raw", "raw": …}.
void read_body(const json::Value& body, const PostmanVariables& variables, exchange::Request& request) {
  const std::string mode = text_at(body, "mode");
  if (mode == "raw") {
    request.body = variables.resolve(text_at(body, "raw"));
    const json::Value* options = member(body, "options");
    const json::Value* raw = options == nullptr ? nullptr : member(*options, "raw");
    if (raw != nullptr && text_at(*raw, "language") == "json" && !request.body.empty()) add_default("application/json", request);
  } else if (mode == "urlencoded") {
    request.body = form_of(list_at(body, "urlencoded"), variables);
    if (!request.body.empty()) add_default("application/x-www-form-urlencoded", request);
  } else if (mode == "graphql") {
    json::Object query{{"query", text_at(object_at(body, "graphql"), "query")}};
    const std::string arguments = text_at(object_at(body, "graphql"), "variables");
    if (auto parsed = json::parse(arguments)) query["variables"] = *parsed;
    request.body = json::write(query);
    add_default("application/json", request);
  } else if (mode == "formdata" && !list_at(body, "formdata").empty()) {
    add_default("multipart/form-data", request);
  }
}

// v1: dataMode, data, rawModeData.
void read_old_body(const json::Value& from, const PostmanVariables& variables, exchange::Request& request) {
  const std::string mode = text_at(from, "dataMode");
  if (mode == "raw") {
    request.body = variables.resolve(text_at(from, "rawModeData"));
  } else if (mode == "urlencoded") {
    request.body = form_of(list_at(from, "data"), variables);
    if (!request.body.empty()) add_default("application/x-www-form-urlencoded", request);
  }
}

class CollectionReader {
 public:
  explicit CollectionReader(const json::Value& collection) {
    for (const char* key : {"variable", "variables"}) {
      for (const json::Value& one : list_at(collection, key)) {
        std::string name = text_at(one, "key").empty() ? text_at(one, "id") : text_at(one, "key");
        if (!flag_at(one, "disabled")) variables_.set(std::move(name), text_at(one, "value"));
      }
    }
    note_auth(collection, "the collection");
    read_items(list_at(collection, "item"), "", 0);
    for (const json::Value& request : list_at(collection, "requests")) read_old(request);
  }

  Recordings take() { return std::move(out_); }

 private:
  void note_auth(const json::Value& holder, const std::string& name) {
    const json::Value* auth = member(holder, "auth");
    if (auth == nullptr || text_at(*auth, "type").empty() || text_at(*auth, "type") == "noauth") return;
    out_.report.approximated.push_back({name, "its authentication (" + text_at(*auth, "type") + ") is not asked for"});
  }

  void read_items(const json::Array& items, const std::string& folder, int depth) {
    if (depth > kMostFolders) return;
    for (const json::Value& item : items) {
      const std::string name = folder.empty() ? text_at(item, "name") : folder + " / " + text_at(item, "name");
      if (member(item, "item") != nullptr) {
        note_auth(item, name);
        read_items(list_at(item, "item"), name, depth + 1);
      } else if (const json::Value* request = member(item, "request")) {
        read_item(item, *request, name);
      } else {
        out_.report.left_out.push_back({name.empty() ? "an item" : name, "it has no request"});
      }
    }
  }

  Recorded recorded_of(const json::Value& request, const std::string& name) {
    static const json::Value kNone;
    Recorded recorded;
    recorded.where = name;
    recorded.name = name;
    exchange::Request& out = recorded.exchange.request;
    const json::Value* url = request.is_string() ? &request : member(request, "url");
    Target target = TargetReader(url == nullptr ? kNone : *url, variables_).run();
    out.url = std::move(target.url);
    recorded.path = std::move(target.path);
    recorded.any_value = std::move(target.any_value);
    out.method = variables_.resolve(text_at(request, "method"));
    if (out.method.empty()) out.method = "GET";
    out.fields = fields_of(member(request, "header") != nullptr ? member(request, "header") : member(request, "headers"), variables_);
    if (const json::Value* body = member(request, "body")) read_body(*body, variables_, out);
    read_old_body(request, variables_, out);
    recorded.exchange.failure = kUnknown;
    return recorded;
  }

  exchange::Response response_of_example(const json::Value& example) {
    exchange::Response response;
    const json::Value* code = member(example, "responseCode");
    response.status = static_cast<int>(std::clamp(code != nullptr ? number_at(*code, "code", 200) : number_at(example, "code", 200), 0.0, 999.0));
    response.fields = fields_of(member(example, "header") != nullptr ? member(example, "header") : member(example, "headers"), variables_);
    response.body = text_at(example, "body").empty() ? text_at(example, "text") : text_at(example, "body");
    // Saved as it was shown: decoded. A type from the language that it was shown in.
    const std::string language = text_at(example, "_postman_previewlanguage");
    constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
        {"json", "application/json"}, {"html", "text/html"}, {"xml", "application/xml"}};
    for (const auto& [name, type] : kTypes) {
      if (name == language && !response.body.empty() && !exchange::find(response.fields, "Content-Type")) {
        response.fields.push_back({"Content-Type", std::string(type)});
      }
    }
    return response;
  }

  void read_item(const json::Value& item, const json::Value& request, const std::string& name) {
    note_auth(request, name);
    const json::Array& examples = list_at(item, "response");
    if (examples.empty()) {
      out_.all.push_back(recorded_of(request, name));
      return;
    }
    for (const json::Value& example : examples) {
      const json::Value* original = member(example, "originalRequest");
      std::string label = text_at(example, "name");
      label = label.empty() ? name : name + " / " + label;
      Recorded recorded = recorded_of(original != nullptr ? *original : request, label);
      recorded.exchange.response = response_of_example(example);
      recorded.exchange.failure.clear();
      out_.all.push_back(std::move(recorded));
    }
  }

  void read_old(const json::Value& request) {
    const std::string name = text_at(request, "name");
    const json::Array& examples = list_at(request, "responses");
    for (const json::Value& example : examples) {
      Recorded recorded = recorded_of(request, name);
      recorded.exchange.response = response_of_example(example);
      recorded.exchange.failure.clear();
      out_.all.push_back(std::move(recorded));
    }
    if (examples.empty()) out_.all.push_back(recorded_of(request, name));
  }

  PostmanVariables variables_;
  Recordings out_;
};

bool is_collection(const json::Value& value) {
  return member(value, "item") != nullptr || (member(value, "requests") != nullptr && member(value, "order") != nullptr);
}

}  // namespace

Result<Recordings> read_postman(std::string_view text) {
  MIMUS_TRY(const json::Value document, json::parse(text));
  const json::Value* wrapped = member(document, "collection");
  const json::Value& collection = wrapped != nullptr ? *wrapped : document;
  if (!is_collection(collection)) {
    const bool environment = member(document, "values") != nullptr;
    return invalid(environment ? "a Postman environment, which holds no requests" : "not a Postman collection: it has no items",
                   "export the collection as v2.1");
  }
  return CollectionReader(collection).take();
}

}  // namespace mimus::formats
