#pragma once

#include <optional>
#include <string_view>

#include "base/arena.h"
#include "collections/answer.h"
#include "http/message.h"
#include "json/json.h"
#include "serve/world.h"
#include "stub/resource.h"

namespace mimus::serve {

// What the world's collection answers to a request whose path begins with the resource's.
collections::Answer answer_from_collection(World& world, const stub::Resource& resource, const http::Request& request);

// What templates see: "products" (all rows), "products/7" (one), "products?price_lt=10&sort=name" (a list), and with
// "#count" at the end how many. nullptr: no such collection or row, or the query is faulty. Copied to the arena.
const json::Value* look_up(const World& world, std::string_view reference, Arena& arena);

}  // namespace mimus::serve
