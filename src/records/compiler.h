#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "nodes.h"

namespace mimus::records {

// Where in the document a value stands.
struct Place {
  std::string pointer;
  std::string field;      // the member's name; "" for an element
  bool of_record = true;  // not inside a list's elements
  Place member(std::string_view name) const;
  Place element(std::size_t index) const;
};
Error at(Error error, const Place& place);

// A schema's document, on its way to nodes.
class Compiler {
 public:
  struct Type {
    std::string name;
    const json::Object* body;
  };
  explicit Compiler(std::vector<Type> types) : types_(std::move(types)) {}

  Result<RecordType> record_type(std::size_t type, const Place& place);
  Result<NodePtr> node(const json::Value& value, const Place& place);
  Result<NodePtr> text(std::string_view text, const Place& place);
  Result<NodePtr> method(std::string_view text, const Place& place);  // "number.int(5)"
  Result<std::shared_ptr<const ObjectNode>> object(const json::Object& members, const Place& place);
  // "order.id", or "order": its first field.
  struct Target {
    std::size_t type;
    std::string field;
  };
  Result<Target> target(const json::Value& value, const Place& place) const;

 private:
  Result<NodePtr> directive(const json::Object& members, const Place& place);
  void order_dates(std::vector<Field>& fields, const std::vector<bool>& plain_dates) const;
  bool is_plain_date(const json::Value& value) const;
  bool fits_city(std::string_view method) const;

  std::vector<Type> types_;
  bool city_ =
      false;  // the type asks for coordinates or a time zone: all its places come from one city
};

struct Directive {
  Word word;
  Result<NodePtr> (*compile)(Compiler&, const json::Object& members, const json::Value& operand,
                             const Place& place);
};
std::span<const Directive> directive_table();

struct Shorthand {
  Word word;
  std::string_view method;  // what it stands for; "" when `make` does it
  NodePtr (*make)(const Place& place) = nullptr;
};
const Shorthand* find_shorthand(std::string_view name);
std::span<const Shorthand> shorthand_table();

}  // namespace mimus::records
