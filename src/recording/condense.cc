#include "condense.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <unordered_map>
#include <utility>

#include "answer.h"
#include "http/event_stream.h"
#include "redact.h"
#include "request_pattern_of.h"
#include "text/encoding.h"
#include "unify.h"

namespace mimus::recording {
namespace {

using Indices = std::vector<std::size_t>;  // of exchanges, ascending

// Fields of a request that decide about the answer often enough to be looked at when a request has several.
constexpr std::string_view kDecidingFields[] = {"Accept",        "Authorization",     "Range",       "If-None-Match",
                                                "If-Modified-Since", "Accept-Language", "If-Match",  "Cookie",
                                                "X-Api-Key",     "Prefer",            "Content-Type"};

// Groups in the order of their first members.
template <class Key>
std::vector<Indices> grouped(const Indices& members, Key key) {
  std::unordered_map<std::string, std::size_t> places;
  std::vector<Indices> groups;
  for (const std::size_t i : members) {
    const auto [at, is_new] = places.try_emplace(key(i), groups.size());
    if (is_new) groups.emplace_back();
    groups[at->second].push_back(i);
  }
  return groups;
}

class Condenser {
 public:
  Condenser(std::span<const exchange::Exchange> exchanges, const CondenseOptions& options)
      : exchanges_(exchanges), options_(options) {}

  Condensed run() {
    Indices all;
    seen_.resize(exchanges_.size());
    for (std::size_t i = 0; i < exchanges_.size(); ++i) {
      if (!take(i)) continue;
      all.push_back(i);
      mention(seen_[i], mentions_);
    }
    if (options_.in_order) {
      // As they were asked: what was asked first may have been answered last.
      std::ranges::stable_sort(all, {}, [this](std::size_t i) { return exchanges_[i].started; });
      for (const std::size_t i : all) {
        add({i}, exact_pattern(seen_[i].asked, exchanges_[i].request.body), {exact(i)}, 5);
        stubs_.back().first = stubs_.size();
      }
      return finish();
    }
    const Blur start = options_.generalise ? Blur::kAnyText : Blur::kExact;
    for (const Indices& place : grouped(all, [this](std::size_t i) { return seen_[i].asked.place(); })) {
      // Requests of several forms in one place: a general stub for one of them could be asked before, or after, the wrong one.
      const std::vector<Indices> forms = grouped(place, by(start));
      mixed_ = forms.size() > 1;
      for (const Indices& form : forms) solve(form, mixed_ ? Blur::kExact : start, true);
    }
    return finish();
  }

 private:
  struct Made {
    std::size_t first = 0;  // the exchange that it was seen in first; in strict order its turn
    stub::Stub stub;
  };

  bool take(std::size_t i) {
    const exchange::Exchange& exchange = exchanges_[i];
    std::string why;
    if (!exchange.response) {
      why = exchange.failure.empty() ? "no response" : exchange.failure;
    } else if (!can_answer(*exchange.response)) {
      why = "status " + std::to_string(exchange.response->status);
    } else if (!http::is_token(exchange.request.method) || exchange.request.method == "CONNECT") {
      why = "method " + exchange.request.method;
    }
    if (!why.empty()) {
      out_.notes.push_back({Note::Kind::kSkipped, exchange.request.method + " " + exchange.request.url, "", why, 1});
      return false;
    }
    seen_[i] = {&exchange, Asked::read(exchange.request), {}};
    seen_[i].exact = seen_[i].asked.key(Blur::kExact, exchange.request);
    note_unsaid(i);
    return true;
  }

  // No file of stubs can hold bytes that are not UTF-8.
  void note_unsaid(std::size_t i) {
    const auto drop = [&](std::string place, std::string why) {
      out_.notes.push_back({Note::Kind::kDropped, exchanges_[i].request.method + " " + seen_[i].asked.path, std::move(place), std::move(why), 1});
    };
    for (const std::string& place : seen_[i].asked.unsaid) drop(place, "it is not UTF-8");
    for (const std::string& name : unsaid_fields(response(i))) drop("response header " + name, "it is not UTF-8, or has what a file of stubs cannot hold");
  }

