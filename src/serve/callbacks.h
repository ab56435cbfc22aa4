#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "http/message.h"
#include "journal/journal.h"

namespace mimus::serve {

// What became of a webhook.
struct Callback {
  std::string method, url;
  std::vector<http::OwnedField> fields;
  std::string body;
  int status = 0;            // 0: none came, and `failure` says why
  std::vector<http::OwnedField> response_fields;
  std::string response_body;
  std::string failure;
  unsigned attempts = 1;
  std::chrono::nanoseconds after{0};  // from the request's receipt to the outcome
  std::chrono::nanoseconds sent{0};   // … to when it was sent
};

// The outcomes of a world's latest webhooks, by the exchange that caused them. Any thread.
class Callbacks {
 public:
  static constexpr std::size_t kMost = 10'000;
  static constexpr std::size_t kMostBody = 64 * 1024;  // of each body; longer ones are cut

  void add(journal::ExchangeId cause, Callback callback);
  std::vector<Callback> of(journal::ExchangeId cause) const;

 private:
  mutable std::mutex mutex_;
  std::multimap<journal::ExchangeId, Callback> all_;  // guarded by mutex_, as what follows
  std::deque<std::multimap<journal::ExchangeId, Callback>::iterator> order_;
};

}  // namespace mimus::serve
