#include "forward.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "base/spare_memory.h"
#include "http/content_coding.h"
#include "http/event_stream.h"
#include "http/prepared_response.h"
#include "json/patch.h"
#include "outbound/hop_by_hop.h"
#include "outbound/url.h"
#include "text/encoding.h"

namespace mimus::serve {
namespace {

using outbound::Body;
using outbound::Failure;
using outbound::Incoming;

// A body of at most so many bytes is gathered before it goes on …
constexpr std::size_t kGathered = 256 * 1024;
// … and one of unknown length is waited for so long: most are all there in a moment.
constexpr auto kPatience = std::chrono::milliseconds(10);
constexpr std::size_t kMostWhole = 32u << 20;
constexpr std::size_t kUsualHead = 500;

using Fields = std::vector<http::OwnedField>;

bool has(const Fields& fields, std::string_view name) {
  return std::ranges::any_of(fields, [&](const auto& field) { return field.name.size() == name.size() && http::same_name(field.name, name); });
}

bool takes(std::string_view rule, std::string_view name) {
  if (!rule.ends_with('*')) return http::same_name(rule, name);
  rule.remove_suffix(1);
  return http::same_name(rule, name.substr(0, rule.size()));
}

bool is_event_stream(const outbound::Head& head) { return http::is_event_stream(head.find("Content-Type").value_or("")); }

// ---- a request's body on its way ---------------------------------------------------------------

// Passes it on, and keeps the beginning for who listens.
class Passing final : public outbound::BodySource {
 public:
  Passing(std::shared_ptr<http::Upload> upload, std::size_t most_heard) : upload_(std::move(upload)), most_heard_(most_heard) {}
  Next next(std::string& out) override {
    const std::size_t before = out.size();
    const http::Upload::Next next = upload_->next(out);
    if (most_heard_ > 0) hear(std::string_view(out).substr(before));
    switch (next) {
      case http::Upload::Next::kData:
        return Next::kData;
      case http::Upload::Next::kWait:
        return Next::kWait;
      case http::Upload::Next::kEnd:
        return Next::kEnd;
      case http::Upload::Next::kBroken:
        return Next::kBroken;
    }
    return Next::kBroken;
  }
  void on_wake(std::function<void()> wake) override { upload_->on_wake(std::move(wake)); }
  std::optional<std::uint64_t> length() const override { return upload_->length(); }

  // What was sent so far, and whether that is all of it.
  std::pair<std::string, bool> heard() {
    const std::lock_guard lock(mutex_);
    return {heard_, !cut_};
  }

 private:
  void hear(std::string_view piece) {
    const std::lock_guard lock(mutex_);
    const std::string_view part = piece.substr(0, most_heard_ - heard_.size());
    heard_ += part;
    cut_ = cut_ || part.size() < piece.size();
  }

