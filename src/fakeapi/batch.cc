#include "batch.h"

namespace mimus::fakeapi {
namespace {

constexpr std::size_t kWhole = 32 * 1024;  // what is longer goes out in pieces
constexpr std::size_t kPiece = 48 * 1024;

// The records of a batch, one after the other.
class Records {
 public:
  Records(const Setting& setting, Chance chance, const Clock& clock, Batch batch)
      : source_(setting, chance, clock), batch_(std::move(batch)) {}

  // Appends about so many bytes, or what is left; true in the second case.
  Result<bool> go_on(std::size_t most, std::string& out) {
    const std::size_t enough = out.size() + most;
    if (next_ == 0 && !begun_) out += batch_.before;
    begun_ = true;
    for (; next_ < batch_.count; ++next_) {
      if (out.size() >= enough) return false;
      if (next_ > 0) out += batch_.between;
      const std::size_t before = out.size();
      const Status made = batch_.make(source_.at(next_), next_, out);
      if (made) continue;
      if (next_ == 0) return made.error();
      out.resize(before);
      out += "null";
    }
    out += batch_.after;
    return true;
  }

 private:
  Source source_;
  const Batch batch_;
  std::uint64_t next_ = 0;
  bool begun_ = false;
};

class Stream : public server::BodyStream {
 public:
  Stream(std::unique_ptr<Records> records, std::string begin)
      : records_(std::move(records)), begin_(std::move(begin)) {}
  Next next(std::string& out) override {
    out += begin_;
    begin_.clear();
    const Result<bool> done = records_->go_on(kPiece, out);
    return done && *done ? Next::kEnd : Next::kData;
  }

 private:
  std::unique_ptr<Records> records_;
  std::string begin_;
};

}  // namespace

Source::Source(const Setting& setting, Chance chance, const Clock& clock)
    : chance_(chance),
      sequence_(setting.seed ? std::make_unique<fake::Mersenne>(*setting.seed) : nullptr),
      keyed_(chance),
      engine_(sequence_ ? static_cast<fake::Draws&>(*sequence_) : keyed_, setting.locale) {
  engine_.follow(clock);
}

fake::Engine& Source::at(std::uint64_t record) {
  if (!sequence_) keyed_.restart(chance_.fork(record));
  return engine_;
}

void send_batch(Ask& ask, const Setting& setting, Batch batch) {
  const std::string_view content_type = batch.content_type;
  auto records = std::make_unique<Records>(setting, ask.chance(), ask.clock(), std::move(batch));
  std::string body;
  constexpr std::size_t kOneRecord = 500;
  body.reserve(kOneRecord);
  const Result<bool> done = records->go_on(kWhole, body);
  if (!done) return ask.refuse(done.error());
  if (*done) return ask.send(200, content_type, body);
  ask.reply().status = 200;
  ask.reply().head = ask.stream_head(content_type);
  ask.reply().stream = std::make_unique<Stream>(std::move(records), std::move(body));
}

}  // namespace mimus::fakeapi
