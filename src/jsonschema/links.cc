#include <algorithm>

#include "compiler.h"

namespace mimus::jsonschema {
namespace {

template <class Visit>
void for_each_edge_of(Program& program, NodeId id, Visit visit) {
  const Node node = program.nodes[id];
  for (std::uint32_t i = node.first; i < node.first + node.groups.back(); ++i) {
    for_each_edge(program, program.checks[i], visit);
  }
}

// Where a node that only forwards leads to, else the node itself.
NodeId step(const Program& program, NodeId id) {
  const Node& node = program.nodes[id];
  if (node.kinds != 0xff || program.annotation[id] != kNoNode || node.nullable) return id;
  if (node.groups.back() == 0 && id > kNothing) return kAnything;
  if (node.groups.back() != 1 || program.checks[node.first].op != Op::kRef) return id;
  const NodeId target = program.checks[node.first].a;
  // Entering a resource is an act of its own where dynamic references look back.
  const bool free = program.dynamics.empty() || program.nodes[target].resource == node.resource;
  return free ? target : id;
}

// Marks the nodes that can be reached from themselves without leaving the place: the strongly
// connected components of the edges of kind kSamePlace (Tarjan's algorithm, with a stack of our
// own).
class Cycles {
 public:
  explicit Cycles(Program& program) : program_(program), state_(program.nodes.size()) {}

  void mark() {
    for (NodeId id = 0; id < program_.nodes.size(); ++id) {
      if (state_[id].number == 0) walk(id);
    }
  }

 private:
  struct State {
    std::uint32_t number = 0;  // in the order of discovery, from 1
    std::uint32_t low = 0;
    bool open = false;
  };
  struct Frame {
    NodeId id;
    std::vector<NodeId> next;
    std::size_t at = 0;
  };

  Frame enter(NodeId id) {
    state_[id] = {++count_, count_, true};
    stack_.push_back(id);
    Frame frame{id, {}};
    for_each_edge_of(program_, id, [&](NodeId& next, Edge edge) {
      if (edge == Edge::kSamePlace) frame.next.push_back(next);
      if (edge == Edge::kSamePlace && next == id) program_.nodes[id].cyclic = true;
    });
    return frame;
  }

  void walk(NodeId start) {
    std::vector<Frame> frames;
    frames.push_back(enter(start));
    while (!frames.empty()) {
      Frame& frame = frames.back();
      if (frame.at < frame.next.size()) {
        const NodeId next = frame.next[frame.at++];
        if (state_[next].number == 0) {
          frames.push_back(enter(next));
        } else if (state_[next].open) {
          state_[frame.id].low = std::min(state_[frame.id].low, state_[next].number);
        }
        continue;
      }
      const NodeId id = frame.id;
      frames.pop_back();
      if (!frames.empty())
        state_[frames.back().id].low = std::min(state_[frames.back().id].low, state_[id].low);
      if (state_[id].low == state_[id].number) close(id);
    }
  }

  void close(NodeId id) {
    const bool alone = stack_.back() == id;
    for (;;) {
      const NodeId member = stack_.back();
      stack_.pop_back();
      state_[member].open = false;
      if (!alone) program_.nodes[member].cyclic = true;
      if (member == id) return;
    }
  }

  Program& program_;
  std::vector<State> state_;
  std::vector<NodeId> stack_;
  std::uint32_t count_ = 0;
};

}  // namespace

std::vector<NodeId> look_through(Program& program) {
  std::vector<NodeId> alias(program.nodes.size(), kNoNode);
  std::vector<NodeId> way;
  for (NodeId id = 0; id < alias.size(); ++id) {
    way.clear();
    NodeId at = id;
    while (alias[at] == kNoNode) {
      alias[at] = kAnything;  // for now; it stays so in a ring of references, which says nothing
      way.push_back(at);
      const NodeId next = step(program, at);
      if (next == at) {
        alias[at] = at;
        break;
      }
      at = next;
    }
    for (const NodeId passed : way) alias[passed] = alias[at];
  }
  for (NodeId id = 0; id < alias.size(); ++id) {
    for_each_edge_of(program, id, [&](NodeId& node, Edge) { node = alias[node]; });
  }
  return alias;
}

void mark_nodes(Program& program) {
  Cycles(program).mark();
  std::vector<std::uint32_t> ways(program.nodes.size());
  std::vector<bool> leads_on(program.nodes.size());
  for (NodeId id = 0; id < program.nodes.size(); ++id) {
    for_each_edge_of(program, id, [&](NodeId& node, Edge) {
      ++ways[node];
      leads_on[id] = true;
    });
  }
  for (NodeId id = 0; id < program.nodes.size(); ++id) {
    program.nodes[id].shared = ways[id] > 1 && leads_on[id];
    program.nodes[id].scoped = !program.dynamics.empty();
  }
}

}  // namespace mimus::jsonschema
