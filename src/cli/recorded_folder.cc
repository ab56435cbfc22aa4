#include "recorded_folder.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <span>
#include <system_error>
#include <utility>

#include "formats/wiremock_writer.h"
#include "input_file.h"
#include "native/native.h"
#include "native/write.h"
#include "output_file.h"
#include "wiremock/mapping.h"
#include "yaml/document.h"

namespace mimus::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kBodies = "bodies";

// ---- errors ------------------------------------------------------------------------------------

Error with_source(Error error, const fs::path& file) {
  if (error.where.source.empty()) error.where.source = file.string();
  return error;
}

Error not_mine(const fs::path& file, std::string what) {
  Error error = invalid(std::move(what) + ", which a recording would lose", "another folder with -o; `mimus serve` takes several");
  error.where.source = file.string();
  return error;
}

// ---- what names body files ---------------------------------------------------------------------

std::set<std::string> bodies_of(const std::vector<stub::Stub>& stubs) {
  std::set<std::string> names;
  for (const stub::Stub& stub : stubs) {
    for (const stub::ResponseSpec& spec : stub.responses) {
      if (const auto* file = std::get_if<stub::FileBody>(&spec.body)) names.insert(file->path);
    }
  }
  return names;
}

std::set<std::string> bodies_of(const json::Array& mappings) {
  std::set<std::string> names;
  for (const json::Value& mapping : mappings) {
    const json::Value* const name = json::find(mapping, "/response/bodyFileName");
    if (name != nullptr && name->is_string()) names.emplace(name->as_string());
  }
  return names;
}

// A file has one folder for all bodies: that of the recording.
void move_root(stub::ResponseSpec& spec, const fs::path& folder) {
  auto* const file = std::get_if<stub::FileBody>(&spec.body);
  if (file == nullptr || file->root == folder) return;
  file->path = (fs::path(file->root) / file->path).lexically_relative(folder).string();
  file->root = spec.root = folder.string();
}

// Those that were named before and are no more.
void remove_orphans(const fs::path& root, const std::set<std::string>& before, const std::set<std::string>& now) {
  for (const std::string& name : before) {
    if (now.contains(name) || !name.starts_with(std::string(kBodies) + "/") || name.find("..") != name.npos) continue;
    std::error_code ignored;
    fs::remove(root / name, ignored);
  }
}

// ---- WireMock ----------------------------------------------------------------------------------

const json::Value* request_in(const json::Value& mapping) { return json::find(mapping, "/request"); }

bool has_template(const json::Value& mapping) {
  const json::Value* const request = request_in(mapping);
  const json::Object* const object = request != nullptr ? request->if_object() : nullptr;
  return object != nullptr && (object->contains("urlPathTemplate") || object->contains("urlPathPattern"));
}

// Mappings for one request, several when they are the steps of a scenario.
struct Group {
  json::Value request;
  std::vector<json::Value> mappings;
};
std::vector<Group> grouped(const json::Array& mappings) {
  std::vector<Group> groups;
  std::map<std::string, std::size_t> places;
  for (const json::Value& mapping : mappings) {
    const json::Value request = request_in(mapping) != nullptr ? *request_in(mapping) : json::Value();
    const auto [at, is_new] = places.try_emplace(json::write(request), groups.size());
    if (is_new) groups.push_back({request, {}});
    groups[at->second].mappings.push_back(mapping);
  }
  return groups;
}

void append(json::Array& out, const Group& group) { out.insert(out.end(), group.mappings.begin(), group.mappings.end()); }

bool is_step(const json::Value& mapping) {
  const json::Value* const scenario = json::find(mapping, "/scenarioName");
  return scenario != nullptr && scenario->is_string() && std::string_view(scenario->get_string()) == recording::kOrder;
}

// Of two recordings in strict order the new one stays.
json::Array without_old_steps(const json::Array& mappings, const std::vector<Group>& added) {
  const auto has_step = [](const Group& group) { return std::ranges::any_of(group.mappings, &is_step); };
  if (std::ranges::none_of(added, has_step)) return mappings;
  json::Array others;
  std::ranges::copy_if(mappings, std::back_inserter(others), [](const json::Value& mapping) { return !is_step(mapping); });
  return others;
}

// ---- what is not written -----------------------------------------------------------------------

