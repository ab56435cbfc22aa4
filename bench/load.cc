// mimus_bench_load: asks a server for answers over keep-alive connections and says how long they
// took. One thread, raw epoll, nothing between the clock and the socket.
//
//   mimus_bench_load --port 8080 --list requests.tsv --connections 64 --pipeline 1 --seconds 3
//
// Every connection takes its requests from the list at random (--seed). Prints one JSON object. A
// wrong status, a wrong body, or a connection that ends is a failure; a connection that failed is
// opened again.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <random>
#include <vector>

#include "channel.h"
#include "histogram.h"
#include "requests.h"

namespace mimus::bench {
namespace {

using Clock = std::chrono::steady_clock;

struct Options {
  std::uint16_t port = 8080;
  std::string list;
  std::size_t connections = 64;
  std::size_t pipeline = 1;
  double seconds = 3;
  std::uint64_t requests = 0;  // 0: as many as fit in `seconds`
  std::uint64_t seed = 1;
  std::size_t body_bytes = 0;
  int status = 200;       // the right one
  bool timeline = false;  // also what happened in every tenth of a second
  bool tls = false;       // handshakes come before the clock starts
};

struct Connection {
  Channel channel;
  std::string input;                    // what has arrived of the next response
  std::string output;                   // what has not been written yet
  std::vector<const Request*> awaited;  // of this batch, in order
  std::size_t answered = 0;             // of awaited
  Clock::time_point sent;
};

// What happened in a tenth of a second.
struct Tick {
  std::uint64_t requests = 0, failures = 0, slowest = 0;
};

class Load {
 public:
  Load(const Options& options, std::vector<Request> list)
      : options_(options),
        list_(std::move(list)),
        chance_(options.seed),
        pick_(0, list_.size() - 1) {}

  void run() {
    epoll_ = epoll_create1(EPOLL_CLOEXEC);
    if (options_.tls) tls_ = SSL_CTX_new(TLS_client_method());
    connections_.resize(options_.connections);
    for (Connection& connection : connections_) open(connection);
    begin_ = Clock::now();
    for (Connection& connection : connections_) ask(connection);
    std::vector<epoll_event> events(512);
    const auto end = begin_ + std::chrono::duration<double>(options_.seconds);
    while (open_batches_ > 0) {
      const int count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 1000);
      const auto now = Clock::now();
      stopping_ = now >= end;
      if (now >= end + std::chrono::seconds(30)) break;  // answers that never come
      for (int i = 0; i < count; ++i)
        serve(*static_cast<Connection*>(events[i].data.ptr), events[i].events);
    }
    elapsed_ = std::chrono::duration<double>(Clock::now() - begin_).count();
  }

  void print() const {
    const auto us = [this](double share) {
      return static_cast<double>(times_.quantile(share)) / 1000;
    };
    std::printf(
        "{\"requests\":%llu,\"seconds\":%.4f,\"failures\":%llu,\"bad_status\":%llu,\"bad_body\":%"
        "llu,"
        "\"broken\":%llu,\"unanswered\":%llu,",
        number(times_.count()), elapsed_, number(bad_status_ + bad_body_ + broken_),
        number(bad_status_), number(bad_body_), number(broken_), number(open_batches_));
    std::printf(
        "\"us\":{\"p50\":%.1f,\"p90\":%.1f,\"p99\":%.1f,\"p999\":%.1f,\"max\":%.1f},\"status\":{",
        us(0.5), us(0.9), us(0.99), us(0.999), static_cast<double>(times_.max()) / 1000);
    const char* comma = "";
    for (const auto& [status, count] : statuses_) {
      std::printf("%s\"%d\":%llu", comma, status, number(count));
      comma = ",";
    }
    std::printf("}");
    if (options_.timeline) print_timeline();
    std::printf("}\n");
  }

 private:
  static unsigned long long number(std::uint64_t value) { return value; }

