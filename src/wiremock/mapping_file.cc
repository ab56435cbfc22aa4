#include <utility>

#include "base/hash.h"
#include "jackson.h"
#include "json/lenient.h"
#include "wiremock/mapping.h"

namespace mimus::wiremock {
namespace {

constexpr std::string_view kAround[] = {"mappings", "meta", "$schema"};

// An identity that a stub keeps as long as it stands where it stands. RFC 9562 §5.8.
stub::StubId derive_id(std::string_view source, std::size_t index) {
  Uuid id;
  std::uint64_t half = hash_bytes(source, index);
  for (std::size_t i = 0; i < 16; ++i) {
    if (i == 8) half = hash_mix(half, 8);
    id.bytes[i] = static_cast<std::uint8_t>(half >> (i % 8 * 8));
  }
  id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0F) | 0x80);
  id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3F) | 0x80);
  return {id};
}

class File {
 public:
  File(std::string_view text, const std::string& source, const Rules& rules, Depth depth)
      : text_(text), source_(source), rules_(rules), depth_(depth) {}

  Mappings read() {
    auto root = json::parse_leniently(text_, false);
    if (!root) {
      Error error = std::move(root).error();
      error.where.source = source_;
      result_.errors.push_back(std::move(error));
      return std::move(result_);
    }
    const json::Object* object = root->if_object();
    const json::Value* list = object == nullptr ? nullptr : object->if_contains("mappings");
    if (list == nullptr) {
      read_one(*root, "", true);
    } else {
      read_list(*object, *list);
    }
    return std::move(result_);
  }

 private:
  void fail(Error error, bool at_key) {
    error.where.source = source_;
    if (const auto at = json::locate(text_, error.where.pointer, at_key)) {
      error.where.line = at->line;
      error.where.column = at->column;
    }
    result_.errors.push_back(std::move(error));
  }

  void read_one(const json::Value& document, const std::string& pointer, bool alone) {
    Identity identity;
    identity.otherwise = derive_id(source_, result_.stubs.size());
    auto stub = read_mapping(document, rules_, identity);
    if (!stub) return fail(under(pointer, std::move(stub).error()), false);
    if (depth_ == Depth::kThorough) {
      if (auto compiled = match::CompiledPattern::compile(stub->request); !compiled) {
        return fail(under(pointer, in_mapping(std::move(compiled).error(), document)), false);
      }
    }
    stub->origin = {source_, 0, pointer, alone};
    result_.stubs.push_back(*std::move(stub));
  }

  void read_list(const json::Object& object, const json::Value& list) {
    for (const auto& member : object) {
      if (std::ranges::find(kAround, std::string_view(member.key())) != std::end(kAround)) continue;
      return fail(
          unrecognized(member.key(),
                       "com.github.tomakehurst.wiremock.stubbing.StubMappingCollection", kAround),
          true);
    }
    auto array = array_of(list, "java.util.ArrayList");
    if (!array) return fail(under_member("mappings", std::move(array).error()), false);
    for (std::size_t i = 0; i < (*array)->size(); ++i) {
      read_one((**array)[i], "/mappings/" + std::to_string(i), false);
    }
  }

  const std::string_view text_;
  const std::string& source_;
  const Rules& rules_;
  const Depth depth_;
  Mappings result_;
};

}  // namespace

Mappings read_mappings(std::string_view text, const std::string& source, const Rules& rules,
                       Depth depth) {
  return File(text, source, rules, depth).read();
}

}  // namespace mimus::wiremock
