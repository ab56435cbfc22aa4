#include "compiler.h"

#include <algorithm>

#include "regex/ecma.h"

namespace mimus::jsonschema {
namespace {

// The fault with the place where it stands, if it has none of its own.
Error placed(Error error, const Resource& resource, const std::string& pointer) {
  if (!error.where.source.empty() || !error.where.pointer.empty()) return error;
  error.where.source = resource.document;
  error.where.pointer = pointer;
  return error;
}

}  // namespace

Compiler::Compiler(const json::Value& document, bool opaque, const CompileOptions& options)
    : options_(options), sources_(options) {
  fresh_node("", 0);  // kAnything
  fresh_node("", 0);  // kNothing
  program_->nodes[kNothing].kinds = 0;
  if (auto added = sources_.add(options.base_uri, document, opaque); !added) {
    errors_.emplace(kAnything, std::move(added).error());
  }
}

NodeId Compiler::root(std::string_view pointer) {
  if (errors_.contains(kAnything)) return faulty_node(errors_.at(kAnything));
  auto place = sources_.at_pointer(0, pointer);
  if (!place) return faulty_node(std::move(place).error());
  return node_for(**place);
}

NodeId Compiler::fresh_node(std::string location, std::uint32_t resource) {
  program_->nodes.push_back({.resource = resource});
  program_->locations.push_back(std::move(location));
  program_->annotation.push_back(kNoNode);
  return static_cast<NodeId>(program_->nodes.size() - 1);
}

NodeId Compiler::faulty_node(Error error) {
  const NodeId id = fresh_node("", 0);
  errors_.emplace(id, std::move(error));
  return id;
}

NodeId Compiler::node_for(const Place& place) {
  if (place.schema->is_bool()) return place.schema->get_bool() ? kAnything : kNothing;
  const auto known = nodes_.find(place.schema);
  if (known != nodes_.end()) return known->second;
  const NodeId id = fresh_node(sources_.location_of(place), place.resource);
  nodes_.emplace(place.schema, id);
  pending_.emplace_back(id, &place);
  return id;
}

Result<NodeId> Compiler::child(const Place& parent, const json::Value& schema,
                               std::string_view path) {
  MIMUS_TRY(const Place* const place,
            sources_.adopt(schema, parent.resource, parent.pointer + std::string(path)));
  return node_for(*place);
}

Result<NodeId> Compiler::reference(const Place& from, std::string_view uri) {
  MIMUS_TRY(const Sources::Target target, sources_.resolve(from.resource, uri));
  return node_for(*target.place);
}

Result<Check> Compiler::dynamic_reference(const Place& from, std::string_view uri, bool recursive) {
  MIMUS_TRY(const Sources::Target target, sources_.resolve(from.resource, uri));
  const NodeId node = node_for(*target.place);
  const Resource& resource = sources_.resource(target.place->resource);
  const auto anchor = resource.dynamic_anchors.find(target.anchor);
  const bool dynamic = anchor != resource.dynamic_anchors.end() &&
                       anchor->second == target.place->schema && recursive == target.anchor.empty();
  if (!dynamic) return Check{Op::kRef, 0, node};
  // The fallback is never taken: whoever comes here has entered a resource with such an anchor, or
  // the target's own.
  const std::string key = target.anchor + "\n" + std::to_string(node);
  const auto known = dynamic_names_.find(key);
  if (known != dynamic_names_.end()) return Check{Op::kDynamicRef, 0, known->second};
  const std::uint32_t id = keep(program_->dynamics, Dynamic{.fallback = node});
  dynamic_names_.emplace(key, id);
  return Check{Op::kDynamicRef, 0, id};
}

Result<std::uint32_t> Compiler::pattern(std::string_view expression) {
  if (const auto known = patterns_.find(expression); known != patterns_.end()) return known->second;
  MIMUS_TRY(regex::Regex regex, regex::Regex::compile(regex::pcre_from_ecma(expression)));
  const std::uint32_t id =
      keep(program_->patterns, Pattern{std::string(expression), std::move(regex)});
  patterns_.emplace(expression, id);
  return id;
}

void Compiler::compile_pending() {
  while (!pending_.empty()) {
    const auto [id, place] = pending_.front();
    pending_.pop_front();
    if (auto done = compile_node(id, *place); !done) errors_.emplace(id, std::move(done).error());
  }
}

Status Compiler::compile_node(NodeId id, const Place& place) {
  const Resource& resource = sources_.resource(place.resource);
  const json::Object* const object = place.schema->if_object();
  if (object == nullptr)
    return placed(invalid("a schema must be an object, true or false"), resource, place.pointer);
  Draft draft{
      .source = *this, .place = place, .language = resource.language, .node = program_->nodes[id]};
  if (draft.language.row->written_integers) draft.node.written_integers = true;
  const bool only_ref = draft.language.row->ref_hides_siblings && object->contains("$ref") &&
                        (*object).at("$ref").is_string();
  for (const Keyword& keyword : keywords()) {
    if (keyword.compile == nullptr || !keyword.dialects.has(draft.language.row->dialect) ||
        (keyword.vocabulary & draft.language.vocabularies) == 0 ||
        (only_ref && keyword.name != "$ref")) {
      continue;
    }
    const json::Value* const operand = object->if_contains(keyword.name);
    if (operand == nullptr) continue;
    draft.keyword = &keyword;
    if (auto done = keyword.compile(draft, *operand); !done) {
      return placed(std::move(done).error(), resource,
                    place.pointer + "/" + json::escape_pointer(keyword.name));
    }
  }
  store(id, std::move(draft));
  return Done{};
}

void Compiler::store(NodeId id, Draft draft) {
  Program& program = *program_;
  if (draft.members) {
    std::uint32_t required = 0;
    for (const std::string& name : draft.member_order) {
      const Members::Rule& rule = draft.member_rules.find(name)->second;
      required += rule.required ? 1 : 0;
      draft.members->rules.push_back(rule);
    }
    draft.members->required = required;
    draft.members->names = StringTable(std::move(draft.member_order));
    draft.checks.push_back({Op::kMembers, 0, keep(program.members, *std::move(draft.members))});
  }
  if (draft.items)
    draft.checks.push_back({Op::kItems, 0, keep(program.items, *std::move(draft.items))});
  if (draft.annotations)
    program.annotation[id] = keep(program.annotations, *std::move(draft.annotations));

  std::stable_sort(draft.checks.begin(), draft.checks.end(),
                   [](const Check& a, const Check& b) { return a.op < b.op; });
  draft.node.first = static_cast<std::uint32_t>(program.checks.size());
  for (const Check& check : draft.checks) {
    for (auto group = static_cast<std::size_t>(group_of(check.op)) + 1;
         group < draft.node.groups.size(); ++group) {
      ++draft.node.groups[group];
    }
  }
  program.checks.insert(program.checks.end(), draft.checks.begin(), draft.checks.end());
  program.nodes[id] = draft.node;
}

// Every resource with an anchor of a dynamic reference's name may be what it means.
void Compiler::find_candidates() {
  for (const auto& [key, id] : dynamic_names_) {
    const std::string_view name = std::string_view(key).substr(0, key.find('\n'));
    for (std::uint32_t i = 0; i < sources_.resource_count(); ++i) {
      const auto& anchors = sources_.resource(i).dynamic_anchors;
      const auto anchor = anchors.find(name);
      if (anchor == anchors.end()) continue;
      const NodeId node = node_for(*sources_.place_of(*anchor->second));
      auto& candidates = program_->dynamics[id].candidates;
      const bool known = std::any_of(candidates.begin(), candidates.end(),
                                     [&](const auto& c) { return c.resource == i; });
      if (!known) candidates.push_back({i, node});
    }
  }
}

void Compiler::resolve() {
  do {
    compile_pending();
    find_candidates();
  } while (!pending_.empty());
}

void Compiler::settle() {
  alias_ = look_through(*program_);
  mark_nodes(*program_);
}

const Error* Compiler::error_of(NodeId root) {
  if (errors_.empty()) return nullptr;
  std::vector<NodeId> open{root};
  std::vector<bool> seen(program_->nodes.size());
  while (!open.empty()) {
    const NodeId id = open.back();
    open.pop_back();
    if (seen[id]) continue;
    seen[id] = true;
    if (const auto error = errors_.find(id); error != errors_.end()) return &error->second;
    const Node& node = program_->nodes[id];
    for (std::uint32_t i = node.first; i < node.first + node.groups.back(); ++i) {
      for_each_edge(*program_, program_->checks[i],
                    [&](NodeId& next, Edge) { open.push_back(next); });
    }
  }
  return nullptr;
}

}  // namespace mimus::jsonschema
