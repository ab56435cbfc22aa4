#include "support/recorded_case.h"

#include <algorithm>
#include <map>
#include <optional>

#include "regex/regex.h"
#include "text/encoding.h"

namespace mimus {
namespace {

constexpr std::string_view kNotCompared[] = {
    "date", "transfer-encoding", "content-length", "connection", "server", "keep-alive"};

std::string text_of(const json::Value& value) {
  return value.is_string() ? std::string(value.get_string()) : json::write(value);
}

const json::Value* member(const json::Value& value, std::string_view name) {
  const json::Object* object = value.if_object();
  return object == nullptr ? nullptr : object->if_contains(name);
}

std::string text_at(const json::Value& value, std::string_view name,
                    std::string_view otherwise = "") {
  const json::Value* found = member(value, name);
  return found == nullptr ? std::string(otherwise) : text_of(*found);
}

bool is_set(const json::Value& value, std::string_view name) {
  const json::Value* found = member(value, name);
  return found != nullptr && found->is_bool() && found->get_bool();
}

std::vector<std::string> texts_at(const json::Value& value, std::string_view name) {
  std::vector<std::string> texts;
  if (const json::Value* list = member(value, name)) {
    for (const json::Value& one : list->get_array()) texts.push_back(text_of(one));
  }
  return texts;
}

bool contains(const std::vector<std::string>& texts, std::string_view text) {
  return std::ranges::find(texts, text) != texts.end();
}

// ---- JSON --------------------------------------------------------------------------------------

// Members whose names are in `keys` become one and the same value.
void scrub(json::Value& value, const std::vector<std::string>& keys) {
  if (json::Object* object = value.if_object()) {
    for (auto& one : *object) {
      if (contains(keys, one.key())) {
        one.value() = "<ignored>";
      } else {
        scrub(one.value(), keys);
      }
    }
  } else if (json::Array* array = value.if_array()) {
    for (json::Value& one : *array) scrub(one, keys);
  }
}

bool same_json(const json::Value& a, const json::Value& b,
               const std::vector<std::string>& unordered, std::string_view name);

bool equal_in_any_order(const json::Array& a, const json::Array& b,
                        const std::vector<std::string>& unordered) {
  std::vector<bool> taken(b.size(), false);
  return std::ranges::all_of(a, [&](const json::Value& one) {
    for (std::size_t i = 0; i < b.size(); ++i) {
      if (taken[i] || !same_json(one, b[i], unordered, "")) continue;
      taken[i] = true;
      return true;
    }
    return false;
  });
}

bool same_json(const json::Value& a, const json::Value& b,
               const std::vector<std::string>& unordered, std::string_view name) {
  if (a.is_object() && b.is_object()) {
    const json::Object& other = b.get_object();
    return a.get_object().size() == other.size() &&
           std::ranges::all_of(a.get_object(), [&](const auto& one) {
             const json::Value* twin = other.if_contains(one.key());
             return twin != nullptr && same_json(one.value(), *twin, unordered, one.key());
           });
  }
  if (a.is_array() && b.is_array()) {
    const json::Array &mine = a.get_array(), &other = b.get_array();
    if (mine.size() != other.size()) return false;
    if (contains(unordered, name)) return equal_in_any_order(mine, other, unordered);
    return std::ranges::equal(mine, other, [&](const json::Value& x, const json::Value& y) {
      return same_json(x, y, unordered, "");
    });
  }
  if (a.is_number() && b.is_number())
    return a == b || a.to_number<double>() == b.to_number<double>();
  return a == b;
}

// ---- one answer --------------------------------------------------------------------------------

class Comparison {
 public:
  Comparison(const json::Value& step, const RawAnswer& answer, std::uint16_t port)
      : want_(*member(step, "response")), answer_(answer), port_(":" + std::to_string(port)) {
    if (const json::Value* how = member(step, "compare")) how_ = *how;
  }

  std::vector<std::string> run() {
    compare_times();
    if (member(want_, "connectionEnd") != nullptr) {
      compare_wire();
    } else if (!answer_.status || (answer_.end != "complete" && answer_.end != "eof")) {
      fail("no HTTP response, the connection ended with " + answer_.end + ": " +
           answer_.raw.substr(0, 300));
    } else {
      compare_head();
      compare_body();
    }
    return std::move(found_);
  }

 private:
  void fail(std::string text) { found_.push_back(std::move(text)); }
  void expect_same(std::string_view what, const std::string& want, const std::string& got) {
    if (want != got) fail(std::string(what) + ":\n  want " + want + "\n  got  " + got);
  }
  // The port is not the one of the recording.
  std::string without_port(std::string text) const {
    return replaced(std::move(text), port_, ":${PORT}");
  }

  void compare_times() {
    const auto limit = [&](std::string_view name) {
      const json::Value* millis = member(how_, name);
      return millis == nullptr ? std::optional<std::int64_t>() : millis->to_number<std::int64_t>();
    };
    if (const auto least = limit("minMillis"); least && answer_.took.count() < *least) {
      fail("answered after " + std::to_string(answer_.took.count()) + " ms, want at least " +
           std::to_string(*least));
    }
    if (const auto most = limit("maxMillis"); most && answer_.took.count() > *most) {
      fail("answered after " + std::to_string(answer_.took.count()) + " ms, want at most " +
           std::to_string(*most));
    }
  }

