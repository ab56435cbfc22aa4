#include "delivery.h"

#include <gtest/gtest.h>

namespace mimus::http {
namespace {

TEST(Fault, HasTheNameThatFilesUse) {
  EXPECT_EQ(name_of(Fault::kNone), "none");
  EXPECT_EQ(name_of(Fault::kConnectionReset), "connection_reset");
  EXPECT_EQ(name_of(Fault::kEmptyResponse), "empty_response");
  EXPECT_EQ(name_of(Fault::kGarbage), "garbage");
  EXPECT_EQ(name_of(Fault::kTruncatedBody), "truncated_body");
  EXPECT_EQ(name_of(Fault::kWrongLength), "wrong_length");
  EXPECT_EQ(name_of(Fault::kMalformedChunk), "malformed_chunk");
  EXPECT_EQ(name_of(Fault::kStall), "stall");
}

}  // namespace
}  // namespace mimus::http
