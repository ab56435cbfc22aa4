#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/exchange.h"
#include "json/json.h"
#include "jsonschema/infer.h"
#include "openapi_draft.h"
#include "path_template.h"

namespace mimus::draft {

// The bodies of one media type that were seen.
class Content {
 public:
  Content();
  void add(std::string_view media_type, std::string_view body);
  json::Object describe() const;

 private:
  jsonschema::Inferrer values_;
  std::optional<json::Value> example_;
  bool structured_ = false, text_ = false, bytes_ = false;
};

// One method of one path: everything that was seen of it.
class Operation {
 public:
  explicit Operation(const PathTemplate& path) : path_(path) {}
  void add(const Seen& seen);
  json::Object describe(const std::string& id) const;
  // Names of security schemes that it asks for: "bearerAuth".
  std::vector<std::string> schemes() const;

 private:
  struct Parameter {
    std::string name, in;
    jsonschema::Inferrer values;
    std::size_t requests = 0;  // that had it
    bool repeats = false;
    std::optional<json::Value> example;
  };
  struct Answer {
    std::map<std::string, Content> contents;  // by media type
    std::vector<Parameter> fields;
  };
  static Parameter& parameter(std::vector<Parameter>& all, std::string_view name, std::string_view in);
  static void note(Parameter& parameter, std::string_view text, bool first_of_request, bool keeps_example);
  static json::Object describe(const Parameter& parameter, bool required);
  void add_path(const Seen& seen);
  void add_query(const Seen& seen);
  void add_fields(const exchange::Request& request);
  void add_answer(const exchange::Response& response);
  json::Array parameters() const;
  json::Object responses() const;

  PathTemplate path_;
  std::string name_;
  std::size_t requests_ = 0, with_body_ = 0;
  std::vector<jsonschema::Inferrer> path_values_;       // of each parameter of the path
  std::vector<Parameter> parameters_;                   // of query and fields
  std::map<std::string, Content> bodies_;               // by media type
  std::map<int, Answer> answers_;                       // by status
  std::map<std::string, std::size_t> schemes_;          // with how many requests had it
};

// A security scheme by its name.
json::Object scheme_named(std::string_view name);

}  // namespace mimus::draft
