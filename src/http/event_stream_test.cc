#include "event_stream.h"

#include <gtest/gtest.h>

namespace mimus::http {
namespace {

struct Row {
  std::string_view rule, first, rest;
};
constexpr Row kRows[] = {
    {"LF", "data: 1\n\n", "data: 2\n\n"},
    {"CRLF", "data: 1\r\n\r\n", "data: 2\r\n\r\n"},
    {"CR", "data: 1\r\r", "data: 2"},
    {"all of them", "event: a\r\ndata: 1\r\n\n", "x"},
    {"CR and CRLF", "a\r\r\n", "b"},
    {"a comment is one, too", ":\n\n", "data: 1\n\n"},
    {"empty lines in front end nothing", "\n\r\n\rdata: 1\n\n", "\n"},
    {"no end", "data: 1\n", ""},
    {"inside a line", "dat", ""},
    {"nothing", "", ""},
    {"empty lines alone", "\n\n\n", ""},
};

TEST(EventStream, Rows) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.rule);
    const std::string all = std::string(row.first) + std::string(row.rest);
    EXPECT_EQ(first_event(all), row.first.size());
  }
}

TEST(EventStream, Types) {
  for (const char* one : {"text/event-stream", "Text/Event-Stream ; charset=utf-8", "text/event-stream;x"}) EXPECT_TRUE(is_event_stream(one)) << one;
  for (const char* other : {"", "text/event-streams", "text/plain", "text/event-stream+json"}) EXPECT_FALSE(is_event_stream(other)) << other;
}

}  // namespace
}  // namespace mimus::http
