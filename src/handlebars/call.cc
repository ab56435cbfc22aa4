#include "call.h"

#include "code.h"
#include "machine.h"

namespace mimus::handlebars {

Value Call::hash(std::string_view name) const {
  for (const Entry& entry : hash_) {
    if (entry.name == name) return entry.value;
  }
  return {};
}

bool Call::is_block() const {
  return site_->block;
}
bool Call::is_subexpression() const {
  return site_->subexpression;
}
bool Call::has_inverse() const {
  return site_->inverse.present;
}
std::size_t Call::block_params() const {
  return site_->body.params;
}
std::string_view Call::name() const {
  return site_->name;
}
const void* Call::prepared_work() const {
  return site_->prepared.get();
}
int Call::line() const {
  return site_->line;
}
int Call::column() const {
  return site_->column;
}

Status Call::block(const Turn& turn) {
  if (machine_ == nullptr || machine_->block(*site_, site_->body, *frame_, turn)) return Done{};
  return machine_->take_error();
}

Status Call::inverse(const Turn& turn) {
  if (machine_ == nullptr || machine_->block(*site_, site_->inverse, *frame_, turn)) return Done{};
  return machine_->take_error();
}

Status Call::write(std::string_view text) {
  if (machine_ == nullptr) return Done{};
  machine_->out().append(text);
  if (machine_->within_output()) return Done{};
  return machine_->take_error();
}

namespace {

// What `render` appends, cut off again and kept.
template <class Render>
Result<std::string_view> captured(Machine* machine, Arena& arena, Render render) {
  if (machine == nullptr) return std::string_view();
  std::string& out = machine->out();
  const std::size_t from = out.size();
  MIMUS_TRY_DONE(render());
  const std::string_view kept = arena.copy(std::string_view(out).substr(from));
  out.resize(from);
  return kept;
}

}  // namespace

Result<std::string_view> Call::captured_block(const Turn& turn) {
  return captured(machine_, arena(), [&] { return block(turn); });
}

Result<std::string_view> Call::captured_inverse(const Turn& turn) {
  return captured(machine_, arena(), [&] { return inverse(turn); });
}

Value Call::context() const {
  return frame_ == nullptr ? Value() : frame_->context;
}
Value Call::root() const {
  return rendering_->root;
}
Value Call::data(std::string_view name) const {
  return machine_ == nullptr ? Value() : machine_->data(name, *frame_);
}
Value Call::lookup(std::string_view name) const {
  return machine_ == nullptr ? Value() : machine_->name(name, *frame_);
}

Value Call::variable(std::string_view name) const {
  const Value* found = rendering_->variables.find(name);
  return found == nullptr ? Value() : *found;
}

void Call::set_variable(std::string_view name, Value value) {
  rendering_->variables.set(name, value, arena());
}

Chance Call::chance() const {
  const Chance mine = rendering_->chance.fork(site_->fork);
  return frame_ == nullptr || frame_->turn == 0 ? mine : mine.fork(frame_->turn);
}

std::span<Value> Call::values(std::size_t count) const {
  return arena().array<Value>(count);
}
std::span<Entry> Call::entries(std::size_t count) const {
  return arena().array<Entry>(count);
}

Error Call::fail(std::string message, std::string hint) const {
  Error error = invalid(std::move(message), std::move(hint));
  error.where.line = line();
  error.where.column = column();
  return error;
}

}  // namespace mimus::handlebars
