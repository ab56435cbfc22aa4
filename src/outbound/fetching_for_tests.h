#pragma once

#include <future>
#include <memory>
#include <string>
#include <utility>

#include "outbound/client.h"

namespace mimus::outbound {

inline std::unique_ptr<Client> client_with(const Options& options = {}) {
  auto client = Client::start(options);
  return client ? *std::move(client) : nullptr;
}

// The response, waited for.
inline Result<Answer, Failure> fetch(Client& client, Request request) {
  std::promise<Result<Answer, Failure>> promise;
  client.fetch(std::move(request), [&](Result<Answer, Failure> answer) { promise.set_value(std::move(answer)); });
  return promise.get_future().get();
}

inline Result<Answer, Failure> get(Client& client, const std::string& url) {
  Request request;
  request.url = url;
  return fetch(client, std::move(request));
}

}  // namespace mimus::outbound