  std::function<std::string(std::size_t)> by(Blur blur) const {
    return [this, blur](std::size_t i) {
      return blur == Blur::kExact ? seen_[i].exact : seen_[i].asked.key(blur, exchanges_[i].request);
    };
  }

  const exchange::Response& response(std::size_t i) const { return *exchanges_[i].response; }

  // One stub for as many of these requests as one rule explains; the others are looked at more closely.
  // `whole`: is this all that looks like it, so that no other stub competes?
  void solve(const Indices& group, Blur blur, bool whole) {
    const std::vector<Indices> requests = grouped(group, by(Blur::kExact));
    if (blur == Blur::kExact || requests.size() == 1) {
      for (const Indices& one : requests) add_exact(one);
      return;
    }
    const Blur next = static_cast<Blur>(static_cast<int>(blur) + 1);
    const Indices bucket = largest_alike(group, requests);
    if (auto unified = bucket.empty() ? std::nullopt : unify(pointers(bucket), mentions_, options_)) {
      Indices rest;
      std::set_difference(group.begin(), group.end(), bucket.begin(), bucket.end(), std::back_inserter(rest));
      add_general(*std::move(unified), bucket, whole && rest.empty() ? blur : next, whole && rest.empty());
      for (const Indices& part : grouped(rest, by(next))) solve(part, next, false);
      return;
    }
    const std::vector<Indices> parts = grouped(group, by(next));
    for (const Indices& part : parts) solve(part, next, whole && parts.size() == 1);
  }

  // The most requests that got the same status and content type each time; nothing when these are fewer than two.
  Indices largest_alike(const Indices& group, const std::vector<Indices>& requests) const {
    const auto kind = [&](std::size_t i) {
      return std::to_string(response(i).status) + std::string(exchange::find(response(i).fields, "Content-Type").value_or("-"));
    };
    std::unordered_map<std::string, Indices> buckets;
    std::unordered_map<std::string, std::size_t> sizes;
    for (const Indices& request : requests) {
      const std::string first = kind(request.front());
      if (std::ranges::any_of(request, [&](std::size_t i) { return kind(i) != first; })) continue;
      Indices& bucket = buckets[first];
      bucket.insert(bucket.end(), request.begin(), request.end());
      ++sizes[first];
    }
    std::string best;
    for (const std::size_t i : group) {  // in the order of the recording: the first of equals
      const std::string one = kind(i);
      const auto size = sizes.find(one);
      if (size != sizes.end() && size->second >= 2 && (best.empty() || size->second > sizes[best])) best = one;
    }
    if (best.empty()) return {};
    Indices bucket = std::move(buckets[best]);
    std::ranges::sort(bucket);
    return bucket;
  }

  std::vector<const Seen*> pointers(const Indices& members) const {
    std::vector<const Seen*> list;
    for (const std::size_t i : members) list.push_back(&seen_[i]);
    return list;
  }

  // Those that know more are asked first: exact ones at 5, then general ones that forget little.
  void add_general(Unified unified, const Indices& members, Blur blur, bool alone) {
    const bool by_body = std::ranges::any_of(unified.pattern.conditions, [](const match::Condition& one) {
      return one.place == match::Place::kBody || one.place == match::Place::kForm;
    });
    const int priority = alone && !by_body ? 5 : 9 - static_cast<int>(blur);
    const std::string label = add(members, std::move(unified.pattern), {std::move(unified.response)}, priority);
    note(Note::Kind::kGeneralised, label, "", members.size());
    add_notes(std::move(unified.notes), label);
  }

  void add_exact(const Indices& members) {
    const std::size_t first = members.front();
    match::RequestPattern pattern = exact_pattern(seen_[first].asked, exchanges_[first].request.body);
    if (!split_by_field(members, pattern)) add_answers(members, std::move(pattern));
  }

  void add_answers(const Indices& members, match::RequestPattern pattern) {
    const std::size_t answers = count_keys(members, &answer_key);
    if (answers == 1) return add_single(members, std::move(pattern), exact(members.front()));
    const bool same_content = count_keys(members, &content_key) == 1;
    if (options_.generalise || same_content) {
      if (auto unified = unify(pointers(members), mentions_, options_)) {
        const std::string label = add(members, std::move(pattern), {std::move(unified->response)}, 5);
        note(Note::Kind::kFolded, label, "", members.size());
        return add_notes(std::move(unified->notes), label);
      }
    }
    if (same_content) return add_single(members, std::move(pattern), exact(members.front()));
    add_sequence(members, std::move(pattern));
  }

