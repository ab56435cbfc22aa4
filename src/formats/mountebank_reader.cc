#include "mountebank_reader.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "http/message.h"
#include "identify.h"
#include "members.h"
#include "mountebank_predicates.h"
#include "native/write.h"
#include "text/encoding.h"

namespace mimus::formats {
namespace {

constexpr int kMostRepeats = 1000;

// Behaviours: an object, or of newer files a list of objects with one member each.
const json::Value* behaviour(const json::Value& response, std::string_view key) {
  for (const char* name : {"behaviors", "_behaviors"}) {
    const json::Value* all = member(response, name);
    if (all == nullptr) continue;
    if (const json::Value* found = member(*all, key)) return found;
    for (const json::Value& one : list_at(response, name)) {
      if (const json::Value* found = member(one, key)) return found;
    }
  }
  return nullptr;
}

constexpr std::string_view kScripted[] = {"decorate", "shellTransform", "copy", "lookup"};

class Reader {
 public:
  Result<Imported> run(const json::Value& document) {
    const json::Value* list = member(document, "imposters");
    const bool one = list == nullptr && member(document, "stubs") != nullptr;
    if (!one && (list == nullptr || !list->is_array()))
      return invalid("not a file of mountebank: it has no imposters");
    if (one) {
      imposter(document, false);
    } else {
      for (const json::Value& each : list->get_array())
        imposter(each, list->get_array().size() > 1);
    }
    identify(out_.stubs);
    return std::move(out_);
  }

 private:
  void imposter(const json::Value& from, bool several) {
    const std::string port = text_at(from, "port");
    const std::string name =
        "imposter " + (text_at(from, "name").empty() ? port : text_at(from, "name"));
    const std::string protocol = text_at(from, "protocol");
    if (protocol != "http" && protocol != "https") {
      out_.report.left_out.push_back(
          {name, "its protocol is " + (protocol.empty() ? "not given" : protocol)});
      return;
    }
    const std::string condition_port = several ? port : "";
    const json::Value* usual = member(from, "defaultResponse");
    int priority = 0;
    std::size_t number = 0;
    for (const json::Value& stub : list_at(from, "stubs")) {
      read_stub(stub, usual, name + ", stub " + std::to_string(++number), condition_port,
                ++priority);
    }
    if (usual == nullptr) {
      out_.report.approximated.push_back(
          {name, "what no stub takes is a 404 here, and an empty 200 there"});
      return;
    }
    stub::Stub rest;
    rest.priority = ++priority;
    add_port(condition_port, rest);
    rest.label = name + ": default";
    rest.responses = {*response_of(json::Value(json::Object{}), usual, name)};
    out_.stubs.push_back(std::move(rest));
  }

  static void add_port(const std::string& port, stub::Stub& stub) {
    if (!port.empty())
      stub.request.conditions.push_back({match::Place::kPort, "", {{"equals", json::Value(port)}}});
  }

  // {"is": {…}}, filled up from the imposter's default.
  std::optional<stub::ResponseSpec> response_of(const json::Value& is, const json::Value* usual,
                                                const std::string& where) {
    static const json::Value kNone = json::Object{};
    const json::Value& otherwise = usual == nullptr ? kNone : *usual;
    const auto given = [&](std::string_view key) {
      return member(is, key) != nullptr ? member(is, key) : member(otherwise, key);
    };
    stub::ResponseSpec spec;
    spec.templated_fields = false;
    const json::Value* status = given("statusCode");
    spec.status = status == nullptr ? 200 : std::atoi(text_of(*status).c_str());
    if (spec.status < 200 || spec.status > 599) {
      out_.report.approximated.push_back(
          {where, "the status " + std::to_string(spec.status) + " is 200 here"});
      spec.status = 200;
    }
    if (const json::Value* headers = given("headers"); headers != nullptr && headers->is_object()) {
      for (const auto& field : headers->get_object()) add_fields(field.key(), field.value(), spec);
    }
    const json::Value* body = given("body");
    if (body == nullptr || http::forbids_body(spec.status)) return spec;
    set_body(*body, given("_mode") != nullptr && text_of(*given("_mode")) == "binary", spec);
    return spec;
  }

  static void add_fields(std::string_view name, const json::Value& value,
                         stub::ResponseSpec& spec) {
    constexpr std::string_view kNotKept[] = {"Connection", "Content-Length", "Transfer-Encoding",
                                             "Date"};
    if (!http::is_token(name) || std::ranges::any_of(kNotKept, [&](std::string_view one) {
          return http::same_name(one, name);
        }))
      return;
    const auto add = [&](const json::Value& one) {
      std::string text = text_of(one);
      std::erase_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
      spec.fields.push_back({std::string(name), std::move(text)});
    };
    if (!value.is_array()) return add(value);
    for (const json::Value& one : value.get_array()) add(one);
  }

