#include "duration.h"

#include <gtest/gtest.h>

namespace mimus::text {
namespace {

using namespace std::chrono_literals;

TEST(Duration, Reads) {
  const struct {
    const char* text;
    std::optional<std::chrono::nanoseconds> want;
  } rows[] = {{"30s", 30s},      {"250ms", 250ms}, {"1h30m", 90min}, {"1.5h", 90min},     {"7d", 168h},  {"2w", 336h},
              {"-5m", -5min},    {"+1us", 1us},    {"10ns", 10ns},   {"0s", 0s},          {"", {}},      {"-", {}},
              {"5", {}},         {"s", {}},        {"5 s", {}},      {"5x", {}},          {"1e3s", {}},  {"300000000w", {}},
              {"nans", {}},      {"1h-5m", {}},    {".5s", 500ms},   {"99999999999999999999s", {}}};
  for (const auto& row : rows) EXPECT_EQ(parse_duration(row.text), row.want) << row.text;
}

TEST(Duration, WritesWhatItReads) {
  for (const std::chrono::nanoseconds each : {0ns, 1ns, 250ms + 0ns, 90min + 0ns, 168h + 0ns, -5min + 0ns, 1h + 1ns}) {
    EXPECT_EQ(parse_duration(duration_text(each)), each) << duration_text(each);
  }
  EXPECT_EQ(duration_text(90min), "1h30m");
  EXPECT_EQ(duration_text(1500ms), "1s500ms");
}

}  // namespace
}  // namespace mimus::text
