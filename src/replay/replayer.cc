#include "replayer.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <unordered_map>
#include <utility>

#include "order.h"
#include "outbound/hop_by_hop.h"
#include "outbound/url.h"
#include "spots.h"
#include "trail.h"

namespace mimus::replay {
namespace {

constexpr std::chrono::milliseconds kLook{50};  // between two looks for an interruption

using outbound::Failure;
using Answered = Result<outbound::Answer, Failure>;

// Answers on their way from the client's thread to the one that replays.
class Mailbox {
 public:
  void put(std::size_t index, Answered answer) {
    const std::lock_guard lock(mutex_);
    arrived_.emplace_back(index, std::move(answer));
    changed_.notify_one();
  }
  // Waits until something is there, or it is time; nothing then.
  std::optional<std::pair<std::size_t, Answered>> take(SteadyTime until) {
    std::unique_lock lock(mutex_);
    const auto there = [&] { return !arrived_.empty(); };
    if (until == SteadyTime::max()) {
      changed_.wait(lock, there);
    } else if (!changed_.wait_until(lock, until, there)) {
      return std::nullopt;
    }
    auto first = std::move(arrived_.front());
    arrived_.pop_front();
    return first;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::pair<std::size_t, Answered>> arrived_;  // guarded by mutex_
};

// No answer, and none to be expected of the next request.
bool is_unreachable(const Failure& failure) {
  using Kind = Failure::Kind;
  return failure.kind == Kind::kRefused || failure.kind == Kind::kDns || failure.kind == Kind::kTls || failure.kind == Kind::kFenced || failure.kind == Kind::kTimedOut;
}

// "https://host", of an absolute url.
std::string origin_of(std::string_view url) {
  const exchange::UrlParts parts = exchange::split(url);
  return parts.scheme.empty() ? std::string() : std::string(parts.scheme) + "://" + std::string(parts.authority);
}

std::string path_and_query(std::string_view url) {
  const exchange::UrlParts parts = exchange::split(url);
  return std::string(parts.path) + (parts.query.empty() ? "" : "?" + std::string(parts.query));
}

std::string line_of(const exchange::Request& request) { return request.method + " " + path_and_query(request.url); }

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + with.size())) text.replace(at, what.size(), with);
}

exchange::Response response_of(outbound::Answer answer) {
  exchange::Response response;
  response.status = answer.head.status;
  response.reason = std::move(answer.head.reason);
  response.fields = std::move(answer.head.fields);
  response.body = std::move(answer.body);
  return response;
}

class Run {
 public:
  Run(std::span<const exchange::Exchange> exchanges, const Options& options, outbound::Client& client, const outbound::Url& against)
      : exchanges_(exchanges), options_(options), client_(client), origin_(against.origin.text()), base_(against.target),
        window_(options.parallel <= 1 ? 1 : options.parallel * 4 + 60), steps_(exchanges.size()) {
    while (base_.ends_with('/')) base_.pop_back();
    if (options.links) trail_ = follow(exchanges);
    now_.resize(trail_.links.size());
    for (std::size_t i = 0; i < steps_.size(); ++i) steps_[i].act = act_of(exchanges[i].request);
  }

  Replayed run() {
    begun_ = std::chrono::steady_clock::now();
    for (;;) {
      if (options_.interrupted && options_.interrupted()) {
        result_.stopped = "interrupted";
        break;
      }
      const SteadyTime next = send_what_can_be();
      if (under_way_ == 0 && (first_ == steps_.size() || !result_.stopped.empty())) break;
      const SteadyTime look = options_.interrupted ? std::min(next, std::chrono::steady_clock::now() + kLook) : next;
      if (auto arrived = mailbox_->take(look)) take(arrived->first, std::move(arrived->second));
    }
    if (answered_ == 0 && unreachable_ > 0 && result_.stopped.empty()) result_.stopped = last_failure_;  // too few to be sure, but none came through
    for (Step& step : steps_) {
      if (step.outcome && step.state == State::kDone) result_.outcomes.push_back(*std::move(step.outcome));
    }
    return std::move(result_);
  }

 private:
  enum class State : std::uint8_t { kWaiting, kSent, kDone };
  struct Step {
    State state = State::kWaiting;
    Act act;
    std::optional<recording::Outcome> outcome;
  };