  const std::shared_ptr<http::Upload> upload_;
  const std::size_t most_heard_;  // 0: nobody listens
  std::mutex mutex_;
  std::string heard_;             // guarded by mutex_
  bool cut_ = false;              // likewise
};

// ---- what was heard ----------------------------------------------------------------------------

// The exchange as it is told to Outward::on_exchange and Errand::heard, once, when it is over.
class Heard {
 public:
  // nullptr: nobody listens.
  static std::unique_ptr<Heard> of(const Outward& outward, const Errand& errand) {
    return outward.on_exchange || errand.heard ? std::make_unique<Heard>(outward, errand) : nullptr;
  }
  Heard(const Outward& outward, const Errand& errand) : outward_(outward), heard_(errand.heard), began_(std::chrono::steady_clock::now()) {
    exchange_.started = Clock().now();
    exchange_.client = errand.client_ip;
    exchange_.request = {errand.request.method, outbound::without_credentials(errand.request.url), errand.request.fields, errand.request.body.substr(0, outward_.most_heard)};
    cut_ = errand.request.body.size() > outward_.most_heard;
  }
  Heard(const Heard&) = delete;
  // What nobody waits for any more ends here, too.
  ~Heard() { over("the client went away before the end"); }
  void passes(std::shared_ptr<Passing> passing) { passing_ = std::move(passing); }
  void head(const outbound::Head& head) {
    answered_ = std::chrono::steady_clock::now();
    exchange_.wait = answered_ - began_;
    events_ = is_event_stream(head);
    exchange_.response.emplace();
    exchange_.response->status = head.status;
    exchange_.response->reason = head.reason;
    exchange_.response->fields = head.fields;
  }
  void body(std::string_view piece) {
    if (!exchange_.response) return;
    std::string& kept = exchange_.response->body;
    const std::string_view part = piece.substr(0, outward_.most_heard - std::min(kept.size(), outward_.most_heard));
    cut_ = cut_ || part.size() < piece.size();
    kept.append(part);
    if (events_ && !part.empty()) exchange_.response->pieces.push_back({std::chrono::steady_clock::now() - answered_, kept.size()});
  }
  void over(std::string failure = {}) {
    if (std::exchange(told_, true)) return;
    if (passing_) {
      auto [body, whole] = passing_->heard();
      exchange_.request.body = std::move(body);
      cut_ = cut_ || !whole;
    }
    exchange_.total = std::chrono::steady_clock::now() - began_;
    exchange_.failure = std::move(failure);
    if (cut_ && exchange_.failure.empty()) exchange_.failure = "a body is larger than " + std::to_string(outward_.most_heard) + " bytes";
    if (outward_.on_exchange && heard_) {
      heard_(exchange_);
    } else if (heard_) {
      heard_(std::move(exchange_));
    }
    if (outward_.on_exchange) outward_.on_exchange(std::move(exchange_));
  }

 private:
  const Outward& outward_;
  const std::function<void(exchange::Exchange)> heard_;
  const SteadyTime began_;
  SteadyTime answered_{};
  exchange::Exchange exchange_;
  std::shared_ptr<Passing> passing_;
  bool told_ = false;
  bool cut_ = false;
  bool events_ = false;
};

// ---- streams -----------------------------------------------------------------------------------

class UpstreamBody final : public server::BodyStream {
 public:
  UpstreamBody(std::string first, std::unique_ptr<Body> body, std::unique_ptr<Heard> heard)
      : first_(std::move(first)), body_(std::move(body)), heard_(std::move(heard)) {}

  Next next(std::string& out) override {
    if (!first_.empty()) {
      out = std::move(first_);
      first_.clear();
      return Next::kData;
    }
    const std::size_t before = out.size();
    const Body::Next next = body_->next(out);
    if (heard_) {
      heard_->body(std::string_view(out).substr(before));
      if (next == Body::Next::kEnd) heard_->over();
      if (next == Body::Next::kFailed) heard_->over(body_->failure().message);
    }
    switch (next) {
      case Body::Next::kData:
        return Next::kData;
      case Body::Next::kWait:
        return Next::kWait;
      case Body::Next::kEnd:
        return Next::kEnd;
      case Body::Next::kFailed:
        return Next::kBroken;
    }
    return Next::kBroken;
  }
  void on_wake(std::function<void()> wake) override { body_->on_wake(std::move(wake)); }

 private:
  std::string first_;
  std::unique_ptr<Body> body_;
  std::unique_ptr<Heard> heard_;
};

// ---- one errand --------------------------------------------------------------------------------

// What a reply borrows from.
struct Kept {
  ~Kept() {
    give_spare_text(std::move(head));
    give_spare_text(std::move(body));
  }
  std::string head = take_spare_text(), body;
  std::shared_ptr<const void> hold;
};

// Runs on the thread of the request's loop, from the response's head to the reply, if that loop joined the client.
class Runner : public std::enable_shared_from_this<Runner> {
 public:
  using Answer = std::function<void(server::Reply)>;
  Runner(const Outward& outward, Errand&& errand)
      : outward_(outward), errand_(std::move(errand)), heard_(Heard::of(outward, errand_)) {
    if (!errand_.upload) return;
    auto passing = std::make_shared<Passing>(std::move(errand_.upload), heard_ ? outward_.most_heard : 0);
    if (heard_) heard_->passes(passing);
    errand_.request.source = std::move(passing);
  }

