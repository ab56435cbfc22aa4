#include "fetch.h"

#include "http/content_coding.h"

namespace mimus::outbound {
namespace {

// Keeps itself alive by the body's wake, until the end.
class Collector : public std::enable_shared_from_this<Collector> {
 public:
  Collector(const FetchLimits& limits, Client::Fetched fetched, Incoming incoming)
      : limits_(limits), fetched_(std::move(fetched)), body_(std::move(incoming.body)) {
    answer_.head = std::move(incoming.head);
    answer_.url = std::move(incoming.url);
  }

  void begin() {
    body_->on_wake([self = shared_from_this()] { self->go_on(); });
    go_on();
  }

 private:
  void go_on() {
    if (!body_) return;
    for (;;) {
      piece_.clear();
      const Body::Next next = body_->next(piece_);
      answer_.body += piece_;
      if (answer_.body.size() > limits_.most_body) {
        return finish(Failure{Failure::Kind::kTooLarge, "the body is larger than " + std::to_string(limits_.most_body) + " bytes"});
      }
      if (next == Body::Next::kWait) return;
      if (next == Body::Next::kFailed) return finish(body_->failure());
      if (next == Body::Next::kEnd) return finish_whole();
    }
  }

  void finish_whole() {
    answer_.trailers = body_->trailers();
    answer_.times = body_->times();
    const auto coding = answer_.head.find("Content-Encoding");
    if (limits_.decode && coding) {
      auto decoded = http::decode_content(*coding, answer_.body, limits_.most_body);
      if (!decoded) return finish(Failure{Failure::Kind::kProtocol, "the body cannot be decoded: " + decoded.error().message});
      answer_.body = *std::move(decoded);
      std::erase_if(answer_.head.fields, [](const auto& field) {
        return http::same_name(field.name, "Content-Encoding") || http::same_name(field.name, "Content-Length");
      });
    }
    finish(std::move(answer_));
  }

  void finish(Result<Answer, Failure> result) {
    const auto self = shared_from_this();
    const auto body = std::move(body_);  // its end lets go of us
    const Client::Fetched fetched = std::move(fetched_);
    fetched(std::move(result));
  }

  const FetchLimits limits_;
  Client::Fetched fetched_;
  std::unique_ptr<Body> body_;
  Answer answer_;
  std::string piece_;
};

}  // namespace

Client::Opened collect(const FetchLimits& limits, Client::Fetched fetched) {
  return [limits, fetched = std::move(fetched)](Result<Incoming, Failure> incoming) {
    if (!incoming) return fetched(std::move(incoming).error());
    std::make_shared<Collector>(limits, fetched, *std::move(incoming))->begin();
  };
}

}  // namespace mimus::outbound