  // When the next one is due, if only time is missing.
  SteadyTime send_what_can_be() {
    for (bool again = true; again && result_.stopped.empty();) {
      again = false;
      const std::size_t end = std::min(steps_.size(), first_ + window_);
      for (std::size_t i = first_; i < end && under_way_ < options_.parallel; ++i) {
        if (steps_[i].state != State::kWaiting) continue;
        if (const SteadyTime due = due_at(i); due > std::chrono::steady_clock::now()) return due;
        if (has_to_wait(i)) continue;
        if (send(i)) continue;
        again = true;  // it is done, without an answer: others may go
        break;
      }
    }
    return SteadyTime::max();
  }

  SteadyTime due_at(std::size_t i) const {
    if (!options_.pace) return SteadyTime::min();
    const auto after = std::chrono::duration<double>(exchanges_[i].started - exchanges_.front().started) / *options_.pace;
    return begun_ + std::chrono::duration_cast<Nanoseconds>(after);
  }

  bool has_to_wait(std::size_t i) const {
    for (const std::size_t link : uses(i)) {
      if (steps_[trail_.links[link].from].state != State::kDone) return true;
    }
    for (std::size_t before = first_; before < i; ++before) {
      if (steps_[before].state != State::kDone && keep_order(steps_[before].act, steps_[i].act)) return true;
    }
    return false;
  }

  std::span<const std::size_t> uses(std::size_t i) const {
    return trail_.steps.empty() ? std::span<const std::size_t>() : std::span<const std::size_t>(trail_.steps[i].uses);
  }

  // false: it cannot be sent, and is done.
  bool send(std::size_t i) {
    for (const std::size_t link : uses(i)) {
      if (now_[link]) continue;
      const Link& missing = trail_.links[link];
      fail(i, "not sent: it needs " + missing.address + " of the answer to " + line_of(exchanges_[missing.from].request) + ", which was not there");
      return false;
    }
    exchange::Request request = exchanges_[i].request;
    const std::vector<Spot> spots = uses(i).empty() ? std::vector<Spot>() : spots_of(request);
    const std::vector<Change> changes = changes_of(spots, [&](std::size_t link) { return std::ranges::find(uses(i), link) != uses(i).end(); });
    put(changes, request);
    recording::Outcome& outcome = steps_[i].outcome.emplace();
    outcome.request = line_of(exchanges_[i].request);
    if (!changes.empty()) {
      ++result_.renewed;
      const std::string sent = path_and_query(request.url);
      if (sent != path_and_query(exchanges_[i].request.url)) outcome.request += " (now " + sent + ")";
    }
    steps_[i].state = State::kSent;
    ++under_way_;
    ++result_.sent;
    client_.fetch(outgoing(std::move(request)), [mailbox = mailbox_, i](Answered answer) { mailbox->put(i, std::move(answer)); });
    return true;
  }

  // What a message has to say in place of recorded values, of those links that `counts` takes.
  template <class Counts>
  std::vector<Change> changes_of(const std::vector<Spot>& spots, Counts counts) const {
    std::vector<Change> changes;
    for (const Spot& spot : spots) {
      const auto link = changed_.find(spot.text);
      if (link != changed_.end() && counts(link->second) && fits(spot, trail_.links[link->second])) changes.push_back({&spot, *now_[link->second]});
    }
    return changes;
  }

  outbound::Request outgoing(exchange::Request request) const {
    outbound::Request out;
    out.method = std::move(request.method);
    out.url = origin_ + base_ + path_and_query(request.url);
    out.fields = std::move(request.fields);
    out.body = std::move(request.body);
    out.decode = true;
    out.most_body = 1u << 30;
    out.timeouts.total = options_.timeout;
    out.timeouts.first_byte = out.timeouts.idle = options_.timeout;
    if (options_.timeout.count() > 0) out.timeouts.connect = std::min(out.timeouts.connect, options_.timeout);
    outbound::remove_hop_by_hop(out.fields);
    std::erase_if(out.fields, [&](const http::OwnedField& field) {
      constexpr std::string_view kOurs[] = {"Host", "Content-Length", "Content-Encoding", "Expect"};
      const auto same = [&](std::string_view name) { return http::same_name(name, field.name); };
      // Names that are no tokens, as ":authority": of HTTP/2, and of no use in HTTP/1.1.
      return !http::is_token(field.name) || std::ranges::any_of(kOurs, same) ||
             std::ranges::any_of(options_.fields, [&](const http::OwnedField& own) { return same(own.name); });
    });
    for (const http::OwnedField& field : options_.fields) {
      if (!field.value.empty()) out.fields.push_back(field);
    }
    return out;
  }

