#include "sections.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>

#include "collections/seeds.h"
#include "path_value.h"
#include "resource.h"
#include "route.h"

namespace mimus::native {
namespace {

constexpr std::string_view kLists[] = {"routes", "endpoints"};

bool is_section(const json::Value& value) {
  if (!value.is_object()) return value.is_array();
  return std::any_of(std::begin(kLists), std::end(kLists),
                     [&](std::string_view key) { return value.get_object().contains(key); });
}

// json-server's file: JSON, no section of ours (nor one that is misspelled), and no list of WireMock's mappings.
bool is_database(const Source& source, const json::Value& section) {
  if (!source.document.source().ends_with(".json") || !section.is_object() || is_section(section)) return false;
  for (const auto& member : section.get_object()) {
    if (member.key() == "mappings" || !text::nearest(member.key(), kLists).empty()) return false;
  }
  return collections::is_database(section);
}

// A YAML stream of several documents arrives as a list of them.
bool is_stream(const json::Value& root) {
  return root.is_array() &&
         std::any_of(root.get_array().begin(), root.get_array().end(), &is_section);
}

// Calls visit(section, place) for the document, or for each part of a stream.
template <class Visit>
void for_each_section(const json::Value& root, const Visit& visit) {
  const Place top;
  if (!is_stream(root)) return visit(root, top);
  const json::Array& parts = root.get_array();
  for (std::size_t i = 0; i < parts.size(); ++i) visit(parts[i], top.item(i));
}

using ReadOne = std::optional<stub::Stub> (*)(Context&, const json::Value&, const Place&,
                                              const RouteDefaults&);

void read_list(Source& source, const json::Value& list, const Place& at,
               const RouteDefaults& defaults, ReadOne read_one, std::vector<stub::Stub>& out) {
  if (!list.is_array()) {
    if (!list.is_null()) source.faults.wrong_type(at, "a list of routes", list);
    return;
  }
  const json::Array& items = list.get_array();
  out.reserve(out.size() + items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Place here = at.item(i);
    if (auto stub = read_one(source.context, items[i], here, defaults)) {
      stub->origin = {source.document.source(), 0, here.pointer()};
      out.push_back(*std::move(stub));
    }
  }
}

void read_section(Source& source, const json::Value& section, const Place& at,
                  const RouteDefaults& defaults, std::vector<stub::Stub>& out) {
  if (is_path_value_list(section)) {
    const ReadOne read_one = [](Context& in, const json::Value& value, const Place& here,
                                const RouteDefaults&) { return read_path_value(in, value, here); };
    return read_list(source, section, at, defaults, read_one, out);
  }
  if (section.is_array()) return read_list(source, section, at, defaults, &read_route, out);
  if (is_database(source, section)) {
    source.faults.warn(at, "taken for a db.json: its lists are collections, its objects single resources",
                       "a configuration has `routes`");
    auto stubs = read_database_stubs(source.context, section, at, source.document.source());
    std::move(stubs.begin(), stubs.end(), std::back_inserter(out));
    return;
  }
  if (!section.is_object()) return;
  for (const std::string_view key : kLists) {
    if (const json::Value* list = section.get_object().if_contains(key)) {
      read_list(source, *list, at.key(key), defaults, &read_route, out);
    }
  }
}

}  // namespace

void read_settings(Source& source, Everywhere& out) {
  for_each_section(source.document.root(), [&](const json::Value& section, const Place& at) {
    if (is_database(source, section)) return;
    if (section.is_object()) {
      read_settings(source.context, section.get_object(), at, source.document.source(), out);
    } else if (!section.is_array() && !section.is_null()) {
      source.faults.wrong_type(at, "an object with `routes` or a list of routes", section);
    }
  });
}

void read_routes(Source& source, const RouteDefaults& defaults, std::vector<stub::Stub>& out) {
  for_each_section(source.document.root(), [&](const json::Value& section, const Place& at) {
    read_section(source, section, at, defaults, out);
  });
}

void read_tenants_routes(Source& source, const RouteDefaults& defaults, std::vector<DeclaredWorld>& worlds) {
  for_each_section(source.document.root(), [&](const json::Value& section, const Place& at) {
    const json::Value* const rules = section.is_object() ? section.get_object().if_contains("worlds") : nullptr;
    const json::Value* const tenants = rules && rules->is_object() ? rules->get_object().if_contains("tenants") : nullptr;
    if (tenants == nullptr || !tenants->is_object()) return;
    const Place of_rules = at.key("worlds"), of_tenants = of_rules.key("tenants");
    for (DeclaredWorld& world : worlds) {
      const json::Value* const declared = tenants->get_object().if_contains(world.name);
      const json::Value* const routes = declared && declared->is_object() ? declared->get_object().if_contains("routes") : nullptr;
      if (routes == nullptr) continue;
      const Place of_world = of_tenants.key(world.name);
      read_list(source, *routes, of_world.key("routes"), defaults, &read_route, world.stubs);
    }
  });
}

void identify(std::vector<stub::Stub>& stubs) {
  struct Named {
    std::uint64_t head;  // of the id: nearly always enough to tell two apart
    stub::StubId id;
    std::size_t index;
    auto operator<=>(const Named&) const = default;
  };
  std::vector<Named> order;  // equal ones side by side, in file order
  order.reserve(stubs.size());
  for (std::size_t i = 0; i < stubs.size(); ++i) {
    const stub::StubId id = stub::derive_id(stubs[i].request, stubs[i].priority, 0);
    std::uint64_t head = 0;
    std::memcpy(&head, id.value.bytes.data(), sizeof head);
    stubs[i].id = id;
    order.push_back({head, id, i});
  }
  std::sort(order.begin(), order.end(), [](const Named& a, const Named& b) {
    return a.head != b.head ? a.head < b.head : a < b;
  });
  std::uint64_t ordinal = 0;
  for (std::size_t i = 1; i < order.size(); ++i) {
    ordinal = order[i].id == order[i - 1].id ? ordinal + 1 : 0;
    stub::Stub& stub = stubs[order[i].index];
    if (ordinal != 0) stub.id = stub::derive_id(stub.request, stub.priority, ordinal);
  }
}

}  // namespace mimus::native
