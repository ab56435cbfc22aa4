#include "stub_output.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "exchange/curl_writer.h"
#include "exchange/har_writer.h"
#include "formats/body_files.h"
#include "formats/exchanges_of.h"
#include "formats/postman_writer.h"
#include "formats/wiremock_writer.h"
#include "native/write.h"

namespace mimus::cli {
namespace {

namespace fs = std::filesystem;

// Bodies of more bytes than this leave the file, when there is a folder for them.
constexpr std::size_t kMostInFile = 8 * 1024;

struct Form {
  std::string_view name;
  const char* file;    // in a folder
  const char* bodies;  // the folder of body files; nullptr: bodies stay where they are
};
constexpr Form kForms[] = {
    {"native", "mimus.yaml", "files"},  {"wiremock", "mappings/mappings.json", "__files"},
    {"har", "mimus.har", nullptr},      {"postman", "mimus.postman_collection.json", nullptr},
    {"curl", "mimus.curl.sh", nullptr},
};

bool is_folder(const std::string& path) {
  std::error_code ignored;
  return path.ends_with('/') || fs::is_directory(path, ignored) ||
         (fs::path(path).extension().empty() && !fs::exists(path, ignored));
}

Status write_bytes(const fs::path& file, std::string_view bytes) {
  std::error_code failure;
  if (file.has_parent_path()) fs::create_directories(file.parent_path(), failure);
  if (failure)
    return io_error("cannot make the folder '" + file.parent_path().string() + "'",
                    failure.value());
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) return io_error("cannot write '" + file.string() + "'", errno);
  return Done{};
}

std::string read_body(const stub::FileBody& body) {
  std::ifstream in(fs::path(body.root) / body.path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Body files that stand elsewhere come along, by their names.
Status copy_bodies(std::vector<stub::Stub>& stubs, const fs::path& root, Written& written) {
  for (stub::Stub& stub : stubs) {
    for (stub::ResponseSpec& spec : stub.responses) {
      auto* file = std::get_if<stub::FileBody>(&spec.body);
      if (file == nullptr || fs::path(file->root) == root) continue;
      const bool named_by_template = file->path.find("{{") != std::string::npos;
      if (named_by_template) {
        written.lost.push_back(
            {stub.label, "its files (" + file->path + ") are not copied: the name is a template"});
      } else {
        MIMUS_TRY_DONE(write_bytes(root / file->path, read_body(*file)));
        written.files.push_back((root / file->path).string());
      }
      file->root = root.string();
    }
  }
  return Done{};
}

void note_lost(const std::vector<stub::Stub>& stubs, std::vector<std::vector<std::string>> lost,
               Written& written) {
  for (std::size_t i = 0; i < lost.size(); ++i) {
    for (std::string& phrase : lost[i])
      written.lost.push_back({stubs[i].label, "not taken over: " + std::move(phrase)});
  }
}

std::string text_of(const std::vector<stub::Stub>& stubs, const StubOutput& output,
                    const fs::path& folder, Written& written) {
  if (output.to == "native") {
    auto file =
        native::write_file(stubs, {.title = output.title, .more = output.more, .folder = folder});
    note_lost(stubs, std::move(file.lost), written);
    return std::move(file.text);
  }
  if (output.to == "wiremock") {
    auto file = formats::write_wiremock(stubs);
    note_lost(stubs, std::move(file.lost), written);
    return std::move(file.text);
  }
  formats::Examples examples = formats::examples_of(stubs, output.base, &read_body);
  note_lost(stubs, std::move(examples.lost), written);
  std::string text;
  if (output.to == "postman") {
    text = json::write(formats::to_postman(examples, "mimus", output.base), {.indent = 2}) + "\n";
  } else if (output.to == "har") {
    exchange::write_har(formats::exchanges_of(examples), text);
  } else {
    for (const formats::Example& example : examples.all)
      exchange::write_curl({.request = example.request}, text);
  }
  return text;
}

}  // namespace

Result<Written> write_stubs(std::vector<stub::Stub> stubs, const StubOutput& output) {
  const auto form = std::ranges::find(kForms, std::string_view(output.to), &Form::name);
  if (form == std::end(kForms)) {
    Error error =
        invalid("cannot write '" + output.to + "'", "native, wiremock, har, postman or curl");
    error.code = Code::kUnsupported;
    return error;
  }
  // WireMock asks the newest stub first, a native file the first one.
  const bool turned =
      output.to != "wiremock" && std::ranges::all_of(stubs, [](const stub::Stub& one) {
        return one.dialect == stub::Dialect::kWireMock;
      });
  if (turned) std::ranges::reverse(stubs);
  Written written;
  written.routes = stubs.size() + output.more.size();
  const bool folder = !output.path.empty() && is_folder(output.path);
  fs::path root = output.path.empty() ? fs::path() : fs::absolute(output.path).lexically_normal();
  if (!root.empty() && !root.has_filename()) root = root.parent_path();  // a '/' at the end
  if (folder && form->bodies != nullptr) {
    const fs::path bodies = (root / form->bodies).lexically_normal();
    MIMUS_TRY_DONE(copy_bodies(stubs, bodies, written));
    for (const formats::BodyFile& body :
         formats::take_out_bodies(stubs, bodies.string(), kMostInFile)) {
      MIMUS_TRY_DONE(write_bytes(bodies / body.name, body.bytes));
      written.files.push_back((bodies / body.name).string());
    }
  }
  const fs::path place = folder ? root : root.parent_path();
  const std::string text =
      text_of(stubs, output, output.path.empty() ? fs::path() : place, written);
  if (output.path.empty()) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    return written;
  }
  const fs::path file = folder ? root / form->file : root;
  MIMUS_TRY_DONE(write_bytes(file, text));
  written.files.push_back(file.string());
  return written;
}

}  // namespace mimus::cli