  void add_single(const Indices& members, match::RequestPattern pattern, stub::ResponseSpec spec) {
    const std::string label = add(members, std::move(pattern), {std::move(spec)}, 5);
    if (members.size() > 1) note(Note::Kind::kFolded, label, "", members.size());
  }

  // The last answer is given from then on, so that its repeats are not needed.
  void add_sequence(const Indices& members, match::RequestPattern pattern) {
    std::size_t count = members.size();
    while (count > 1 && content_key(response(members[count - 1])) == content_key(response(members[count - 2]))) --count;
    std::vector<stub::ResponseSpec> specs;
    for (std::size_t i = 0; i < count; ++i) specs.push_back(exact(members[i]));
    const std::string label = add(members, std::move(pattern), std::move(specs), 5);
    note(Note::Kind::kSequence, label, std::to_string(count) + " answers", members.size());
  }

  // Does a field of the request tell the answers apart? Then each of its values has a stub.
  bool split_by_field(const Indices& members, const match::RequestPattern& pattern) {
    // Of several forms, one with a condition on a field could be asked before one with a parameter more.
    if (mixed_ || members.size() < 2 || count_keys(members, &content_key) == 1) return false;
    for (const std::string_view name : kDecidingFields) {
      const auto value = [&](std::size_t i) {
        const auto found = exchange::find(exchanges_[i].request.fields, name);
        return found ? "=" + std::string(*found) : std::string();
      };
      const std::vector<Indices> parts = grouped(members, value);
      const auto decided = [&](const Indices& part) { return count_keys(part, &content_key) == 1; };
      if (!std::ranges::all_of(members, [&](std::size_t i) { return text::is_valid_utf8(value(i)); })) continue;
      if (parts.size() < 2 || !std::ranges::all_of(parts, decided)) continue;
      for (const Indices& part : parts) {
        match::RequestPattern own = pattern;
        own.conditions.push_back(field_is(name, value(part.front())));
        add_answers(part, std::move(own));
      }
      out_.notes.push_back({Note::Kind::kByHeader, pattern.methods.front() + " " + std::string(pattern.path.text()),
                            std::string(name), "", members.size()});
      return true;
    }
    return false;
  }

  static match::Condition field_is(std::string_view name, const std::string& value) {
    match::Test test{"equals", json::Value(value.empty() ? value : value.substr(1))};
    if (value.empty()) test = {"absent", true};
    if (value.find(kRedacted) != value.npos) test = {"present", true};
    return {match::Place::kHeader, std::string(name), {std::move(test)}};
  }

  template <class Key>
  std::size_t count_keys(const Indices& members, Key key) const {
    return grouped(members, [&](std::size_t i) { return key(response(i)); }).size();
  }

  stub::ResponseSpec exact(std::size_t i) {
    const std::size_t before = out_.files.size();
    stub::ResponseSpec spec = exact_response(response(i), seen_[i].asked.path, options_, out_.files);
    if (out_.files.size() > before) {
      out_.notes.push_back({Note::Kind::kFile, exchanges_[i].request.method + " " + seen_[i].asked.path, "", out_.files.back().name, 1});
    }
    return spec;
  }

  std::string add(const Indices& members, match::RequestPattern pattern, std::vector<stub::ResponseSpec> specs, int priority) {
    stub::Stub made;
    made.label = pattern.methods.front() + " " + std::string(pattern.path.text());
    made.request = std::move(pattern);
    made.priority = priority;
    made.responses = std::move(specs);
    if (options_.timing) set_timing(exchanges_[members.front()], made);
    stubs_.push_back({members.front(), std::move(made)});
    return stubs_.back().stub.label;
  }

