#include "shadow.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "http/content_coding.h"
#include "http/delivery.h"
#include "stub/compiled_stub.h"
#include "text/encoding.h"

namespace mimus::diff {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kMostBody = 4u << 20;  // of a stream
constexpr auto kPatience = 5s;               // with one

// A header block in the form of PreparedResponse::head, read.
void read_head(std::string_view head, exchange::Response& response) {
  std::size_t at = head.find("\r\n");
  while (at != head.npos && at + 2 < head.size()) {
    const std::size_t begin = at + 2, end = std::min(head.find("\r\n", begin), head.size());
    const std::string_view line = head.substr(begin, end - begin);
    const std::size_t colon = line.find(':');
    if (colon != line.npos) response.fields.push_back({std::string(line.substr(0, colon)), std::string(text::trim(line.substr(colon + 1)))});
    at = end == head.size() ? head.npos : end;
  }
}

// The whole of a stream; false: it has no end, or takes its time.
bool gather(server::BodyStream& stream, std::string& body) {
  struct Bell {
    std::mutex mutex;
    std::condition_variable rung;
    bool rings = false;  // guarded by mutex
  };
  const auto bell = std::make_shared<Bell>();
  stream.on_wake([bell] {
    const std::lock_guard lock(bell->mutex);
    bell->rings = true;
    bell->rung.notify_one();
  });
  const SteadyTime end = std::chrono::steady_clock::now() + kPatience;
  while (body.size() <= kMostBody) {
    std::string piece;
    const auto next = stream.next(piece);
    body += piece;
    if (next == server::BodyStream::Next::kEnd) return true;
    if (next == server::BodyStream::Next::kBroken) return false;
    if (next != server::BodyStream::Next::kWait) continue;
    std::unique_lock lock(bell->mutex);
    if (!bell->rung.wait_until(lock, end, [&] { return bell->rings; })) return false;
    bell->rings = false;
  }
  return false;
}

Mocked unknown(Mocked mocked, std::string why) {
  mocked.kind = Mocked::Kind::kUnknown;
  mocked.why = std::move(why);
  return mocked;
}

Mocked read(server::Reply& reply) {
  Mocked mocked;
  // What MockHandler puts there.
  const auto* const stub = static_cast<const stub::CompiledStub*>(reply.stub);
  mocked.route = stub != nullptr ? std::string(stub->label) : std::string(reply.label);
  if (reply.deferred) return unknown(std::move(mocked), "its answer comes from elsewhere, or waits for the world's clock");
  exchange::Response& response = mocked.response;
  response.status = reply.prepared != nullptr ? reply.prepared->status : reply.status;
  read_head(reply.prepared != nullptr ? reply.prepared->head : reply.head, response);
  if (reply.delivery != nullptr && reply.delivery->fault != http::Fault::kNone) {
    mocked.kind = Mocked::Kind::kFault;
    mocked.why = http::name_of(reply.delivery->fault);
    return mocked;
  }
  response.body = reply.prepared != nullptr ? reply.prepared->body : reply.body;
  if (reply.stream && !gather(*reply.stream, response.body)) return unknown(std::move(mocked), "its answer is a stream without an end");
  remove_coding(response);
  if (mocked.route.empty()) mocked.kind = Mocked::Kind::kNoRoute;
  return mocked;
}

}  // namespace

void remove_coding(exchange::Response& response) {
  std::string coding;
  std::vector<http::OwnedField> others;
  for (const http::OwnedField& field : response.fields) {
    if (http::same_name(field.name, "Content-Encoding")) {
      coding += (coding.empty() ? "" : ", ") + field.value;
    } else {
      others.push_back(field);
    }
  }
  if (coding.empty()) return;
  auto plain = http::decode_content(coding, response.body, 64u << 20);
  if (!plain) return;
  response.body = *std::move(plain);
  response.fields = std::move(others);
  response.coding = std::move(coding);
}

Mocked Shadow::ask(const http::OwnedRequest& request) {
  arena_.reset();
  const auto fields = arena_.array<http::HeaderField>(request.fields.size());
  for (std::size_t i = 0; i < fields.size(); ++i) fields[i] = {request.fields[i].name, request.fields[i].value};
  http::Request asked;
  asked.method = request.method;
  asked.target = request.target;
  asked.scheme = request.scheme;
  asked.authority = request.authority;
  asked.path = request.path;
  asked.query = request.query;
  asked.fields = fields;
  asked.body = request.body;
  asked.client_ip = request.client_ip;
  server::Reply reply;
  mocks_.answer(asked, loop_, arena_, reply);
  Mocked mocked = read(reply);
  if (request.method == "HEAD") mocked.response.body.clear();
  return mocked;
}

}  // namespace mimus::diff
