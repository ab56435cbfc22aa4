#include <string>

#include "host.h"
#include "own.h"

namespace mimus::helpers {
namespace {

using handlebars::Call;
using handlebars::HelperRow;
using handlebars::Value;

// The host takes one text: name ["/" id] ["?" query] ["#count"], as in the collection's URL.
const json::Value* ask(Call& call, std::string_view ending) {
  std::string reference(call.text(0));
  if (call.size() > 1) reference.append("/").append(call.text(1));
  if (const std::string_view query = call.text(call.hash("where")); !query.empty()) reference.append("?").append(query);
  reference.append(ending);
  return host_of(call).bucket(reference);
}

Result<Value> collection(Call& call) {
  if (call.text(0).empty())
    return call.fail("collection takes a name", "write {{collection 'products'}} or {{collection 'products' path.id}}");
  const json::Value* found = ask(call, "");
  return found == nullptr ? Value() : Value::json(*found);
}

Result<Value> collection_size(Call& call) {
  if (call.text(0).empty()) return call.fail("collectionSize takes a name", "write {{collectionSize 'products'}}");
  const json::Value* found = ask(call, "#count");
  return found == nullptr ? Value() : Value::json(*found);
}

constexpr HelperRow kRows[] = {
    {"collection", &collection, "{{collection 'products' path.id}}",
     "a row of a collection by its id, or without one the rows: all, or as where='price_lt=10&sort=name' says"},
    {"collectionSize", &collection_size, "{{collectionSize 'products' where='price_lt=10'}}",
     "how many rows a collection has, or a query finds"},
};

}  // namespace

handlebars::HelperTable own_collections() {
  return kRows;
}

}  // namespace mimus::helpers
