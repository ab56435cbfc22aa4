// Whatever a message holds: every spot lies inside of it, says what its bytes say, and putting its own text there changes no value.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "spots.h"

namespace {

using mimus::replay::Change;
using mimus::replay::Spot;

void require(bool holds) {
  if (!holds) std::abort();
}

template <class Message>
void check(const Message& message, const std::string& url) {
  const std::vector<Spot> spots = mimus::replay::spots_of(message);
  std::vector<Change> changes;
  for (const Spot& spot : spots) {
    const std::string& all = spot.part == Spot::Part::kUrl ? url : spot.part == Spot::Part::kBody ? message.body : message.fields.at(spot.field).value;
    require(spot.begin < spot.end && spot.end <= all.size());
    // Written without its escapes, a text may turn out to be a URL.
    if (all.substr(spot.begin, spot.end - spot.begin).find('\\') == std::string::npos) changes.push_back({&spot, spot.text});
  }
  Message same = message;
  mimus::replay::put(changes, same);
  const std::vector<Spot> again = mimus::replay::spots_of(same);
  require(again.size() == spots.size());
  for (std::size_t i = 0; i < spots.size(); ++i) require(again[i].text == spots[i].text && again[i].address == spots[i].address);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const char* type : {"application/json", "application/x-www-form-urlencoded"}) {
    mimus::exchange::Response response{.fields = {{"Content-Type", type}, {"Set-Cookie", text}, {"Location", text}, {"ETag", text}, {"X-Other", text}}, .body = text};
    check(response, "");
    mimus::exchange::Request request{"GET", "http://h/" + text, {{"Content-Type", type}, {"Cookie", text}, {"Authorization", text}}, text};
    check(request, request.url);
  }
  return 0;
}