  // When each event of an event stream had come whole. Empty: it is none, or of too many events for a file that people read.
  static std::vector<stub::Milliseconds> event_times(const exchange::Response& response) {
    constexpr std::size_t kMost = 10'000;
    std::vector<stub::Milliseconds> times;
    if (!http::is_event_stream(exchange::find(response.fields, "Content-Type").value_or(""))) return times;
    const std::string_view body = response.body;
    auto piece = response.pieces.begin();
    for (std::size_t end = 0; end < body.size();) {
      end += http::first_event(body.substr(end));
      while (piece->end < end && std::next(piece) != response.pieces.end()) ++piece;
      times.push_back(std::chrono::round<std::chrono::milliseconds>(piece->after));
      if (times.size() > kMost) return {};
    }
    return times;
  }

  static void set_timing(const exchange::Exchange& exchange, stub::Stub& made) {
    const auto wait = std::chrono::round<std::chrono::milliseconds>(exchange.wait);
    if (wait.count() > 0) made.latency = stub::FixedDelay{wait};
    const std::vector<exchange::Piece>& pieces = exchange.response->pieces;
    if (pieces.size() < 2) return;
    if (auto events = event_times(*exchange.response); events.size() > 1) {
      made.more.edit().events_at = std::move(events);
      return;
    }
    made.pace.pieces = static_cast<std::uint32_t>(pieces.size());
    made.pace.spread = std::chrono::round<std::chrono::milliseconds>(pieces.back().after);
  }

  void note(Note::Kind kind, const std::string& label, std::string what, std::size_t count) {
    out_.notes.push_back({kind, label, "", std::move(what), count});
  }

  void add_notes(std::vector<Note> notes, const std::string& label) {
    for (Note& one : notes) {
      one.stub = label;
      out_.notes.push_back(std::move(one));
    }
  }

  void put_in_order() {
    const auto state = [&](std::size_t i) { return i == 0 ? "Started" : i == stubs_.size() ? "over" : "step " + std::to_string(i + 1); };
    for (std::size_t i = 0; i < stubs_.size(); ++i) {
      stubs_[i].stub.more.edit().scenario = stub::ScenarioStep{std::string(kOrder), state(i), state(i + 1)};
    }
    const auto steps = stubs_.size();
    if (steps > 0) note(Note::Kind::kSequence, "scenario " + std::string(kOrder), std::to_string(steps) + (steps == 1 ? " step" : " steps"), steps);
  }

  Condensed finish() {
    std::ranges::stable_sort(stubs_, {}, &Made::first);
    if (options_.in_order) put_in_order();
    std::map<Uuid, std::uint64_t> ordinals;
    for (Made& one : stubs_) {
      const stub::StubId plain = stub::derive_id(one.stub.request, one.stub.priority, 0);
      one.stub.id = stub::derive_id(one.stub.request, one.stub.priority, ordinals[plain.value]++);
      out_.stubs.push_back(std::move(one.stub));
    }
    std::ranges::sort(out_.files, {}, &BodyFile::name);
    out_.files.erase(std::unique(out_.files.begin(), out_.files.end()), out_.files.end());
    return std::move(out_);
  }

  std::span<const exchange::Exchange> exchanges_;
  const CondenseOptions& options_;
  std::vector<Seen> seen_;  // of each exchange; empty for those that were skipped
  Mentions mentions_;
  bool mixed_ = false;      // do requests of several forms go where solve() is at work?
  std::vector<Made> stubs_;
  Condensed out_;
};

struct NoteName {
  Note::Kind kind;
  std::string_view name;
};
constexpr NoteName kNoteNames[] = {
    {Note::Kind::kFolded, "folded"},           {Note::Kind::kSequence, "sequence"},   {Note::Kind::kByHeader, "by header"},
    {Note::Kind::kGeneralised, "generalised"}, {Note::Kind::kLinked, "linked"},       {Note::Kind::kVolatile, "made anew"},
    {Note::Kind::kDropped, "dropped"},         {Note::Kind::kFile, "body in a file"}, {Note::Kind::kSkipped, "skipped"}};

}  // namespace

std::string_view name_of(Note::Kind kind) { return kNoteNames[static_cast<std::size_t>(kind)].name; }

Condensed condense(std::span<const exchange::Exchange> exchanges, const CondenseOptions& options) {
  return Condenser(exchanges, options).run();
}

}  // namespace mimus::recording