  void print_timeline() const {
    std::printf(",\"timeline\":[");
    for (std::size_t i = 0; i < timeline_.size(); ++i) {
      std::printf("%s{\"requests\":%llu,\"failures\":%llu,\"max_us\":%.1f}", i == 0 ? "" : ",",
                  number(timeline_[i].requests), number(timeline_[i].failures),
                  static_cast<double>(timeline_[i].slowest) / 1000);
    }
    std::printf("]");
  }

  void open(Connection& connection) {
    connection.channel.socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(options_.port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int yes = 1;
    setsockopt(connection.channel.socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (connect(connection.channel.socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) !=
        0) {
      std::perror("connect");
      std::exit(1);
    }
    if (tls_ != nullptr && !connection.channel.secure(tls_)) {
      std::fprintf(stderr, "no TLS handshake\n");
      std::exit(1);
    }
    fcntl(connection.channel.socket, F_SETFL, O_NONBLOCK);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = &connection;
    epoll_ctl(epoll_, EPOLL_CTL_ADD, connection.channel.socket, &event);
  }

  // Sends the next batch, unless it is time to stop.
  void ask(Connection& connection) {
    connection.awaited.clear();
    connection.answered = 0;
    for (std::size_t i = 0; i < options_.pipeline; ++i) {
      if (stopping_ || (options_.requests > 0 && asked_ >= options_.requests)) break;
      const Request& request = list_[list_.size() == 1 ? 0 : pick_(chance_)];
      connection.output += request.bytes;
      connection.awaited.push_back(&request);
      ++asked_;
    }
    if (connection.awaited.empty()) return;
    ++open_batches_;
    connection.sent = Clock::now();
    write(connection);
  }

  void write(Connection& connection) {
    const ssize_t sent = connection.channel.send(connection.output);
    connection.output.erase(0, sent > 0 ? static_cast<std::size_t>(sent) : 0);
    epoll_event event{};
    event.events = connection.output.empty() ? EPOLLIN : EPOLLIN | EPOLLOUT;
    event.data.ptr = &connection;
    if (!connection.output.empty() || waits_to_write_) {
      epoll_ctl(epoll_, EPOLL_CTL_MOD, connection.channel.socket, &event);
      waits_to_write_ = true;
    }
  }

  void serve(Connection& connection, std::uint32_t events) {
    if ((events & EPOLLOUT) != 0) write(connection);
    if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) == 0) return;
    do {
      const ssize_t count = connection.channel.receive(buffer_.data(), buffer_.size());
      if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
      if (count <= 0) return again(connection);
      take(connection, {buffer_.data(), static_cast<std::size_t>(count)});
    } while (connection.channel.holds_more());
  }

  // Reads the responses that are complete. What is not is kept.
  void take(Connection& connection, std::string_view bytes) {
    if (!connection.input.empty()) {
      connection.input.append(bytes);
      bytes = connection.input;
    }
    const auto now = Clock::now();  // once for what arrived together: the server must not wait for us
    while (!bytes.empty()) {
      const Response response = read_response(bytes);
      if (response.broken || connection.answered == connection.awaited.size())
        return again(connection);
      if (response.length == 0) break;
      judge(connection, response, now);
      bytes.remove_prefix(response.length);
    }
    if (!bytes.empty() || !connection.input.empty()) connection.input = std::string(bytes);
    if (connection.answered < connection.awaited.size() || connection.awaited.empty()) return;
    --open_batches_;
    ask(connection);
  }

  void judge(Connection& connection, const Response& response, Clock::time_point now) {
    const Request& request = *connection.awaited[connection.answered++];
    const auto took = static_cast<std::uint64_t>((now - connection.sent).count());
    times_.add(took);
    ++statuses_[response.status];
    const bool wrong_status = response.status != options_.status;
    const bool wrong_body = !wrong_status && request.body && response.body != *request.body && response.joined != *request.body;
    bad_status_ += wrong_status;
    bad_body_ += wrong_body;
    if (!options_.timeline) return;
    Tick& tenth = tick();
    ++tenth.requests;
    tenth.failures += wrong_status || wrong_body;
    if (took > tenth.slowest) tenth.slowest = took;
  }

