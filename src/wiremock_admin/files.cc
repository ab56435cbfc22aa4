#include <utility>

#include "endpoints.h"
#include "text/encoding.h"
#include "text/percent.h"

namespace mimus::wiremock_admin {
namespace {

Problem no_root() {
  return broken("there is no root directory: start with --root-dir");
}

Problem refused_file(const Error& error) {
  if (error.code == Code::kNotFound) return not_found();
  return broken(describe(error));
}

Or<server::Reply> list_files(const Call& call) {
  json::Array names;
  if (call.side.options.root != nullptr) {
    for (const std::string& name : call.side.options.root->list_files()) names.emplace_back(name);
  }
  return call.answers.json(names);
}

Or<server::Reply> get_file(const Call& call) {
  if (call.side.options.root == nullptr) return not_found();
  auto bytes = call.side.options.root->read_file(text::percent_decode(call.segment));
  if (!bytes) return refused_file(bytes.error());
  return call.answers.text(200, "", *bytes);
}

Or<server::Reply> put_file(const Call& call) {
  if (call.side.options.root == nullptr) return no_root();
  const std::string name = text::percent_decode(call.segment);
  if (auto written = call.side.options.root->write_file(name, call.request.body); !written) {
    return refused_file(written.error());
  }
  return call.answers.json(json::Value(text::base64_encode(call.request.body)));
}

Or<server::Reply> remove_file(const Call& call) {
  if (call.side.options.root == nullptr) return call.answers.nothing();
  if (auto erased = call.side.options.root->erase_file(text::percent_decode(call.segment));
      !erased) {
    return refused_file(erased.error());
  }
  return call.answers.nothing();
}

constexpr Endpoint kEndpoints[] = {
    {"GET", "/files", &list_files, "the names of the files below __files"},
    {"GET", "/files/{path...}", &get_file, "one file"},
    {"PUT", "/files/{path...}", &put_file, "writes one", "the bytes"},
    {"DELETE", "/files/{path...}", &remove_file, "deletes one"},
};

}  // namespace

std::span<const Endpoint> file_endpoints() {
  return kEndpoints;
}

}  // namespace mimus::wiremock_admin
