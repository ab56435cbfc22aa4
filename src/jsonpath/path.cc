#include "path.h"

#include <charconv>

#include "parser.h"
#include "walk.h"

namespace mimus::jsonpath {
namespace {

// §2.7: normal-single-quoted.
void append_quoted(std::string_view name, std::string& out) {
  static constexpr std::string_view kEscaped = "\b\f\n\r\t'\\";
  static constexpr std::string_view kNames = "bfnrt'\\";
  static constexpr std::string_view kHex = "0123456789abcdef";
  out += '\'';
  for (const char c : name) {
    if (const std::size_t known = kEscaped.find(c); known != std::string_view::npos) {
      out.append(1, '\\').append(1, kNames[known]);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out.append("\\u00").append(1, kHex[static_cast<unsigned char>(c) >> 4]).append(1, kHex[c & 0xf]);
    } else {
      out += c;
    }
  }
  out += '\'';
}

}  // namespace

std::string Node::path() const {
  std::string out = "$";
  for (const Step& step : steps) {
    out += '[';
    if (step.is_name()) {
      append_quoted(step.name(), out);
    } else {
      out += std::to_string(step.index());
    }
    out += ']';
  }
  return out;
}

json::Pointer Node::pointer() const {
  std::vector<std::string> tokens;
  for (const Step& step : steps) {
    tokens.push_back(step.is_name() ? std::string(step.name()) : std::to_string(step.index()));
  }
  return json::Pointer(std::move(tokens));
}

void Places::finish() {
  std::size_t begin = 0;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    nodes_[i].steps = std::span(steps_).subspan(begin, ends_[i] - begin);
    begin = ends_[i];
  }
  ends_ = {};
}

void Program::lay_hops() {
  hops.resize(segments.size());
  for (Id i = 0; i < segments.size(); ++i) {
    if (!segments[i].straight) continue;
    const Selector& selector = selectors[segments[i].selectors.first];
    Hop& hop = hops[i];
    hop.kind = selector.kind;
    if (selector.kind == SelectorKind::kIndex) {
      hop.index = selector.start;
    } else {
      hop.name = names[selector.of].data();
      hop.size = static_cast<Id>(names[selector.of].size());
    }
  }
}

struct Selection::Memory : WalkMemory {};

Selection::Selection() : memory_(std::make_unique_for_overwrite<Memory>()) {}
Selection::~Selection() = default;
Selection::Selection(Selection&&) noexcept = default;
Selection& Selection::operator=(Selection&&) noexcept = default;

std::span<const json::Value* const> Selection::values() const { return {memory_->values.data(), memory_->values.size()}; }

Result<Path> Path::compile(std::string_view text, Dialect dialect) {
  auto program = std::make_shared<Program>();
  const Grammar& grammar = grammar_of(dialect);
  program->text = text;
  program->dialect = dialect;
  program->loose = grammar.loose;
  MIMUS_TRY_DONE(Parser(text, grammar, *program).path());
  program->lay_hops();
  return Path(std::move(program));
}

const std::string& Path::text() const { return program_->text; }
Dialect Path::dialect() const { return program_->dialect; }
bool Path::singular() const { return program_->main.singular; }
bool Path::definite() const { return program_->main.definite; }

const json::Value* Path::at(const json::Value& root) const {
  return singular() ? follow(*program_, program_->main, root) : nullptr;
}

Status Path::select(const json::Value& root, Selection& found, const Limits& limits) const {
  WalkMemory& memory = *found.memory_;
  memory.values.clear();
  memory.computed.clear();
  if (singular()) {
    if (const json::Value* value = follow(*program_, program_->main, root)) memory.values.push_back(value);
    return Done();
  }
  Sink sink{.values = &memory.values};
  Walk walk(*program_, root, limits, memory);
  walk.run(program_->main, root, sink);
  return walk.status();
}

Result<bool> Path::exists(const json::Value& root, const Limits& limits) const {
  if (singular()) return at(root) != nullptr;
  WalkMemory memory;
  Sink sink{.enough = 1};
  Walk walk(*program_, root, limits, memory);
  walk.run(program_->main, root, sink);
  if (sink.count > 0) return true;
  MIMUS_TRY_DONE(walk.status());
  return false;
}

Result<Places> Path::locate(const json::Value& root, const Limits& limits) const {
  if (program_->main.computes) {
    return Error{Code::kUnsupported, "a path with computed values has no places in the document", {}, {}};
  }
  Places places;
  WalkMemory memory;
  Sink sink{.places = &places};
  Walk walk(*program_, root, limits, memory);
  walk.run(program_->main, root, sink);
  MIMUS_TRY_DONE(walk.status());
  places.finish();
  return places;
}

Result<std::optional<json::Value>> Path::read(const json::Value& root, const Limits& limits) const {
  Selection found;
  MIMUS_TRY_DONE(select(root, found, limits));
  if (definite()) {
    if (found.empty()) return std::optional<json::Value>();
    return std::optional<json::Value>(found[0]);
  }
  json::Array list;
  list.reserve(found.size());
  for (const json::Value* value : found.values()) list.push_back(*value);
  return std::optional<json::Value>(std::move(list));
}

}  // namespace mimus::jsonpath