  void start(Answer answer) {
    answer_ = std::move(answer);
    if (outward_.offline) {
      return outward_.client->after_here(std::chrono::nanoseconds(0), [self = shared_from_this()] {
        self->url_ = std::move(self->errand_.request.url);
        self->give_up({Failure::Kind::kFenced, "nothing is sent to other servers (--offline)"});
      });
    }
    outward_.client->open_here(std::move(errand_.request), [self = shared_from_this()](Result<Incoming, Failure> incoming) {
      if (incoming) return self->begin(*std::move(incoming));
      self->url_ = incoming.error().url;
      self->give_up(incoming.error());
    });
  }

 private:
  void begin(Incoming incoming) {
    head_ = std::move(incoming.head);
    body_ = std::move(incoming.body);
    url_ = std::move(incoming.url);
    if (heard_) heard_->head(head_);
    const bool events = is_event_stream(head_);
    const bool small = head_.length && *head_.length <= kGathered;
    waits_ = errand_.whole || (!events && outward_.gatherers->load(std::memory_order_relaxed) > 0);
    if (!waits_ && !small && (head_.length || events) && !body_->ended()) return stream();
    if (body_->ended()) return gather();
    body_->on_wake([self = shared_from_this()] { self->gather(); });
    if (!waits_ && !small) {
      outward_.client->after_here(kPatience, [self = shared_from_this()] {
        if (self->answer_) self->stream();
      });
    }
    gather();
  }

  void gather() {
    if (!answer_ || !body_) return;
    Body::Next next = Body::Next::kData;
    while (next == Body::Next::kData) {
      const std::size_t before = gathered_.size();
      next = body_->next(gathered_);
      if (heard_) heard_->body(std::string_view(gathered_).substr(before));
    }
    if (next == Body::Next::kEnd) return finish();
    if (next == Body::Next::kFailed) return give_up(body_->failure());
    if (errand_.whole) {
      if (gathered_.size() > kMostWhole) give_up({Failure::Kind::kTooLarge, "the body is larger than what can be changed"});
    } else if (gathered_.size() > (waits_ ? kMostWhole : kGathered)) {
      stream();
    }
  }

  // The response's fields as they go on.
  Fields fields(bool keeps_length) {
    Fields fields = std::move(head_.fields);
    outbound::remove_hop_by_hop(fields);
    std::erase_if(fields, [&](const auto& field) {
      if (!keeps_length && http::same_name(field.name, "Content-Length")) return true;
      return std::ranges::any_of(errand_.removed, [&](const auto& rule) { return takes(rule, field.name); });
    });
    if (errand_.replaces) {
      std::erase_if(fields, [&](const auto& field) { return has(errand_.added, field.name); });
    }
    for (auto& field : errand_.added) fields.push_back(std::move(field));
    for (auto& field : errand_.implied) {
      if (!has(fields, field.name)) fields.push_back(std::move(field));
    }
    return fields;
  }

  server::Reply reply(Fields fields, std::int64_t length) {
    const auto kept = std::allocate_shared<Kept>(SpareAllocator<Kept>());
    kept->head.reserve(kUsualHead);
    http::write_head(head_.status, head_.reason, fields, length, kept->head);
    kept->body = std::move(gathered_);
    kept->hold = errand_.hold;
    server::Reply reply;
    reply.status = head_.status;
    reply.head = kept->head;
    reply.body = kept->body;
    reply.has_date = has(fields, "Date");
    reply.delivery = errand_.delivery;
    reply.label = errand_.label;
    reply.hold = kept;
    return reply;
  }

