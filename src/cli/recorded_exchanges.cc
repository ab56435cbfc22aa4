#include "recorded_exchanges.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "formats/har_reader.h"
#include "history/store.h"
#include "http/content_coding.h"
#include "http/message.h"
#include "input_file.h"
#include "recordings.h"
#include "text/encoding.h"

namespace mimus::cli {
namespace {

constexpr std::size_t kMostDecoded = 256u << 20;

// A body of a history ends where the journal had no room, or where it was when the answer began.
bool is_whole(const history::Record& record, const exchange::Exchange& exchange) {
  const journal::Exchange& from = record.exchange;
  if (from.response_body_cut > 0 || from.request_body_cut > 0) return false;
  if (!exchange.response || from.request.method == "HEAD" || http::forbids_body(from.status)) return true;
  const auto announced = exchange::find(exchange.response->fields, "Content-Length");
  if (!announced) return true;
  std::size_t length = 0;
  std::from_chars(announced->data(), announced->data() + announced->size(), length);
  return length == from.response_body.size();
}

Result<std::vector<exchange::Exchange>> read_history(const std::string& file) {
  MIMUS_TRY(const auto store, history::Store::open(file, std::chrono::minutes(10)));
  std::vector<exchange::Exchange> all;
  history::Query query;
  query.oldest_first = true;
  query.limit = SIZE_MAX;
  MIMUS_TRY_DONE(store->visit(query, [&](const history::Record& record) {
    exchange::Exchange& one = all.emplace_back(history::to_exchange(record));
    if (!is_whole(record, one)) {
      one.response.reset();
      one.failure = "the history does not have all of it";
    }
    return true;
  }));
  return all;
}

// "API.example.com:443" of https is "api.example.com".
std::string plain_authority(std::string_view scheme, std::string_view authority) {
  authority.remove_prefix(authority.rfind('@') + 1);
  const std::string_view usual = scheme == "https" ? ":443" : ":80";
  if (authority.ends_with(usual)) authority.remove_suffix(usual.size());
  return text::to_lower_ascii(authority);
}

std::string host_of(const exchange::UrlParts& parts) {
  const std::string scheme = text::to_lower_ascii(parts.scheme);
  return scheme + "://" + plain_authority(scheme, parts.authority);
}

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

Result<std::vector<exchange::Exchange>> read_exchanges(const std::string& file) {
  if (is_history(file)) return read_history(file);
  MIMUS_TRY(const std::string text, read_input(file));
  auto read = formats::read_har(text);
  if (!read) {
    read.error().where.source = file;
    read.error().hint = "a history (mimus serve --history) or a HAR file";
    return std::move(read).error();
  }
  std::vector<exchange::Exchange> all;
  for (formats::Recorded& one : read->all) all.push_back(std::move(one.exchange));
  return all;
}

Result<Origin> Origin::parse(std::string_view url) {
  const exchange::UrlParts parts = exchange::split(url);
  const std::string scheme = text::to_lower_ascii(parts.scheme);
  if ((scheme != "http" && scheme != "https") || parts.authority.empty()) {
    return invalid("'" + std::string(url) + "' is no server", "as https://api.example.com");
  }
  Origin origin;
  origin.host_ = host_of(parts);
  origin.path_ = parts.path;
  while (origin.path_.ends_with('/')) origin.path_.pop_back();
  return origin;
}

bool Origin::take(exchange::Exchange& exchange) const {
  const exchange::UrlParts parts = exchange::split(exchange.request.url);
  if (host_of(parts) != host_ || !parts.path.starts_with(path_)) return false;
  const std::string_view rest = parts.path.substr(path_.size());
  if (!rest.empty() && rest.front() != '/') return false;  // "/v10" is not behind "/v1"
  std::string url = host_ + (rest.empty() ? "/" : std::string(rest));
  if (!parts.query.empty()) url.append("?").append(parts.query);
  exchange.request.url = std::move(url);
  return true;
}

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
