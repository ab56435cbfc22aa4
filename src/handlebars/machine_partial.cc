#include <algorithm>

#include "base/hash.h"
#include "machine.h"

// {{> name}}, partial blocks and what they render.
namespace mimus::handlebars {
namespace {

// The members of a context with those of a hash over them.
class Extended final : public Object {
 public:
  static constexpr char kType[] = "partial context";
  Extended(Value base, std::span<const Entry> added, const Dialect& dialect)
      : base_(base), added_(added), dialect_(&dialect) {}

  const char* type() const override { return kType; }
  Shape shape() const override { return Shape::kMap; }
  Value member(std::string_view name, Arena& arena) const override {
    for (const Entry& entry : added_) {
      if (entry.name == name) return entry.value;
    }
    return handlebars::member(base_, name, *dialect_, arena);
  }
  std::size_t size() const override {
    return added_.size() + (base_.is_map_like() ? size_of(base_) : 0);
  }
  Entry entry(std::size_t index, Arena& arena) const override {
    return index < added_.size() ? added_[index] : entry_of(base_, index - added_.size(), arena);
  }
  void print(std::string& out, const Dialect&) const override { out += "[object Object]"; }

 private:
  Value base_;
  std::span<const Entry> added_;
  const Dialect* dialect_;
};

}  // namespace

bool Machine::partial_context(const PartialCode& site, const Frame& frame, Value& out) {
  out = code_.explicit_partial_context ? Value::null() : frame.context;
  if (site.has_context && !evaluate(site.context, frame, out)) return false;
  if (site.hash.empty()) return true;
  Arena& arena = *rendering_.arena;
  const std::span<Entry> added = arena.array<Entry>(site.hash.size());
  for (std::size_t i = 0; i < site.hash.size(); ++i) {
    added[i].name = site.hash[i].name;
    if (!evaluate(site.hash[i].value, frame, added[i].value)) return false;
  }
  void* memory = arena.allocate(sizeof(Extended), alignof(Extended));
  out = Value::object(*new (memory) Extended(out, added, *rendering_.dialect));
  return true;
}

bool Machine::partial(const PartialCode& site, const Frame& frame) {
  if (!enter(site.line, site.column) || !turn_taken()) return false;
  std::string_view name = site.name;
  if (name.empty()) {
    Value dynamic;
    if (!evaluate(site.dynamic, frame, dynamic)) return false;
    name = to_text(dynamic, *rendering_.dialect, *rendering_.arena);
  }
  Frame inside = frame;
  if (!partial_context(site, frame, inside.context)) return false;
  if (!inside.context.same(frame.context)) inside.outer = &frame;
  inside.turn = hash_mix(frame.turn, site.fork);
  const std::size_t from = out_->size();
  if (!run_partial(site, frame, name, inside)) return false;
  if (!site.indent.empty()) indent(site.indent, from);
  --depth_;
  return within_output();
}

bool Machine::run_partial(const PartialCode& site, const Frame& frame, std::string_view name,
                          Frame& inside) {
  // A partial block hands its own inline partials to what it calls.
  const PartialBlock given{&site.body, &frame};
  if (site.body.present) {
    const InlineFrame* outer = inside.inlines;
    const auto own =
        rendering_.arena->array<InlineFrame>(site.body.last_inline - site.body.first_inline);
    for (std::size_t i = 0; i < own.size(); ++i) {
      const InlineCode& code = code_.inlines[site.body.first_inline + i];
      Value value;
      if (!evaluate(code.name, frame, value)) return false;
      own[i] = {to_text(value, *rendering_.dialect, *rendering_.arena), &code.body, &frame, outer};
      outer = &own[i];
    }
    inside.inlines = outer;
  }
  if (name == "@partial-block") {
    const PartialBlock* block = frame.partial_block;
    if (block == nullptr)
      return fail_at(site.line, site.column, "The partial @partial-block could not be found");
    Frame there = *block->home;
    if (!inside.context.same(there.context)) {
      there.outer = block->home;
      there.context = inside.context;
    }
    there.turn = inside.turn;
    there.data = inside.data;
    return body(*block->body, there);
  }
  const PartialBlock* const around = inside.partial_block;
  if (site.body.present) inside.partial_block = &given;
  for (const InlineFrame* at = inside.inlines; at != nullptr; at = at->outer) {
    if (at->name != name) continue;
    Frame there = *at->home;
    if (!inside.context.same(there.context)) {
      there.outer = at->home;
      there.context = inside.context;
    }
    there.turn = inside.turn;
    there.data = inside.data;
    there.inlines = inside.inlines;
    there.partial_block = inside.partial_block;
    return body(*at->body, there);
  }
  const NamedBody* known = site.known != CallSite::kNone ? &code_.partials[site.known] : nullptr;
  if (known == nullptr) {
    const auto found = std::find_if(code_.partials.begin(), code_.partials.end(),
                                    [&](const NamedBody& item) { return item.name == name; });
    if (found != code_.partials.end()) known = &*found;
  }
  if (known != nullptr) {
    inside.params = nullptr;
    return body(known->body, inside);
  }
  if (!site.body.present)
    return fail_at(site.line, site.column,
                   "The partial " + std::string(name) + " could not be found");
  inside.partial_block = around;
  return body(site.body, inside);
}

// Each line that the partial wrote, but an empty one at the end, begins further right.
void Machine::indent(std::string_view indent, std::size_t from) {
  const std::string written = out_->substr(from);
  out_->resize(from);
  std::string_view rest = written;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size() - 1) + 1;
    out_->append(indent).append(rest.substr(0, end));
    rest.remove_prefix(end);
  }
}

}  // namespace mimus::handlebars
