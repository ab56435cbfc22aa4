#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collections/definition.h"
#include "keys.h"
#include "stub/stub.h"

namespace mimus::native {

// What a route says of a collection (docs/collections.md), while it is read:
//
//   - resource: /products
//     schema: { id: int, name: commerce.productName }
//     count: 5000
struct ResourceDraft {
  std::optional<std::string> path;       // of `resource`
  std::string collection;                // of `collection`; else the path's last segment
  collections::Definition definition;
  const json::Value* schema = nullptr;
  const json::Value* id = nullptr;
  std::string described_by;              // the first key that describes the collection; "" for none
  json::Object text;                     // all of them: what makes two definitions the same
};
std::span<const Key<ResourceDraft>> resource_keys();

// What the stub of a resource has unless its route says otherwise.
std::vector<std::string> resource_methods();
std::string resource_label(std::string_view path);

// Makes `stub` answer for the collection: its path, methods and Particulars::resource. Faults go to `at`'s keys.
void finish_resource(Context& in, ResourceDraft draft, const Place& at, stub::Stub& stub);

// db.json: a stub for each of its members.
std::vector<stub::Stub> read_database_stubs(Context& in, const json::Value& document, const Place& at,
                                            const std::string& source);

// Gives every resource of a configuration all the others, and looks whether they fit together: names that are
// there, relations that end. Errors have the file, line and pointer of the stub.
// `below`: stubs whose collections are those of this configuration too, unless it has its own of that name.
std::vector<Error> connect_resources(std::vector<stub::Stub>& stubs, const std::vector<stub::Stub>& below = {});

}  // namespace mimus::native
