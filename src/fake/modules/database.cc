#include "parts.h"
#include "rows.h"

namespace mimus::fake {
namespace {

void mongodb_object_id(Engine& engine, const Args&, std::string& out) {
  append_hexadecimal(engine, 24, Casing::kLower, out);
}

constexpr Method kMethods[] = {
    data_row("database", "collation", database_collation, "A collation of MySQL"),
    data_row("database", "column", database_column, "A column's name"),
    data_row("database", "engine", database_engine, "A storage engine of MySQL"),
    text_row("database", "mongodbObjectId", mongodb_object_id, "A MongoDB ObjectId"),
    data_row("database", "type", database_type, "A column's type"),
};

}  // namespace

Rows database_methods() {
  return kMethods;
}

}  // namespace mimus::fake
