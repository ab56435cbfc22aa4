#include "recorded_whole.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "http/content_coding.h"
#include "http/message.h"

namespace mimus::cli {
namespace {

constexpr std::size_t kMostDecoded = 256u << 20;

void undo_coding(exchange::Exchange& exchange) {
  exchange::Response& response = *exchange.response;
  std::string coding;
  std::erase_if(response.fields, [&](const http::OwnedField& field) {
    if (!http::same_name(field.name, "Content-Encoding")) return false;
    coding += (coding.empty() ? "" : ", ") + field.value;
    return true;
  });
  if (coding.empty() || response.body.empty()) return;
  auto plain = http::decode_content(coding, response.body, kMostDecoded);
  if (!plain) {
    exchange.failure = "its Content-Encoding cannot be undone: " + plain.error().message;
    exchange.response.reset();
    return;
  }
  response.body = *std::move(plain);
  response.coding = coding;
  response.pieces.clear();  // offsets into what travelled
}

Nanoseconds scaled(Nanoseconds time, double pace) {
  return Nanoseconds(std::llround(static_cast<double>(time.count()) * pace));
}

}  // namespace

void prepare(std::vector<exchange::Exchange>& exchanges, double pace) {
  std::ranges::stable_sort(exchanges, {}, &exchange::Exchange::started);
  for (exchange::Exchange& one : exchanges) {
    const bool events = one.response && !one.response->pieces.empty();
    if (events) one.failure.clear();
    if (one.response && !one.failure.empty()) one.response.reset();
    if (one.response) undo_coding(one);
    one.wait = scaled(one.wait, pace);
    one.total = scaled(one.total, pace);
    if (!one.response) continue;
    for (exchange::Piece& piece : one.response->pieces) piece.after = scaled(piece.after, pace);
  }
}

}  // namespace mimus::cli