  void send(server::Reply&& reply) { std::exchange(answer_, nullptr)(std::move(reply)); }

  void stream() {
    server::Reply answer = reply(fields(true), -1);
    auto body = std::make_unique<UpstreamBody>(std::string(answer.body), std::move(body_), std::move(heard_));
    answer.stream = std::move(body);
    send(std::move(answer));
  }

  void finish() {
    const auto end = std::move(body_);
    if (heard_) heard_->over();
    const bool changes = errand_.changes_body() && !is_empty();
    const Status patched = changes ? patch() : Status(Done{});
    if (!patched) return cannot_change(patched.error());
    if (!changes || !errand_.rewrite) return send_whole();
    // The template asks for the request, which is there as long as the connection waits.
    server::Reply later;
    later.deferred = [self = shared_from_this()](Answer answer) {
      self->answer_ = std::move(answer);
      const Status rewritten = self->errand_.rewrite(self->head_, self->gathered_);
      if (!rewritten) return self->cannot_change(rewritten.error());
      if (!self->errand_.rewritten_type.empty()) self->errand_.added.push_back({"Content-Type", self->errand_.rewritten_type});
      self->send_whole();
    };
    send(std::move(later));
  }

  bool is_empty() const { return http::forbids_body(head_.status) || errand_.head_only; }

  void send_whole() {
    const bool keeps_length = is_empty() && !errand_.changes_body();
    const auto size = static_cast<std::int64_t>(gathered_.size());
    send(reply(fields(keeps_length), is_empty() ? -1 : size));
  }

  void cannot_change(const Error& error) {
    give_up({Failure::Kind::kProtocol, describe(error)}, "the upstream's answer could not be changed: ");
  }

  // What is changed has to be read first; what was said of the old bytes does not hold for the new ones.
  Status decode() {
    if (const auto coding = head_.find("Content-Encoding")) {
      MIMUS_TRY(gathered_, http::decode_content(*coding, gathered_, kMostWhole));
    }
    constexpr std::string_view kOfTheBytes[] = {"Content-Encoding", "Content-MD5", "Digest", "Content-Digest", "Repr-Digest", "Accept-Ranges"};
    std::erase_if(head_.fields, [&](const auto& field) {
      return std::ranges::any_of(kOfTheBytes, [&](std::string_view name) { return http::same_name(field.name, name); });
    });
    return Done{};
  }

  Status patch() {
    MIMUS_TRY_DONE(decode());
    if (errand_.patch.is_null()) return Done{};
    MIMUS_TRY(const json::Patch patch, json::Patch::parse(errand_.patch));
    MIMUS_TRY(json::Value document, json::parse(gathered_));
    MIMUS_TRY_DONE(patch.apply(document));
    gathered_ = json::write(document);
    return Done{};
  }

  void give_up(const Failure& failure, std::string_view problem = "the upstream gave no answer: ") {
    const std::string url = outbound::without_credentials(url_);
    if (heard_) heard_->over(failure.message);
    const auto end = std::move(body_);
    head_ = {};
    errand_.replaces = false;
    Fields own;
    if (errand_.voice == Voice::kWireMock) {
      const bool denied = failure.kind == Failure::Kind::kFenced;
      const std::string_view what = failure.kind == Failure::Kind::kTls ? "SSL failure" : "Network failure";
      head_.status = 500;
      head_.reason = "Server Error";
      if (denied) own.push_back({"Content-Type", "text/plain"});
      gathered_ = denied ? "The target proxy address is denied in WireMock's configuration."
                         : std::string(what) + " trying to make a proxied request from WireMock to " + url + "\r\n" + failure.message;
    } else if (errand_.voice == Voice::kMockoon) {
      // The environment's headers and latency are those of every answer.
      head_.status = 504;
      own = std::move(errand_.implied);
      set_field(own, "Content-Type", "text/plain; charset=utf-8");
      gathered_ = errand_.prologue + failure.message;
    } else {
      head_.status = failure.kind == Failure::Kind::kTimedOut ? 504 : 502;
      own.push_back({"Content-Type", "application/json"});
      const json::Object told{{"error", std::string(problem) + failure.message},
                              {"upstream", url},
                              {"reason", outbound::name_of(failure.kind)}};
      gathered_ = json::write(told, {.indent = 2}) + "\n";
    }
    if (errand_.voice != Voice::kMockoon) errand_.delivery = nullptr;
    const auto size = static_cast<std::int64_t>(gathered_.size());
    send(reply(std::move(own), size));
  }