void note_lost(const std::vector<stub::Stub>& fresh, const std::vector<std::vector<std::string>>& lost, RecordedFolder::Written& written) {
  for (std::size_t i = 0; i < lost.size(); ++i) {
    for (const std::string& phrase : lost[i]) written.lost.push_back(fresh[i].label + ": " + phrase);
  }
}

// One that cannot be read back must not take the others with it. `errors_of`: of a file with this one alone.
template <class ErrorsOf>
void leave_out(std::vector<stub::Stub>& fresh, RecordedFolder::Written& written, ErrorsOf errors_of) {
  std::erase_if(fresh, [&](const stub::Stub& stub) {
    const std::vector<Error> errors = errors_of(stub);
    if (!errors.empty()) written.left_out.push_back(stub.label + ": " + errors.front().message);
    return !errors.empty();
  });
}

}  // namespace

fs::path RecordedFolder::file() const { return folder_ / (form_ == Form::kNative ? "mimus.yaml" : "mappings/mappings.json"); }

std::string RecordedFolder::files_root() const { return (form_ == Form::kNative ? folder_ : folder_ / "__files").string(); }

Result<RecordedFolder> RecordedFolder::open(const fs::path& folder, Form form) {
  std::error_code failure;
  fs::path full = fs::absolute(folder, failure).lexically_normal();
  if (!full.has_filename()) full = full.parent_path();  // a '/' at the end
  RecordedFolder opened(std::move(full), form);
  MIMUS_TRY_DONE(opened.read());
  for (const fs::path& place : opened.folders()) MIMUS_TRY_DONE(try_folder(place));
  return opened;
}

std::vector<fs::path> RecordedFolder::folders() const { return {file().parent_path(), fs::path(files_root()) / kBodies}; }

Status RecordedFolder::read() {
  std::error_code failure;
  if (!fs::exists(file(), failure)) return Done{};
  return form_ == Form::kNative ? read_native() : read_wiremock();
}

Status RecordedFolder::read_native() {
  MIMUS_TRY(text_, read_input(file().string()));
  MIMUS_TRY(const yaml::Document document, yaml::Document::parse(text_, file().string()));
  const json::Object* const root = document.root().if_object();
  if (root == nullptr) return not_mine(file(), "it is of another form");
  for (const auto& member : *root) {
    constexpr std::string_view kOurs[] = {"files", "cors", "routes"};
    if (std::ranges::find(kOurs, std::string_view(member.key())) == std::end(kOurs)) {
      return not_mine(file(), "it has '" + std::string(member.key()) + "'");
    }
  }
  native::Loaded loaded = native::load({file()});
  if (!loaded.errors.empty()) return std::move(loaded.errors.front());
  stubs_ = std::move(loaded.configuration->stubs);
  for (stub::Stub& stub : stubs_) {
    for (stub::ResponseSpec& spec : stub.responses) move_root(spec, folder_);
    const native::Route route = native::to_document(stub);
    if (!route.lost.empty()) return not_mine(file(), stub.label + " has " + route.lost.front());
  }
  return Done{};
}

Status RecordedFolder::read_wiremock() {
  MIMUS_TRY(const std::string text, read_input(file().string()));
  auto document = json::parse(text);
  if (!document) return with_source(std::move(document).error(), file());
  const json::Value* const mappings = json::find(*document, "/mappings");
  if (mappings == nullptr || !mappings->is_array()) return not_mine(file(), "it has no \"mappings\"");
  mappings_ = mappings->as_array();
  return Done{};
}

Result<RecordedFolder::Merge> RecordedFolder::merged_native(std::vector<stub::Stub> fresh, const std::string& title, Written& written) const {
  // As they will be read back, so that what is equal is known to be.
  native::WrittenFile alone;
  const auto read_back = [&](std::span<const stub::Stub> stubs) {
    alone = native::write_file(stubs, {.title = title, .folder = folder_});
    return native::load_text(alone.text, file().string(), folder_);
  };
  native::Loaded loaded = read_back(fresh);
  if (!loaded.errors.empty()) {
    leave_out(fresh, written, [&](const stub::Stub& stub) { return std::move(read_back({&stub, 1}).errors); });
    loaded = read_back(fresh);
    if (!loaded.errors.empty()) return std::move(loaded.errors.front());
  }
  note_lost(fresh, alone.lost, written);
  recording::Merged merged = recording::merge(stubs_, std::move(loaded.configuration->stubs));
  written.added = merged.added;
  written.updated = merged.updated;
  written.unchanged = merged.unchanged;
  written.routes = merged.stubs.size();
  auto all = native::rewrite_file(text_, stubs_, merged.stubs, file(), folder_);
  if (!all) all = native::write_file(merged.stubs, {.title = title, .folder = folder_});
  return Merge{std::move(all->text), bodies_of(merged.stubs)};
}

