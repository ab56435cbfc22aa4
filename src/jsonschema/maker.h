#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/chance.h"
#include "plan.h"
#include "sampler.h"
#include "wish.h"

namespace mimus::jsonschema {

// A value at which a person would look twice: what rules are usually about.
json::Value odd_value(const Chance& chance);

// Makes one value. All effort is counted, so that a schema with no way out costs a bounded time.
//
//   Maker maker(schema.program(), options);
//   maker.make({schema.root()}, chance, 0);   // nothing: no value was found
class Maker {
 public:
  Maker(const Program& program, const SampleOptions& options)
      : program_(program), plan_(plan_of(program)), options_(options) {}

  // A value that all these nodes accept; `depth` levels below the root.
  std::optional<json::Value> make(const std::vector<NodeId>& nodes, const Chance& chance,
                                  unsigned depth);

 private:
  static constexpr unsigned kMostEffort = 6'000;
  struct Roster;

  // One attempt at a value.
  struct Attempt {
    const Wish& wish;
    Chance chance;
    unsigned depth;
    bool flat;        // only what must be
    unsigned number;  // from 0
    // Now and then something odd, where something must not hold.
    bool odd() const { return !wish.denied.empty() && number % 4 >= 2; }
  };

  bool accepted(const std::vector<NodeId>& nodes, const json::Value& value) const;
  std::optional<json::Value> grant(const std::vector<NodeId>& nodes, const Attempt& attempt);
  std::optional<json::Value> listed(const Wish& wish, const std::vector<NodeId>& nodes,
                                    const Chance& chance) const;
  std::optional<json::Value> make_or_anything(const std::vector<NodeId>& nodes,
                                              const Chance& chance, unsigned depth);
  std::string text(const Wish& wish, const Chance& chance, unsigned number) const;

  // maker_array.cc
  std::optional<json::Value> array(const Attempt& attempt);
  std::optional<json::Value> fresh_element(const Wish& wish, const json::Array& before,
                                           const std::vector<NodeId>& nodes, const Chance& chance,
                                           unsigned depth);

  // maker_object.cc
  std::optional<json::Value> object(Attempt attempt);
  std::optional<json::Value> member(const Wish& wish, std::string_view name, const Chance& chance,
                                    unsigned depth);
  std::vector<NodeId> member_nodes(const Wish& wish, std::string_view name) const;
  void follow(Wish& wish, const Chance& chance, Roster& roster) const;
  void invent(const Attempt& attempt, json::Object& out);
  std::string invented_name(const Wish& wish, const Chance& chance) const;

  const Program& program_;
  const SamplePlan& plan_;
  const SampleOptions& options_;
  unsigned effort_ = 0;
};

}  // namespace mimus::jsonschema
