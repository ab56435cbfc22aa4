#include "stubs_of.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "identify.h"
#include "native/write.h"
#include "request_conditions.h"
#include "response_of.h"
#include "text/encoding.h"

namespace mimus::formats {
namespace {

// What makes requests the same, but for their bodies.
struct Key {
  std::string method, path, query, authority;
  friend auto operator<=>(const Key&, const Key&) = default;
};

struct Request {
  Recorded* first = nullptr;
  std::string body_key;
  std::vector<stub::ResponseSpec> answers;
};

struct Group {
  Key key;
  std::vector<Request> requests;  // that differ in their bodies
};

std::string lower_host(std::string_view authority) {
  return text::to_lower_ascii(authority.substr(authority.rfind('@') + 1));
}

Key key_of(const Recorded& recorded) {
  const exchange::Request& request = recorded.exchange.request;
  const exchange::UrlParts url = exchange::split(request.url);
  Key key{request.method, recorded.path.empty() ? std::string(url.path) : recorded.path, std::string(url.query),
          lower_host(url.authority)};
  if (recorded.path.empty()) return key;
  std::string names;
  for (const Pair& pair : pairs_of(url.query)) names += pair.name + "&";
  key.query = names + key.query;
  return key;
}

std::string label_of(const Recorded& recorded) {
  const exchange::UrlParts url = exchange::split(recorded.exchange.request.url);
  std::string label = recorded.exchange.request.method + " " + std::string(url.path);
  if (!url.query.empty()) label += "?" + std::string(url.query);
  if (!recorded.where.empty()) label += " (" + recorded.where + ")";
  return label;
}

class Builder {
 public:
  explicit Builder(Recordings recordings) : recordings_(std::move(recordings)) {
    imported_.report = std::move(recordings_.report);
  }

  Imported run() {
    look_around();
    for (Recorded& recorded : recordings_.all) take(recorded);
    for (Group& group : groups_) write(group);
    identify(imported_.stubs);
    return std::move(imported_);
  }

 private:
  using Lines = std::vector<Report::Line>;
  void left_out(const Recorded& recorded, std::string why) {
    imported_.report.left_out.push_back({label_of(recorded), std::move(why)});
  }
  void approximated(const Recorded& recorded, std::string how) {
    imported_.report.approximated.push_back({label_of(recorded), std::move(how)});
  }

  // Which requests went to several hosts, and which parameters have several values in one of them?
  void look_around() {
    for (const Recorded& recorded : recordings_.all) {
      Key key = key_of(recorded);
      note_repeats(key, exchange::split(recorded.exchange.request.url).query);
      std::string host = std::exchange(key.authority, {});
      hosts_[std::move(key)].insert(std::move(host));
    }
  }

  void note_repeats(const Key& key, std::string_view query) {
    std::set<std::string> seen;
    for (const Pair& pair : pairs_of(query)) {
      if (!seen.insert(pair.name).second) repeated_[{key.method, key.path}].insert(pair.name);
    }
  }

  // A URL without its query counts as well: what is asked of one host is not answered for another one.
  bool host_matters(Key key) const {
    key.authority.clear();
    return hosts_.at(key).size() > 1;
  }

  void take(Recorded& recorded) {
    const exchange::Exchange& exchange = recorded.exchange;
    const bool unknown = !exchange.response && exchange.failure == kUnknown;
    if (!exchange.response && !unknown) {
      return left_out(recorded, exchange.failure.empty() ? "no answer was recorded" : exchange.failure);
    }
    if (!http::is_token(exchange.request.method)) return left_out(recorded, "its method is no method");
    stub::ResponseSpec answer;
    if (unknown) {
      approximated(recorded, "the answer is not known: an empty 200, to be filled in");
    } else {
      std::vector<std::string> notes;
      auto made = response_of(exchange.request.method, *exchange.response, notes);
      if (!made) return left_out(recorded, std::move(made).error().message);
      answer = *std::move(made);
      for (std::string& note : notes) approximated(recorded, std::move(note));
    }
    ++imported_.report.taken;
    add(recorded, std::move(answer));
  }

  void add(Recorded& recorded, stub::ResponseSpec answer) {
    Key key = key_of(recorded);
    if (!host_matters(key)) key.authority.clear();
    const auto [at, fresh] = by_key_.try_emplace(key, groups_.size());
    if (fresh) groups_.push_back({std::move(key), {}});
    Group& group = groups_[at->second];
    const std::string body = body_key(recorded.exchange.request);
    const auto same = std::ranges::find(group.requests, body, &Request::body_key);
    if (same == group.requests.end()) {
      group.requests.push_back({&recorded, body, {std::move(answer)}});
    } else {
      same->answers.push_back(std::move(answer));
    }
  }

  // The same answer every time is one.
  static void fold(std::vector<stub::ResponseSpec>& answers) {
    const bool same = std::ranges::all_of(answers, [&](const stub::ResponseSpec& spec) { return spec == answers.front(); });
    if (same) answers.resize(1);
  }

  // Bodies count only where they make a difference.
  void write(Group& group) {
    for (Request& request : group.requests) fold(request.answers);
    const bool differ = std::ranges::any_of(group.requests, [&](const Request& request) {
      return request.answers != group.requests.front().answers;
    });
    if (!differ) group.requests.resize(1);
    for (const Request& request : group.requests) write(group, request, group.requests.size() > 1);
  }

  void write(const Group& group, const Request& request, bool with_body) {
    const Recorded& recorded = *request.first;
    const exchange::UrlParts url = exchange::split(recorded.exchange.request.url);
    auto path = match::PathPattern::parse(recorded.path.empty() ? native::escape_path(url.path) : recorded.path);
    if (!path) return left_out(recorded, "its path cannot be written: " + path.error().message);
    stub::Stub stub;
    stub.request.path = *std::move(path);
    stub.request.methods = {recorded.exchange.request.method};
    if (!group.key.authority.empty()) add_host(group.key.authority, stub.request.conditions);
    add_query(url, recorded.any_value, repeated_[{group.key.method, group.key.path}], stub.request.conditions);
    if (with_body) add_body(recorded.exchange.request, stub.request.conditions);
    stub.label = recorded.name.empty() ? recorded.exchange.request.method + " " + std::string(stub.request.path.text()) : recorded.name;
    stub.responses = request.answers;
    imported_.stubs.push_back(std::move(stub));
  }

  Recordings recordings_;
  Imported imported_;
  std::map<Key, std::set<std::string>> hosts_;  // by the key without its authority
  std::map<std::pair<std::string, std::string>, std::set<std::string>> repeated_;  // parameters, by method and path
  std::map<Key, std::size_t> by_key_;
  std::vector<Group> groups_;
};

}  // namespace

Imported stubs_of(Recordings recordings) {
  return Builder(std::move(recordings)).run();
}

}  // namespace mimus::formats
