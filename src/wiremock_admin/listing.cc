#include "listing.h"

#include <algorithm>
#include <memory>
#include <span>
#include <utility>

#include "jackson.h"

namespace mimus::wiremock_admin {
namespace {

constexpr std::size_t kBatch = 32;         // exchanges fetched at once
constexpr std::size_t kPiece = 64 * 1024;  // bytes of an answer made at once

class ListingStream final : public server::BodyStream {
 public:
  ListingStream(const journal::Journal& journal, Listing listing)
      : journal_(journal), listing_(std::move(listing)) {}

  Next next(std::string& out) override {
    if (ended_) return Next::kEnd;
    const std::size_t limit = out.size() + kPiece;
    if (at_ == 0) open(out);
    while (at_ < listing_.ids.size() && out.size() < limit) add_batch(out);
    if (at_ >= listing_.ids.size()) close(out);
    return Next::kData;
  }
  bool ended() const { return ended_; }

 private:
  void open(std::string& out) {
    out += "{\n  ";
    json::write_string(listing_.name, out);
    out += " : [ ";
  }
  void add_batch(std::string& out) {
    const auto batch =
        std::span(listing_.ids).subspan(at_, std::min(kBatch, listing_.ids.size() - at_));
    for (const journal::Exchange& exchange : journal_.find(batch)) {
      if (std::exchange(any_, true)) out += ", ";
      write_as_jackson(listing_.element(exchange), out, 1);
    }
    at_ += batch.size();
  }
  void close(std::string& out) {
    out += any_ ? " ]" : "]";
    for (const auto& member : listing_.rest) {
      out += ",\n  ";
      json::write_string(member.key(), out);
      out += " : ";
      write_as_jackson(member.value(), out, 1);
    }
    out += "\n}";
    ended_ = true;
  }

  const journal::Journal& journal_;
  Listing listing_;
  std::size_t at_ = 0;  // in ids
  bool any_ = false;
  bool ended_ = false;
};

}  // namespace

server::Reply list(const Call& call, Listing listing) {
  auto stream = std::make_unique<ListingStream>(call.side.world.journal, std::move(listing));
  std::string beginning;
  stream->next(beginning);
  if (stream->ended()) return call.answers.json_text(beginning);
  // Longer: the rest is made while it goes out.
  class Rest final : public server::BodyStream {
   public:
    Rest(std::string beginning, std::unique_ptr<ListingStream> stream)
        : beginning_(std::move(beginning)), stream_(std::move(stream)) {}
    Next next(std::string& out) override {
      if (beginning_.empty()) return stream_->next(out);
      out += std::exchange(beginning_, {});
      return Next::kData;
    }

   private:
    std::string beginning_;
    std::unique_ptr<ListingStream> stream_;
  };
  server::Reply reply;
  reply.status = 200;
  reply.head = call.arena.copy(call.answers.json_head());
  reply.stream = std::make_unique<Rest>(std::move(beginning), std::move(stream));
  return reply;
}

server::Reply list(const Call& call, std::string_view name, json::Array elements,
                   json::Object rest) {
  json::Object all;
  all[name] = std::move(elements);
  for (auto& member : rest) all[member.key()] = std::move(member.value());
  return call.answers.json(all);
}

}  // namespace mimus::wiremock_admin