  void compare_wire() {
    const bool broken = !answer_.status || (answer_.end != "complete" && answer_.end != "eof") ||
                        is_set(how_, "wire");
    expect_same("connectionEnd", text_at(want_, "connectionEnd"),
                broken ? answer_.end : "a response");
    if (!is_set(how_, "raw")) return;
    std::string raw = answer_.raw;
    for (std::size_t line = 0; line < raw.size();) {
      const std::size_t end = std::min(raw.find("\r\n", line), raw.size() - 2) + 2;
      if (text::to_lower_ascii(raw.substr(line, 5)) == "date:") {
        raw.erase(line, end - line);
      } else {
        line = std::max(end, line + 1);
      }
    }
    expect_same("bytes", text_at(want_, "rawText"), raw);
  }

  using Fields = std::map<std::string, std::vector<std::string>>;
  void add_field(Fields& fields, std::string_view name, std::string value) const {
    const std::string lower = text::to_lower_ascii(name);
    if (lower == "content-type") value = text::to_lower_ascii(replaced(std::move(value), " ", ""));
    fields[lower].push_back(std::move(value));
  }

  void compare_head() {
    expect_same("status", text_at(want_, "status"), std::to_string(*answer_.status));
    if (is_set(how_, "reason")) expect_same("reason", text_at(want_, "reason"), answer_.reason);
    Fields want, got;
    for (const auto& field : member(want_, "headers")->get_object()) {
      for (const json::Value& value : field.value().get_array())
        add_field(want, field.key(), text_of(value));
    }
    std::vector<std::string> ignored;
    for (const std::string& name : texts_at(how_, "ignoreHeaders"))
      ignored.push_back(text::to_lower_ascii(name));
    for (const auto& [name, value] : answer_.headers) {
      const std::string lower = text::to_lower_ascii(name);
      const bool skipped = std::ranges::find(kNotCompared, lower) != std::end(kNotCompared) ||
                           contains(ignored, lower);
      if (!skipped) add_field(got, name, without_port(value));
    }
    expect_same("headers", listed(want), listed(got));
    if (is_set(how_, "framing")) expect_same("framing", text_at(want_, "framing"), framing());
    if (is_set(how_, "chunks")) {
      json::Value chunks;
      if (answer_.chunks) chunks = json::Array(answer_.chunks->begin(), answer_.chunks->end());
      expect_same("chunks", text_at(want_, "chunks", "null"), json::write(chunks));
    }
  }

  static std::string listed(const Fields& fields) {
    std::string text;
    for (const auto& [name, values] : fields) {
      for (const std::string& value : values) text += "\n    " + name + ": " + value;
    }
    return text;
  }

  std::string framing() const {
    const auto has = [&](std::string_view name) {
      return std::ranges::any_of(answer_.headers, [&](const auto& field) {
        return text::to_lower_ascii(field.first) == name;
      });
    };
    return has("transfer-encoding") ? "chunked"
           : has("content-length")  ? "content-length"
                                    : "close";
  }

  void compare_body() {
    const std::string mode = text_at(how_, "body", "exact");
    if (mode == "ignore") return;
    const bool text = text::is_valid_utf8(answer_.body);
    if (mode == "regex") {
      const auto regex = regex::Regex::compile(text_at(how_, "bodyRegex"), {.dot_all = true});
      const bool fits =
          regex && text && regex->full_match(answer_.body) == regex::Regex::Outcome::kYes;
      if (!fits)
        fail("body does not match " + text_at(how_, "bodyRegex") + ":\n  " +
             answer_.body.substr(0, 1000));
    } else if (mode == "json" && member(want_, "json") != nullptr) {
      compare_json();
    } else if (const json::Value* bytes = member(want_, "bodyBase64")) {
      expect_same("body", text_of(*bytes), text ? answer_.body : text::base64_encode(answer_.body));
    } else {
      expect_same("body", text_at(want_, "body"),
                  text ? without_port(answer_.body) : text::base64_encode(answer_.body));
    }
  }

  void compare_json() {
    auto got = json::parse(without_port(answer_.body));
    if (!got) return fail("body is no JSON: " + answer_.body.substr(0, 1000));
    const json::Value& want = *member(want_, "json");
    scrub(*got, texts_at(how_, "ignoreKeys"));
    if (!same_json(want, *got, texts_at(how_, "unordered"), ""))
      expect_same("json", json::write(want), json::write(*got) + " ");
  }

  const json::Value& want_;
  json::Value how_ = json::Object();
  const RawAnswer& answer_;
  const std::string port_;
  std::vector<std::string> found_;
};

}  // namespace

RawRequest request_of(const json::Value& request) {
  RawRequest made;
  made.method = text_at(request, "method", "GET");
  made.path = text_at(request, "path");
  if (const json::Value* headers = member(request, "headers")) {
    for (const json::Value& pair : headers->get_array()) {
      made.headers.emplace_back(text_of(pair.get_array()[0]), text_of(pair.get_array()[1]));
    }
  }
  if (const json::Value* bytes = member(request, "bodyBase64")) {
    made.body = text::base64_decode(text_of(*bytes)).value_or("");
  } else if (const json::Value* body = member(request, "body")) {
    made.body = text_of(*body);
  }
  return made;
}

std::vector<std::string> differences(const json::Value& step, const RawAnswer& answer,
                                     std::uint16_t port) {
  return Comparison(step, answer, port).run();
}

std::string file_bytes(const json::Value& file) {
  if (const json::Value* bytes = member(file, "base64"))
    return text::base64_decode(text_of(*bytes)).value_or("");
  return text_of(file);
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

}  // namespace mimus