Result<RecordedFolder::Merge> RecordedFolder::merged_wiremock(std::vector<stub::Stub> fresh, Written& written) const {
  formats::WiremockFile alone;
  const auto read_back = [&](std::span<const stub::Stub> stubs) {
    alone = formats::write_wiremock(stubs);
    return wiremock::read_mappings(alone.text, file().string(), {}, wiremock::Depth::kThorough).errors;
  };
  if (!read_back(fresh).empty()) {
    leave_out(fresh, written, [&](const stub::Stub& stub) { return read_back({&stub, 1}); });
    if (std::vector<Error> errors = read_back(fresh); !errors.empty()) return std::move(errors.front());
  }
  note_lost(fresh, alone.lost, written);
  MIMUS_TRY(const json::Value document, json::parse(alone.text));
  std::vector<Group> added = grouped(document.at("mappings").as_array());
  json::Array general, middle, exact;  // the last one is asked first
  for (const Group& old : grouped(without_old_steps(mappings_, added))) {
    const auto same = std::ranges::find_if(added, [&](const Group& one) { return one.request == old.request; });
    if (same == added.end()) {
      append(middle, old);
      continue;
    }
    ++(same->mappings == old.mappings ? written.unchanged : written.updated);
    append(middle, *same);
    added.erase(same);
  }
  written.added = added.size();
  for (const Group& group : added) append(has_template(group.mappings.front()) ? general : exact, group);
  json::Array all = std::move(general);
  all.insert(all.end(), middle.begin(), middle.end());
  all.insert(all.end(), exact.begin(), exact.end());
  written.routes = all.size();
  std::set<std::string> bodies = bodies_of(all);
  return Merge{json::write(json::Object{{"mappings", std::move(all)}}, {.indent = 2}) + "\n", std::move(bodies)};
}

Result<RecordedFolder::Written> RecordedFolder::write(recording::Condensed condensed, const std::string& title) {
  Written written;
  // Whoever edited the file in the meantime keeps the edits; where they are half done, the file itself.
  fs::path into = file();
  RecordedFolder now(folder_, form_);
  if (Status read = now.read(); read) {
    *this = std::move(now);
  } else {
    written.unread = std::move(read).error();
    into += ".recorded";  // a name that no server reads
  }
  std::vector<fs::path> made;
  Status done = write_files(std::move(condensed), title, into, written, made);
  std::error_code ignored;
  for (const fs::path& path : made) {
    if (!done) fs::remove(path, ignored);
  }
  if (!done) return std::move(done).error();
  for (const fs::path& place : folders()) remove_leftovers(place);
  return written;
}

Status RecordedFolder::write_files(recording::Condensed condensed, const std::string& title, const fs::path& into, Written& written, std::vector<fs::path>& made) const {
  const auto put = [&](const fs::path& path, std::string_view bytes) -> Status {
    std::error_code failure;
    const bool is_new = !fs::exists(path, failure);
    MIMUS_TRY(const bool changed, replace_file(path, bytes));
    if (is_new) made.push_back(path);
    if (changed) written.files.push_back(path.string());
    return Done{};
  };
  for (const recording::BodyFile& body : condensed.files) MIMUS_TRY_DONE(put(fs::path(files_root()) / body.name, body.bytes));
  const bool native = form_ == Form::kNative;
  MIMUS_TRY(const Merge merge, native ? merged_native(std::move(condensed.stubs), title, written) : merged_wiremock(std::move(condensed.stubs), written));
  MIMUS_TRY_DONE(put(into, merge.text));
  if (!written.unread) remove_orphans(files_root(), native ? bodies_of(stubs_) : bodies_of(mappings_), merge.bodies);
  return Done{};
}

}  // namespace mimus::cli
