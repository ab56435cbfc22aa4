#pragma once

#include <string>
#include <string_view>

#include "nodes.h"

namespace mimus::records {

// A field of the record that this one belongs to; `as` tells two relations between the same types
// apart.
NodePtr reference_node(std::size_t parent_type, std::string field, std::string as);
// The field of all records of a type that belong to this one: the other direction of the same
// relation.
NodePtr many_node(std::size_t child_type, std::string field, std::string as);
// A field of this record, made again.
fake::Value this_field(Scope& scope, std::string_view path);

}  // namespace mimus::records
