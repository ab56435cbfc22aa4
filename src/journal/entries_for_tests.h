#pragma once

#include <algorithm>
#include <cstring>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "base/chance.h"
#include "base/hash.h"
#include "journal/journal.h"

namespace mimus::journal {

inline WallTime at_second(std::int64_t second) { return WallTime(std::chrono::seconds(second)); }

// An Entry that owns what it points to. Filled in place, not copied.
struct Sample {
  std::deque<std::string> texts;
  std::vector<http::HeaderField> fields;
  http::Request request;
  Entry entry;

  Sample() = default;
  Sample(const Sample&) = delete;
  std::string_view keep(std::string text) { return texts.emplace_back(std::move(text)); }
  const Entry& done() {
    request.fields = fields;
    entry.request = &request;
    return entry;
  }
};

// GET /things?n=<number>, matched, 200.
struct SmallSample : Sample {
  explicit SmallSample(std::uint64_t number) {
    request.method = "GET";
    request.path = "/things";
    request.query = keep("n=" + std::to_string(number));
    request.target = keep("/things?" + std::string(request.query));
    fields = {{"Host", "localhost:8080"}, {"Accept", "*/*"}};
    request.authority = "localhost:8080";
    request.client_ip = "127.0.0.1";
    entry.received = at_second(static_cast<std::int64_t>(number));
    entry.status = 200;
    entry.matched = true;
    entry.stub_label = "GET /things";
    entry.response_head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n";
    entry.response_body = "ok";
    done();
  }
};

inline std::string random_bytes(const Chance& chance, std::size_t size) {
  std::string bytes(size, '\0');
  const std::uint64_t seed = chance.bits();
  for (std::size_t i = 0; i < size; i += 8) {
    const std::uint64_t word = hash_mix(seed, i);
    std::memcpy(bytes.data() + i, &word, std::min<std::size_t>(8, size - i));
  }
  return bytes;
}

// Sizes as they come: mostly small, sometimes `most`.
inline std::size_t random_size(const Chance& chance, std::size_t most) {
  const std::size_t bound = std::max<std::size_t>(most >> chance.fork("shift").below(24), 1);
  return chance.fork("size").below(bound + 1);
}

// Anything that an Entry can hold: binary bodies, empty texts, repeated and empty headers, targets of every form.
struct RandomSample : Sample {
  RandomSample(const Chance& chance, std::size_t largest_body) {
    const auto text = [&](std::string_view what, std::size_t most) {
      return keep(random_bytes(chance.fork(what), chance.fork(what).fork("size").below(most + 1)));
    };
    request.method = text("method", 12);
    request.scheme = chance.fork("tls").happens(0.5) ? "https" : "http";
    request.authority = text("authority", 40);
    request.client_ip = text("client", 20);
    if (chance.fork("origin").happens(0.5)) {
      request.path = keep("/" + std::to_string(chance.fork("path").below(100)));
      request.query = chance.fork("query?").happens(0.5) ? keep("q=1?&x") : std::string_view();
      request.target = request.query.empty()
                           ? request.path
                           : keep(std::string(request.path) + "?" + std::string(request.query));
    } else {
      request.target = text("target", 300);
      request.path = text("path", 200);
      request.query = text("query", 200);
    }
    const std::uint64_t count = chance.fork("fields").below(12);
    for (std::uint64_t i = 0; i < count; ++i) {
      const Chance field = chance.fork("field").fork(i / 2);  // every second name is repeated
      fields.push_back({keep(random_bytes(field.fork("name"), field.fork("n").below(20))),
                        keep(random_bytes(field.fork(i), field.fork(i).fork("v").below(200)))});
    }
    request.body = keep(random_bytes(chance.fork("body"), random_size(chance.fork("body"), largest_body)));
    entry.received = WallTime(Nanoseconds(static_cast<std::int64_t>(chance.fork("received").bits() >> 2)));
    entry.decided = Nanoseconds(chance.fork("decided").below(1'000'000'000));
    entry.leaving = Nanoseconds(chance.fork("leaving").below(1'000'000'000'000));
    entry.matched = chance.fork("matched").happens(0.5);
    entry.stub_id = Uuid::random(chance.fork("stub"));
    entry.stub_label = text("label", 60);
    entry.status = static_cast<int>(chance.fork("status").below(1000));
    entry.fault = text("fault", 20);
    entry.response_head = text("head", 500);
    entry.response_body = chance.fork("echo").happens(0.2)
                              ? request.body
                              : keep(random_bytes(chance.fork("out"), random_size(chance.fork("out"), largest_body)));
    if (chance.fork("hashed").happens(0.5)) entry.response_body_hash = hash_bytes(entry.response_body);
    done();
  }
};

}  // namespace mimus::journal