  Tick& tick() {
    const auto index =
        static_cast<std::size_t>((Clock::now() - begin_) / std::chrono::milliseconds(100));
    if (index >= timeline_.size()) timeline_.resize(index + 1);
    return timeline_[index];
  }

  // The connection is of no more use: what it still owed has failed.
  void again(Connection& connection) {
    broken_ += connection.awaited.size() - connection.answered;
    if (options_.timeline) tick().failures += connection.awaited.size() - connection.answered;
    if (connection.answered < connection.awaited.size()) --open_batches_;
    connection.channel.forget();
    close(connection.channel.socket);
    connection.input.clear();
    connection.output.clear();
    open(connection);
    ask(connection);
  }

  const Options options_;
  const std::vector<Request> list_;
  std::mt19937_64 chance_;
  std::uniform_int_distribution<std::size_t> pick_;
  int epoll_ = -1;
  SSL_CTX* tls_ = nullptr;
  std::vector<Connection> connections_;
  std::vector<char> buffer_ = std::vector<char>(256 * 1024);
  Clock::time_point begin_;
  double elapsed_ = 0;
  bool stopping_ = false;
  bool waits_to_write_ = false;
  std::uint64_t asked_ = 0, open_batches_ = 0;
  std::uint64_t bad_status_ = 0, bad_body_ = 0, broken_ = 0;
  Histogram times_;
  std::map<int, std::uint64_t> statuses_;
  std::vector<Tick> timeline_;
};

struct OptionRow {
  std::string_view name;
  void (*set)(Options&, const char* value);
};
constexpr OptionRow kOptions[] = {
    {"--port",
     [](Options& o, const char* value) { o.port = static_cast<std::uint16_t>(std::atoi(value)); }},
    {"--list", [](Options& o, const char* value) { o.list = value; }},
    {"--connections",
     [](Options& o, const char* value) { o.connections = std::strtoul(value, nullptr, 10); }},
    {"--pipeline",
     [](Options& o, const char* value) { o.pipeline = std::strtoul(value, nullptr, 10); }},
    {"--seconds", [](Options& o, const char* value) { o.seconds = std::atof(value); }},
    {"--requests",
     [](Options& o, const char* value) { o.requests = std::strtoull(value, nullptr, 10); }},
    {"--seed", [](Options& o, const char* value) { o.seed = std::strtoull(value, nullptr, 10); }},
    {"--body-bytes",
     [](Options& o, const char* value) { o.body_bytes = std::strtoul(value, nullptr, 10); }},
    {"--status", [](Options& o, const char* value) { o.status = std::atoi(value); }},
    {"--tls", [](Options& o, const char* value) { o.tls = std::strcmp(value, "yes") == 0; }},
    {"--timeline",
     [](Options& o, const char* value) { o.timeline = std::strcmp(value, "yes") == 0; }},
};

Options read_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i + 1 < argc; i += 2) {
    const OptionRow* row = std::ranges::find(kOptions, std::string_view(argv[i]), &OptionRow::name);
    if (row == std::end(kOptions)) {
      std::fprintf(stderr, "unknown option %s\n", argv[i]);
      std::exit(2);
    }
    row->set(options, argv[i + 1]);
  }
  return options;
}

void allow_many_sockets() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace
}  // namespace mimus::bench

int main(int argc, char** argv) {
  using namespace mimus::bench;
  const Options options = read_options(argc, argv);
  std::vector<Request> list = read_requests(options.list, options.body_bytes);
  if (list.empty()) {
    std::fprintf(stderr, "no requests in '%s'\n", options.list.c_str());
    return 2;
  }
  allow_many_sockets();
  Load load(options, std::move(list));
  load.run();
  load.print();
}
