#pragma once

#include <string>
#include <span>
#include <string_view>
#include <vector>

#include <boost/container/small_vector.hpp>

#include "cursor.h"
#include "program.h"

namespace mimus::jsonpath {

// Text to program, by recursive descent over RFC 9535's grammar as a Grammar varies it. path_parser.cc reads segments
// and selectors, filter_parser.cc what stands behind '?'.
class Parser {
 public:
  Parser(std::string_view text, const Grammar& grammar, Program& program)
      : cursor_(text), grammar_(grammar), program_(program) {}

  // The whole text. Fills the program.
  Status path();

 private:
  using Segments = boost::container::small_vector<Segment, 8>;
  using Ids = boost::container::small_vector<Id, 4>;
  // Part of a comparison, or a test of its own.
  enum class TermKind { kOperand, kTest };
  struct Term {
    TermKind kind = TermKind::kOperand;
    Operand operand;              // kOperand
    Id test = 0;                  // kTest: an expression of LogicalType
    std::size_t at = 0;           // its first byte
    bool literal = false;
  };
  // Where a query stands decides where it ends.
  enum class Place { kWhole, kInside };

  // path_parser.cc
  Result<Query> query(Place place);               // behind $ or @
  Status segments(Place place, Segments& out);
  Status segment(Place place, Segments& out);
  Status named(Place place, bool descendant, Segments& out);
  Status bracketed(bool descendant, Segments& out);
  Result<Selector> selector();
  Result<Selector> index_or_slice();
  Result<Selector> call(std::string_view name, std::size_t at);
  Result<Operand> call_argument();
  Status add(bool descendant, std::span<const Selector> selectors, Segments& out);
  Status add(bool descendant, const Selector& only, Segments& out) {
    return add(descendant, std::span(&only, 1), out);
  }
  void finish_leaf(Segments& segments);
  Result<Query> finish(const Segments& segments, bool from_root);
  std::string_view name(Place place);

  // filter_parser.cc
  Result<Id> filter();                            // behind '?': the expression
  Result<Id> any_of();
  Result<Id> all_of();
  Result<Id> basic();
  Result<Id> negation();
  Result<Id> comparison_or_test();
  Result<Id> test(const Term& term);
  Result<Term> term();
  Result<Term> function(const FilterFunctionRow& row);
  Result<Operand> argument(Type type);
  Result<Term> pattern();
  Result<json::Value> literal();
  Result<json::Value> composite();
  std::optional<Relation> relation();
  Result<Id> comparison(Term left, Relation relation, std::size_t at, Term right);
  Result<Id> match(bool whole, Operand left, Operand right);

  Status deeper();                                // one level of nesting; shallower() when it ends
  void shallower() { --depth_; }

  Id keep(Expression expression);
  Id keep(Operand operand);
  Id keep(Query query);
  Range keep_list(std::span<const Id> ids);

  Cursor cursor_;
  const Grammar& grammar_;
  Program& program_;
  int depth_ = 0;
  std::size_t segment_count_ = 0;   // of all queries
};

}  // namespace mimus::jsonpath