  void take(std::size_t i, Answered answer) {
    --under_way_;
    if (!answer) return lost(i, answer.error());
    unreachable_ = 0;
    ++answered_;
    recording::Outcome& outcome = *steps_[i].outcome;
    outcome.took = answer->times.total;
    const exchange::Response response = response_of(*std::move(answer));
    learn(i, response);
    if (options_.comparer != nullptr && exchanges_[i].response) outcome.differences = differences(i, response);
    done(i);
  }

  void lost(std::size_t i, const Failure& failure) {
    fail(i, failure.message);
    unreachable_ = is_unreachable(failure) ? unreachable_ + 1 : 0;
    last_failure_ = failure.message;
    if (unreachable_ >= options_.most_unreachable && result_.stopped.empty()) result_.stopped = failure.message;
  }

  void fail(std::size_t i, std::string why) {
    if (!steps_[i].outcome) steps_[i].outcome.emplace().request = line_of(exchanges_[i].request);
    steps_[i].outcome->failure = std::move(why);
    done(i);
  }

  void done(std::size_t i) {
    steps_[i].state = State::kDone;
    while (first_ < steps_.size() && steps_[first_].state == State::kDone) ++first_;
    if (options_.on_progress) options_.on_progress(++done_);
  }

  // The values that this answer has in place of recorded ones.
  void learn(std::size_t i, const exchange::Response& response) {
    if (trail_.steps.empty() || trail_.steps[i].makes.empty()) return;
    const std::vector<Spot> spots = spots_of(response);
    for (const std::size_t link : trail_.steps[i].makes) {
      if (const Spot* spot = find(trail_.links[link], spots)) now_[link] = spot->text;
    }
    for (const std::size_t link : trail_.steps[i].makes) {
      if (now_[link] && *now_[link] != trail_.links[link].text) changed_[trail_.links[link].text] = link;
    }
  }

  // A place differs when it does so from what was recorded, and from what a server would have said that makes other values and has another
  // address.
  std::vector<recording::Difference> differences(std::size_t i, const exchange::Response& response) {
    const exchange::Response& recorded = *exchanges_[i].response;
    std::vector<recording::Difference> found = options_.comparer->compare(recorded, response);
    if (found.empty()) return found;
    exchange::Response expected = recorded, as_at_home = response;
    const std::vector<Spot> spots = spots_of(expected);
    put(changes_of(spots, [](std::size_t) { return true; }), expected);
    if (const std::string origin = origin_of(exchanges_[i].request.url); !origin.empty()) {
      replace_all(as_at_home.body, origin_, origin);
      for (http::OwnedField& field : as_at_home.fields) replace_all(field.value, origin_, origin);
    }
    if (expected == recorded && as_at_home == response) return found;
    std::vector<recording::Difference> left = options_.comparer->compare(expected, as_at_home);
    const auto differs = [&](const recording::Difference& one) { return std::ranges::find(left, one.where, &recording::Difference::where) != left.end(); };
    const auto of_array = [](const recording::Difference& one) { return one.where.find_first_of("0123456789") != std::string::npos; };
    // Where order does not matter, one difference may stand at another index.
    if (std::ranges::none_of(found, differs) && std::ranges::any_of(left, of_array)) return left;
    std::erase_if(found, [&](const recording::Difference& one) { return !differs(one); });
    return found;
  }

  const std::span<const exchange::Exchange> exchanges_;
  const Options& options_;
  outbound::Client& client_;
  const std::string origin_;
  std::string base_;
  const std::size_t window_;  // steps that are looked at for one that can go
  Trail trail_;
  std::vector<std::optional<std::string>> now_;  // what stands for each link
  std::unordered_map<std::string, std::size_t> changed_;  // links whose value is another one now, by the recorded one
  std::vector<Step> steps_;
  std::size_t first_ = 0;                        // not done yet
  std::size_t under_way_ = 0, done_ = 0, answered_ = 0, unreachable_ = 0;
  std::string last_failure_;
  SteadyTime begun_;
  const std::shared_ptr<Mailbox> mailbox_ = std::make_shared<Mailbox>();
  Replayed result_;
};

}  // namespace

Result<Replayed> replay(std::span<const exchange::Exchange> exchanges, const Options& options, outbound::Client& client) {
  MIMUS_TRY(const outbound::Url against, outbound::parse_url(options.against));
  if (options.against.find_first_of("?#") != std::string::npos) return invalid("'" + options.against + "' has a query or a fragment", "a scheme, a host and perhaps a path: http://localhost:8080/api");
  return Run(exchanges, options, client, against).run();
}

}  // namespace mimus::replay
