#include <algorithm>
#include <iterator>
#include <memory>
#include <set>
#include <span>
#include <utility>

#include "native.h"
#include "path_value.h"
#include "resource.h"
#include "sections.h"
#include "source_files.h"

namespace mimus::native {
namespace fs = std::filesystem;
namespace {

// Lines of routes cost another pass over the text; where there are more, a pointer must do.
constexpr std::size_t kMostWithLines = 2000;

void fill_lines(const Source& source, std::span<stub::Stub> stubs) {
  std::vector<std::pair<std::string, yaml::Document::Part>> pointers;
  for (const stub::Stub& stub : stubs) {
    pointers.emplace_back(stub.origin.pointer, yaml::Document::Part::kValue);
  }
  const std::vector<Where> wheres = source.document.where(pointers);
  for (std::size_t i = 0; i < stubs.size(); ++i) stubs[i].origin.line = wheres[i].line;
}

// Each finding of lint() goes to the document that it is about, which knows the exact place.
void hand_over(std::vector<Error> findings, const Sources& sources) {
  for (Error& finding : findings) {
    const auto about = std::find_if(sources.begin(), sources.end(), [&](const auto& source) {
      return source->document.source() == finding.where.source;
    });
    if (about != sources.end()) (*about)->faults.warn(std::move(finding));
  }
}

bool all_path_value(const Sources& sources) {
  return !sources.empty() && std::all_of(sources.begin(), sources.end(), [](const auto& source) {
    return is_path_value_list(source->document.root());
  });
}

Loaded read(const Sources& sources, Loaded loaded, Depth depth) {
  Everywhere everywhere;
  for (const auto& source : sources) read_settings(*source, everywhere);
  std::vector<stub::Stub> stubs;
  for (const auto& source : sources) {
    const std::size_t before = stubs.size();
    read_routes(*source, everywhere.routes, stubs);
    const std::span<stub::Stub> fresh = std::span(stubs).subspan(before);
    if (!fresh.empty() && fresh.size() < kMostWithLines) fill_lines(*source, fresh);
  }
  identify(stubs);
  std::vector<Error> unconnected = connect_resources(stubs);
  if (everywhere.settings.worlds) {
    std::vector<DeclaredWorld>& tenants = everywhere.settings.worlds->tenants;
    for (const auto& source : sources) read_tenants_routes(*source, everywhere.routes, tenants);
    for (DeclaredWorld& world : tenants) {
      identify(world.stubs);
      std::ranges::move(connect_resources(world.stubs, stubs), std::back_inserter(unconnected));
    }
  }
  if (all_path_value(sources)) {
    everywhere.settings.unmatched = path_value_unmatched();
    everywhere.settings.cors.enabled = false;
  }
  const bool quick = depth == Depth::kQuick && stubs.size() >= kMostWithLines;
  if (!quick) {
    hand_over(lint(stubs), sources);
    hand_over(lint_scenarios(stubs, everywhere.settings.scenarios, everywhere.scenarios), sources);
  }

  Configuration configuration;
  configuration.lint_left_out = quick;
  for (const auto& source : sources) {
    auto [errors, warnings] = std::move(source->faults).place(source->document);
    std::move(errors.begin(), errors.end(), std::back_inserter(loaded.errors));
    std::move(warnings.begin(), warnings.end(), std::back_inserter(configuration.warnings));
    const std::vector<fs::path>& missing = source->context.missing_files;
    loaded.files.insert(loaded.files.end(), missing.begin(), missing.end());
  }
  std::move(unconnected.begin(), unconnected.end(), std::back_inserter(loaded.errors));
  if (!loaded.errors.empty()) return loaded;
  configuration.stubs = std::move(stubs);
  configuration.settings = std::move(everywhere.settings);
  configuration.files = loaded.files;
  loaded.configuration = std::move(configuration);
  return loaded;
}

// ---- body files that lie beside configurations -------------------------------------------------

void note_bodies(const json::Value& value, const fs::path& root, std::set<fs::path>& out) {
  if (value.is_array()) {
    for (const json::Value& item : value.get_array()) note_bodies(item, root, out);
  }
  if (!value.is_object()) return;
  for (const auto& member : value.get_object()) {
    if (member.key() == "file" && member.value().is_string()) {
      out.insert((root / std::string_view(member.value().get_string())).lexically_normal());
    } else {
      note_bodies(member.value(), root, out);
    }
  }
}

// The files that some document names as a `file` body.
std::set<fs::path> bodies_in(const Sources& sources) {
  std::set<fs::path> bodies;
  for (const auto& source : sources) {
    fs::path root = source->context.body_root;
    const json::Value* files = json::find(source->document.root(), "/files");
    if (files && files->is_string()) root /= std::string_view(files->get_string());
    note_bodies(source->document.root(), root, bodies);
  }
  return bodies;
}

fs::path full_name(const fs::path& file) {
  return fs::absolute(file).lexically_normal();
}

}  // namespace

Loaded load(const std::vector<fs::path>& paths, Depth depth) {
  SourceFiles found = find_source_files(paths);
  Loaded loaded;
  loaded.files = found.files;
  loaded.files.insert(loaded.files.end(), found.looked_at.begin(), found.looked_at.end());
  loaded.errors = std::move(found.errors);
  Sources sources;
  std::vector<std::pair<fs::path, Error>> unreadable;
  for (const fs::path& file : found.files) {
    auto text = read_source_file(file);
    if (!text) {
      loaded.errors.push_back(std::move(text).error());
      continue;
    }
    auto document = yaml::Document::parse(*std::move(text), file.string());
    if (document) {
      sources.push_back(
          std::make_unique<Source>(*std::move(document), full_name(file).parent_path()));
    } else {
      unreadable.emplace_back(full_name(file), std::move(document).error());
    }
  }
  // In a folder, what one file serves as a body is not a configuration itself.
  if (found.files.size() > 1) {
    const std::set<fs::path> bodies = bodies_in(sources);
    std::erase_if(sources, [&](const auto& source) {
      return bodies.contains(full_name(source->document.source()));
    });
    std::erase_if(unreadable, [&](const auto& entry) { return bodies.contains(entry.first); });
  }
  for (auto& [file, error] : unreadable) loaded.errors.push_back(std::move(error));
  Loaded result = read(sources, std::move(loaded), depth);
  result.leftovers = std::make_shared<Sources>(std::move(sources));
  return result;
}

Loaded load_text(std::string text, const std::string& source_name, const fs::path& root) {
  Loaded loaded;
  auto document = yaml::Document::parse(std::move(text), source_name);
  if (!document) {
    loaded.errors.push_back(std::move(document).error());
    return loaded;
  }
  Sources sources;
  sources.push_back(std::make_unique<Source>(*std::move(document), full_name(root)));
  return read(sources, std::move(loaded), Depth::kThorough);
}

}  // namespace mimus::native