  const Outward& outward_;
  Errand errand_;
  std::unique_ptr<Heard> heard_;  // nullptr: nobody listens
  Answer answer_;
  std::string url_;               // once it was asked
  outbound::Head head_;
  std::unique_ptr<Body> body_;
  std::string gathered_;
  bool waits_ = false;  // for the whole body
};

}  // namespace

void set_field(Fields& fields, std::string_view name, std::string value) {
  std::erase_if(fields, [&](const auto& field) { return http::same_name(field.name, name); });
  fields.push_back({std::string(name), std::move(value)});
}

void pass_body(const http::Request& request, Errand& errand) {
  if (request.upload != nullptr) errand.upload = request.upload->shared_from_this();
  else errand.request.body = request.body;
}

Fields passed_on(const http::Request& request) {
  const auto is_ours = [&](std::string_view name) {
    const auto is = [name](std::string_view other) { return name.size() == other.size() && http::same_name(name, other); };
    if (is("Content-Encoding")) return request.upload == nullptr;
    return is("Host") || is("Content-Length") || is("Expect");
  };
  Fields fields;
  fields.reserve(request.fields.size() + 4);
  for (const http::HeaderField& field : request.fields) {
    if (!is_ours(field.name)) fields.push_back({std::string(field.name), std::string(field.value)});
  }
  outbound::remove_hop_by_hop(fields);
  return fields;
}

std::string target_url(std::string_view base, const http::Request& request, std::string_view prefix) {
  base = text::trim(base);
  while (base.ends_with('/')) base.remove_suffix(1);
  std::string url;
  url.reserve(base.size() + request.path.size() + request.query.size() + 2);
  url += base;
  std::string_view path = request.path;
  if (!prefix.empty() && path.starts_with(prefix)) path.remove_prefix(prefix.size());
  if (!path.starts_with('/')) url += '/';
  url += path;
  if (!request.query.empty()) url.append("?").append(request.query);
  return url;
}

void say_who(const Outward& outward, const http::Request& request, Fields& fields) {
  if (!outward.says_who) return;
  const auto extend = [&](std::string_view name, std::string value) {
    const auto there = std::ranges::find_if(fields, [&](const auto& field) { return http::same_name(field.name, name); });
    if (there != fields.end()) value = there->value + ", " + value;
    set_field(fields, name, std::move(value));
  };
  extend("Via", request.version == http::Version::k10 ? "1.0 mimus" : "1.1 mimus");
  extend("X-Forwarded-For", std::string(request.client_ip));
  if (!has(fields, "X-Forwarded-Host")) set_field(fields, "X-Forwarded-Host", std::string(request.authority));
  if (!has(fields, "X-Forwarded-Proto")) set_field(fields, "X-Forwarded-Proto", std::string(request.scheme));
}

void forward(const Outward& outward, Errand&& errand, server::Reply& reply) {
  errand.request.timeouts.first_byte = outward.timeout;
  errand.request.timeouts.idle = outward.timeout;
  const auto runner = std::allocate_shared<Runner>(SpareAllocator<Runner>(), outward, std::move(errand));
  reply.deferred = [runner](std::function<void(server::Reply)> answer) { runner->start(std::move(answer)); };
}

}  // namespace mimus::serve
