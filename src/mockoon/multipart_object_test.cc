#include "multipart_object.h"

#include <gtest/gtest.h>

namespace mimus::mockoon {
namespace {

struct FormCase {
  std::string_view rule;
  std::vector<http::Part> parts;
  std::string_view object;
};

TEST(MultipartObject, Rows) {
  static constexpr http::HeaderField kPng[] = {{"Content-Type", "image/png; x=y"}};
  static constexpr http::HeaderField kBytes[] = {{"content-type", "application/octet-stream"}};
  const FormCase rows[] = {
      {"a field is a text", {{"a", "", "1", {}}}, R"({"a":"1"})"},
      {"one that comes again is a list", {{"a", "", "1", {}}, {"a", "", "2", {}}, {"a", "", "3", {}}}, R"({"a":["1","2","3"]})"},
      {"so is one in brackets", {{"a[]", "", "1", {}}}, R"({"a":["1"]})"},
      {"that goes on", {{"a[]", "", "1", {}}, {"a[]", "", "2", {}}}, R"({"a":["1","2"]})"},
      {"a member", {{"a[b]", "", "1", {}}, {"a[c][d]", "", "2", {}}}, R"({"a":{"b":"1","c":{"d":"2"}}})"},
      {"elements", {{"a[1][x]", "", "1", {}}, {"a[0]", "", "0", {}}}, R"({"a":["0",{"x":"1"}]})"},
      {"a number beyond all lists is a name", {{"a[4294967295]", "", "1", {}}}, R"({"a":{"4294967295":"1"}})"},
      {"a text that gets members stays", {{"a", "", "1", {}}, {"a[b]", "", "2", {}}}, R"({"a":{"":"1","b":"2"}})"},
      {"a list that gets members stays", {{"a[]", "", "1", {}}, {"a[b]", "", "2", {}}}, R"({"a":{"0":"1","b":"2"}})"},
      {"brackets that are none", {{"a[b", "", "1", {}}, {"[c]", "", "2", {}}}, R"({"a[b":"1","[c]":"2"})"},
      {"what is known of a file", {{"f", "dir/me.png", "12345", kPng}}, R"({"f":{"filename":"me.png","mimetype":"image/png","size":5}})"},
      {"a file of no type", {{"f", "a.txt", "1", {}}}, R"({"f":{"filename":"a.txt","mimetype":"text/plain","size":1}})"},
      {"bytes are a file without a name", {{"f", "", "1", kBytes}}, R"({"f":{"mimetype":"application/octet-stream","size":1}})"},
      {"a list of files", {{"f[]", "a", "", {}}, {"f[]", "b", "", {}}},
       R"({"f":[{"filename":"a","mimetype":"text/plain","size":0},{"filename":"b","mimetype":"text/plain","size":0}]})"},
      {"a part without a name is none", {{"", "", "1", {}}}, "{}"},
  };
  for (const FormCase& row : rows) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(json::write(multipart_object(row.parts)), row.object);
  }
}

}  // namespace
}  // namespace mimus::mockoon
