#include "heard.h"

#include <gtest/gtest.h>

namespace mimus::cli {
namespace {

exchange::Exchange got(std::string url, std::string body, std::string date = "today") {
  exchange::Exchange one;
  one.request = {"GET", std::move(url), {{"Accept", "*/*"}}, ""};
  one.response = exchange::Response{.fields = {{"Date", std::move(date)}}, .body = std::move(body)};
  return one;
}

TEST(Heard, ARepeatSaysNothingNew) {
  std::size_t printed = 0;
  Heard heard([&](const exchange::Exchange&, std::size_t number) { EXPECT_EQ(number, ++printed); });
  for (int i = 0; i < 100; ++i) heard.add(got("/a", "one", std::to_string(i)));
  heard.add(got("/b", "one"));
  heard.add(got("/a", "two"));
  heard.add(got("/a", "one"));
  const Recordings taken = heard.take();
  std::string bodies;
  for (const exchange::Exchange& one : taken.all) bodies += one.request.url + one.response->body;
  EXPECT_EQ(bodies, "/aone/bone/atwo/aone") << "the order of answers stays";
  EXPECT_EQ(taken.repeats, 99u);
  EXPECT_EQ(printed, 103u);
  EXPECT_TRUE(taken.notes.empty());
}

TEST(Heard, WhatHasNoRoomIsSaid) {
  Heard heard({}, Heard::Repeats::kCounted, 1u << 20);
  for (int i = 0; i < 30; ++i) heard.add(got("/" + std::to_string(i), std::string(100'000, 'x')));
  const Recordings taken = heard.take();
  EXPECT_EQ(taken.all.size(), 10u);
  ASSERT_EQ(taken.notes.size(), 1u);
  EXPECT_EQ(taken.notes[0], "20 requests are not in the recording, which had no room for more");
}

}  // namespace
}  // namespace mimus::cli