  static void set_body(const json::Value& body, bool binary, stub::ResponseSpec& spec) {
    if (body.is_structured()) {
      spec.body = stub::JsonBody{body, json::write(body).find("{{") == std::string::npos};
      return;
    }
    std::string text = text_of(body);
    if (auto bytes = binary ? text::base64_decode(text) : std::nullopt) {
      spec.body = stub::BinaryBody{*std::move(bytes)};
    } else {
      const bool templated = text.find("{{") == std::string::npos;
      spec.body = stub::TextBody{std::move(text), templated};
    }
  }

  // False: the response is left out.
  bool read_response(const json::Value& from, const json::Value* usual, const std::string& where,
                     stub::Stub& stub) {
    const auto left_out = [&](std::string why) {
      out_.report.left_out.push_back({where, std::move(why)});
      return false;
    };
    if (member(from, "proxy") != nullptr) return left_out("a response of a proxy");
    if (member(from, "inject") != nullptr) return left_out("a response in JavaScript (inject)");
    if (const std::string fault = text_at(from, "fault"); !fault.empty()) {
      stub.failure = stub::Failure{
          1, fault.starts_with("RANDOM") ? http::Fault::kGarbage : http::Fault::kConnectionReset};
      return true;
    }
    for (const std::string_view key : kScripted) {
      if (behaviour(from, key) != nullptr)
        out_.report.approximated.push_back(
            {where, "the behaviour '" + std::string(key) + "' is left out"});
    }
    read_wait(from, where, stub);
    const json::Value* is = member(from, "is");
    auto spec = response_of(is == nullptr ? json::Value(json::Object{}) : *is, usual, where);
    const json::Value* beside = member(from, "repeat");
    const json::Value* repeat = beside != nullptr ? beside : behaviour(from, "repeat");
    const int times =
        repeat == nullptr ? 1 : std::clamp(std::atoi(text_of(*repeat).c_str()), 1, kMostRepeats);
    for (int i = 0; i < times; ++i) stub.responses.push_back(*spec);
    return true;
  }

  void read_wait(const json::Value& from, const std::string& where, stub::Stub& stub) {
    const json::Value* wait = behaviour(from, "wait");
    if (wait == nullptr) return;
    const std::string text = text_of(*wait);
    if (text.empty() || text.find_first_not_of("0123456789") != std::string::npos ||
        text.size() > 8) {
      out_.report.approximated.push_back({where, "a wait in JavaScript is left out"});
      return;
    }
    const stub::Latency latency = stub::FixedDelay{stub::Milliseconds(std::atoi(text.c_str()))};
    if (stub.latency.index() != 0 && stub.latency != latency)
      out_.report.approximated.push_back(
          {where, "one latency for all responses of a stub: the last"});
    stub.latency = latency;
  }

  void read_stub(const json::Value& from, const json::Value* usual, const std::string& where,
                 const std::string& port, int priority) {
    std::vector<std::string> notes;
    auto ways = read_predicates(list_at(from, "predicates"), notes);
    if (!ways) {
      out_.report.left_out.push_back({where, ways.error().message});
      return;
    }
    stub::Stub stub;
    stub.responses.clear();
    const json::Array& responses = list_at(from, "responses");
    for (const json::Value& response : responses) read_response(response, usual, where, stub);
    if (responses.empty())
      stub.responses.push_back(*response_of(json::Value(json::Object{}), usual, where));
    if (stub.responses.empty() && !stub.failure) return;
    if (stub.responses.empty()) stub.responses.emplace_back();
    const bool same = std::ranges::all_of(
        stub.responses, [&](const stub::ResponseSpec& spec) { return spec == stub.responses[0]; });
    if (same) stub.responses.resize(1);
    if (stub.responses.size() > 1) stub.choice = stub::Choice::kCycle;
    stub.priority = priority;
    if (ways->size() > 1 && stub.responses.size() > 1)
      notes.emplace_back("each alternative of its predicates has its own turn of responses");
    for (std::string& note : notes) out_.report.approximated.push_back({where, std::move(note)});
    for (Conjunction& way : *ways) add_way(std::move(way), stub, where, port);
    ++out_.report.taken;
  }

  void add_way(Conjunction way, stub::Stub stub, const std::string& where,
               const std::string& port) {
    if (!way.path.empty()) {
      auto path = match::PathPattern::parse(native::escape_path(way.path));
      if (!path) {
        out_.report.left_out.push_back({where, "no request has the path '" + way.path + "'"});
        return;
      }
      stub.request.path = *std::move(path);
    }
    stub.request.methods = std::move(way.methods);
    stub.request.conditions = std::move(way.conditions);
    add_port(port, stub);
    const auto compiled = match::CompiledPattern::compile(stub.request);
    if (!compiled) {
      out_.report.left_out.push_back({where, compiled.error().message});
      return;
    }
    stub.label = where;
    out_.stubs.push_back(std::move(stub));
  }

  Imported out_;
};

}  // namespace

Result<Imported> read_mountebank(std::string_view text) {
  MIMUS_TRY(const json::Value document, json::parse(text));
  return Reader().run(document);
}

}  // namespace mimus::formats
