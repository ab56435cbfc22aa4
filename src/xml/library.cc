#include "library.h"

#include <cstdlib>
#include <cstring>
#include <mutex>

namespace mimus::xml {
namespace {

constexpr std::size_t kBytesPerStep = 64;
thread_local xmlXPathContext* metered = nullptr;

void count(std::size_t size) {
  if (metered) metered->opCount += size / kBytesPerStep;
}

void* counted_malloc(std::size_t size) {
  count(size);
  return std::malloc(size);
}

void* counted_realloc(void* memory, std::size_t size) {
  count(size);
  return std::realloc(memory, size);
}

char* counted_strdup(const char* text) {
  count(std::strlen(text));
  return ::strdup(text);
}

// What libxml2 would print on stderr; everything that matters comes through the handlers of its
// contexts.
void say_nothing(void*, const char*, ...) {}

}  // namespace

void start_library() {
  static std::once_flag once;
  std::call_once(once, [] {
    // Memory stays malloc's own, so what was allocated before is freed rightly too.
    xmlMemSetup(&std::free, &counted_malloc, &counted_realloc, &counted_strdup);
    xmlInitParser();
    xmlThrDefSetGenericErrorFunc(nullptr, &say_nothing);
    xmlSetGenericErrorFunc(nullptr, &say_nothing);
  });
}

MemoryMeter::MemoryMeter(xmlXPathContext* context) {
  metered = context;
}
MemoryMeter::~MemoryMeter() {
  metered = nullptr;
}

std::string take(xmlChar* text) {
  std::string out(view(text));
  xmlFree(text);
  return out;
}

std::string qualified_name(const xmlNode* node) {
  std::string name;
  if (node->ns && node->ns->prefix) name.append(view(node->ns->prefix)) += ':';
  return name.append(view(node->name));
}

std::string_view local_name(const xmlNode* node) {
  std::string_view name = view(node->name);
  if (!node->ns) {
    const std::size_t colon = name.find(':');
    if (colon != std::string_view::npos) name.remove_prefix(colon + 1);
  }
  return name;
}

std::string_view namespace_of(const xmlNode* node) {
  return node->ns ? view(node->ns->href) : "";
}

std::string attribute_value(const xmlAttr* attribute) {
  return take(xmlNodeGetContent(reinterpret_cast<const xmlNode*>(attribute)));
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace mimus::xml
