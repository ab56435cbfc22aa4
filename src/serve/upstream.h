#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "outbound/url.h"
#include "serve/outward.h"
#include "serve/surface.h"

namespace mimus::serve {

// Below all stubs: another server answers what none of them wants. With "" for a URL it is the one that the request is
// for, by its scheme and authority: what a forward proxy does.
class Upstream final : public Surface {
 public:
  Upstream(const Outward& outward, std::string url, bool as_wiremock)
      : outward_(outward), url_(std::move(url)), label_(url_.empty() ? "the origin" : "upstream " + outbound::without_credentials(url_)), as_wiremock_(as_wiremock) {}
  bool answer(const http::Request& request, server::LoopIndex loop, Arena& arena, server::Reply& reply) override;
  // Is it one that this gives its answers, "upstream https://api.example.com" (journal::Exchange::stub_label)?
  static bool is_label(std::string_view label) { return label == "the origin" || label.starts_with("upstream "); }
  // The same, and `heard` is told what was said when it is over, as Outward::on_exchange is. May be empty.
  void ask(const http::Request& request, server::Reply& reply, std::function<void(exchange::Exchange)> heard);

 private:
  const Outward& outward_;
  const std::string url_, label_;
  const bool as_wiremock_;
};

}  // namespace mimus::serve
