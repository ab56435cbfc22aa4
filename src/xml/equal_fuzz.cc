// Two documents, a zero byte between them: each equals itself, and equality has no direction.
#include <cstdint>
#include <cstdlib>

#include "document.h"
#include "equal.h"

using namespace mimus::xml;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t end = input.find('\0');
  const std::string_view one = input.substr(0, end);
  const std::string_view two = end == std::string_view::npos ? one : input.substr(end + 1);
  for (const bool any_order : {false, true}) {
    for (const auto namespaces :
         {NamespaceAwareness::kStrict, NamespaceAwareness::kLegacy, NamespaceAwareness::kNone}) {
      EqualOptions options{.namespaces = namespaces, .ignore_order_of_same_node = any_order};
      const auto first = Equality::compile(one, options);
      const auto second = Equality::compile(two, options);
      if (first && !first->matches(one)) std::abort();
      if (first && second && first->matches(two) != second->matches(one)) std::abort();
      options.placeholders = true;
      const auto with_placeholders = Equality::compile(one, options);
      if (with_placeholders) (void)with_placeholders->differences(two);
    }
  }
  return 0;
}
