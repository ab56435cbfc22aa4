#include "conditional.h"

#include <gtest/gtest.h>

#include <ostream>

namespace mimus::http {

std::ostream& operator<<(std::ostream& out, const ByteRange& range) {
  return out << range.first << '-' << range.last;
}

namespace {

using Fields = std::vector<HeaderField>;

bool same(const ByteRange& a, const ByteRange& b) { return a.first == b.first && a.last == b.last; }

// Sun, 06 Nov 1994 08:49:37.5 GMT
const WallTime kModified = WallTime(std::chrono::milliseconds(784'111'777'500));
constexpr std::string_view kSame = "Sun, 06 Nov 1994 08:49:37 GMT";
constexpr std::string_view kBefore = "Sun, 06 Nov 1994 08:49:36 GMT";
constexpr std::string_view kAfter = "Sunday, 06-Nov-94 08:49:38 GMT";
constexpr auto kProceed = Precondition::kProceed;
constexpr auto kNotModified = Precondition::kNotModified;
constexpr auto kFailed = Precondition::kFailed;

struct EvaluateCase {
  std::string_view rule, etag, method;
  Fields fields;
  Precondition outcome;
};
const EvaluateCase kEvaluateCases[] = {
    {"no condition", "\"a\"", "GET", {}, kProceed},
    {"1. the same tag", "\"a\"", "GET", {{"If-Match", "\"a\""}}, kProceed},
    {"1. one of a list", "\"a\"", "GET", {{"If-Match", "\"x,\" ,, \"a\""}}, kProceed},
    {"1. in the second line", "\"a\"", "GET", {{"If-Match", "\"x\""}, {"if-match", "\"a\""}}, kProceed},
    {"1. another tag", "\"a\"", "GET", {{"If-Match", "\"b\""}}, kFailed},
    {"1. any", "\"a\"", "GET", {{"If-Match", "*"}}, kProceed},
    {"1. compares strongly: theirs is weak", "\"a\"", "GET", {{"If-Match", "W/\"a\""}}, kFailed},
    {"1. compares strongly: ours is weak", "W/\"a\"", "GET", {{"If-Match", "W/\"a\""}}, kFailed},
    {"1. no tags", "\"a\"", "GET", {{"If-Match", "a"}}, kFailed},
    {"2. not modified since", "", "GET", {{"If-Unmodified-Since", kSame}}, kProceed},
    {"2. modified since", "", "GET", {{"If-Unmodified-Since", kBefore}}, kFailed},
    {"2. no date", "", "GET", {{"If-Unmodified-Since", "yesterday"}}, kProceed},
    {"2. is not asked after If-Match", "\"a\"", "GET",
     {{"If-Unmodified-Since", kBefore}, {"If-Match", "\"a\""}}, kProceed},
    {"3. the same tag", "\"a\"", "GET", {{"If-None-Match", "\"a\""}}, kNotModified},
    {"3. for HEAD too", "\"a\"", "HEAD", {{"If-None-Match", "\"a\""}}, kNotModified},
    {"3. for other methods it fails", "\"a\"", "PUT", {{"If-None-Match", "*"}}, kFailed},
    {"3. another tag", "\"a\"", "GET", {{"If-None-Match", "\"b\", \"c\""}}, kProceed},
    {"3. compares weakly", "W/\"a\"", "GET", {{"If-None-Match", "\"b\",\"a\""}}, kNotModified},
    {"3. any", "", "GET", {{"If-None-Match", "*"}}, kNotModified},
    {"3. tags keep their case", "\"a\"", "GET", {{"If-None-Match", "\"A\""}}, kProceed},
    {"3. no tag is like no other", "", "GET", {{"If-None-Match", "\"\""}}, kProceed},
    {"4. not modified since", "", "GET", {{"If-Modified-Since", kSame}}, kNotModified},
    {"4. not modified since, another form", "", "GET", {{"If-Modified-Since", kAfter}}, kNotModified},
    {"4. modified since", "", "GET", {{"If-Modified-Since", kBefore}}, kProceed},
    {"4. no date", "", "GET", {{"If-Modified-Since", "0"}}, kProceed},
    {"4. two dates", "", "GET", {{"If-Modified-Since", kSame}, {"If-Modified-Since", kSame}}, kProceed},
    {"4. not for other methods", "", "POST", {{"If-Modified-Since", kSame}}, kProceed},
    {"4. is not asked after If-None-Match", "\"a\"", "GET",
     {{"If-Modified-Since", kSame}, {"If-None-Match", "\"b\""}}, kProceed},
    {"1. comes before 3.", "\"a\"", "GET", {{"If-None-Match", "\"a\""}, {"If-Match", "\"b\""}}, kFailed},
};
TEST(Preconditions, Rows) {
  for (const EvaluateCase& row : kEvaluateCases) {
    SCOPED_TRACE(row.rule);
    const Request request{.method = row.method, .fields = row.fields};
    EXPECT_EQ(evaluate(request, {std::string(row.etag), kModified}), row.outcome);
  }
}

using Kind = RangeAnswer::Kind;
struct RangeCase {
  std::string_view rule;
  std::uint64_t size;
  Fields fields;
  Kind kind;
  std::vector<ByteRange> ranges;
};
const RangeCase kRangeCases[] = {
    {"none asked", 10, {}, Kind::kWhole, {}},
    {"both ends", 10, {{"Range", "bytes=2-4"}}, Kind::kPartial, {{2, 4}}},
    {"one byte", 10, {{"Range", "bytes=0-0"}}, Kind::kPartial, {{0, 0}}},
    {"an open end", 10, {{"Range", "bytes=2-"}}, Kind::kPartial, {{2, 9}}},
    {"the last bytes", 10, {{"Range", "bytes=-3"}}, Kind::kPartial, {{7, 9}}},
    {"more last bytes than there are", 10, {{"Range", "bytes=-30"}}, Kind::kPartial, {{0, 9}}},
    {"clipped", 10, {{"Range", "bytes=8-20"}}, Kind::kPartial, {{8, 9}}},
    {"numbers beyond 64 bits", 10, {{"Range", "bytes=8-99999999999999999999"}}, Kind::kPartial, {{8, 9}}},
    {"several, in the order asked", 10, {{"Range", "bytes=5-6, 0-1 ,-1"}}, Kind::kPartial,
     {{5, 6}, {0, 1}, {9, 9}}},
    {"beyond the end", 10, {{"Range", "bytes=10-"}}, Kind::kUnsatisfiable, {}},
    {"one beyond the end is dropped", 10, {{"Range", "bytes=20-30,0-1"}}, Kind::kPartial, {{0, 1}}},
    {"no last bytes", 10, {{"Range", "bytes=-0"}}, Kind::kUnsatisfiable, {}},
    {"of nothing", 0, {{"Range", "bytes=0-"}}, Kind::kUnsatisfiable, {}},
    {"the last bytes of nothing", 0, {{"Range", "bytes=-5"}}, Kind::kWhole, {}},
    {"units have no case", 10, {{"range", "Bytes=0-1"}}, Kind::kPartial, {{0, 1}}},
    {"another unit", 10, {{"Range", "lines=0-1"}}, Kind::kWhole, {}},
    {"backwards", 10, {{"Range", "bytes=4-2"}}, Kind::kWhole, {}},
    {"one malformed spoils all", 10, {{"Range", "bytes=0-1,x"}}, Kind::kWhole, {}},
    {"no range in it", 10, {{"Range", "bytes="}}, Kind::kWhole, {}},
    {"a dash alone", 10, {{"Range", "bytes=-"}}, Kind::kWhole, {}},
    {"two headers", 10, {{"Range", "bytes=0-1"}, {"Range", "bytes=2-3"}}, Kind::kWhole, {}},
    {"two overlap", 10, {{"Range", "bytes=0-5,3-8"}}, Kind::kPartial, {{0, 5}, {3, 8}}},
    {"three overlap", 10, {{"Range", "bytes=0-5,3-8,4-4"}}, Kind::kWhole, {}},
    {"If-Range with our tag", 10, {{"Range", "bytes=0-1"}, {"If-Range", "\"a\""}}, Kind::kPartial, {{0, 1}}},
    {"If-Range with another", 10, {{"Range", "bytes=0-1"}, {"If-Range", "\"b\""}}, Kind::kWhole, {}},
    {"If-Range compares strongly", 10, {{"Range", "bytes=0-1"}, {"If-Range", "W/\"a\""}}, Kind::kWhole, {}},
    {"If-Range with our date", 10, {{"Range", "bytes=0-1"}, {"If-Range", kSame}}, Kind::kPartial, {{0, 1}}},
    {"If-Range with a later date", 10, {{"Range", "bytes=0-1"}, {"If-Range", kAfter}}, Kind::kWhole, {}},
    {"If-Range with neither", 10, {{"Range", "bytes=0-1"}, {"If-Range", "a"}}, Kind::kWhole, {}},
};
TEST(Ranges, Rows) {
  for (const RangeCase& row : kRangeCases) {
    SCOPED_TRACE(row.rule);
    const Request request{.method = "GET", .fields = row.fields};
    const RangeAnswer answer = requested_ranges(request, row.size, {"\"a\"", kModified});
    EXPECT_EQ(answer.kind, row.kind);
    ASSERT_EQ(answer.ranges.size(), row.ranges.size());
    for (std::size_t i = 0; i < row.ranges.size(); ++i) {
      EXPECT_PRED2(same, answer.ranges[i], row.ranges[i]);
    }
  }
}

TEST(Ranges, AreForGetOnly) {
  const Fields fields = {{"Range", "bytes=0-1"}};
  const Request head{.method = "HEAD", .fields = fields};
  EXPECT_EQ(requested_ranges(head, 10, {}).kind, Kind::kWhole);
}

TEST(Ranges, MoreThanThirtyTwoAreTooMany) {
  std::string value = "bytes=0-0";
  for (int i = 1; i < 32; ++i) value += "," + std::to_string(2 * i) + "-" + std::to_string(2 * i);
  const auto ask = [](const std::string& range) {
    const Fields fields = {{"Range", range}};
    return requested_ranges({.method = "GET", .fields = fields}, 100, {}).kind;
  };
  EXPECT_EQ(ask(value), Kind::kPartial);
  EXPECT_EQ(ask(value + ",64-64"), Kind::kWhole);
}

struct MediaTypeCase {
  std::string_view rule, file_name, type;
};
constexpr MediaTypeCase kMediaTypeCases[] = {
    {"text has a charset", "index.html", "text/html; charset=utf-8"},
    {"JSON has none", "a/b.json", "application/json"},
    {"case does not matter", "PHOTO.JPG", "image/jpeg"},
    {"the last extension counts", "a.tar.gz", "application/gzip"},
    {"the first row", "x.7z", "application/x-7z-compressed"},
    {"the last row", "x.zst", "application/zstd"},
    {"unknown", "a.foo", "application/octet-stream"},
    {"a dot in the folder only", "a.json/b", "application/octet-stream"},
    {"none", "", "application/octet-stream"},
};
TEST(MediaType, Rows) {
  for (const MediaTypeCase& row : kMediaTypeCases) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(media_type_for(row.file_name), row.type);
  }
}

}  // namespace
}  // namespace mimus::http
