#include <algorithm>
#include <climits>
#include <optional>

#include "document.h"
#include "library.h"
#include "text/encoding.h"

namespace mimus::xml {
namespace {

struct ContextCloser {
  void operator()(xmlParserCtxt* context) const { xmlFreeParserCtxt(context); }
};
using Context = std::unique_ptr<xmlParserCtxt, ContextCloser>;

// What a parse reports on its way; hangs on the context's `_private`.
struct Report {
  std::string_view text;
  bool bytes_are_utf8 = false;
  bool bound_prefixes = false;
  std::optional<Error> first;
};

Where position(const xmlParserCtxt* context, const Report& report, const xmlError& fault) {
  Where where;
  const xmlParserInput* input = context->input;
  if (!report.bytes_are_utf8 || !input || !input->base) {
    where.line = std::max(1, fault.line);
    where.column = std::max(1, fault.int2);
    return where;
  }
  const std::size_t offset = std::min<std::size_t>(
      input->consumed + static_cast<std::size_t>(input->cur - input->base), report.text.size());
  const std::string_view before = report.text.substr(0, offset);
  where.offset = offset;
  where.line = 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n'));
  const std::string_view in_line = before.substr(before.rfind('\n') + 1);
  where.column = 1 + static_cast<int>(std::count_if(in_line.begin(), in_line.end(), [](char byte) {
                   return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
                 }));
  return where;
}

std::string sentence(const xmlError& fault) {
  std::string text = fault.message ? fault.message : "not well-formed";
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text;
}

bool is_namespace_fault(const xmlError& fault) {
  return fault.domain == XML_FROM_NAMESPACE;
}

void on_error(void* user_data, xmlError* fault) {
  auto* context = static_cast<xmlParserCtxt*>(user_data);
  auto* report = static_cast<Report*>(context->_private);
  if (fault->level < XML_ERR_ERROR || report->first) return;
  if (is_namespace_fault(*fault) && !report->bound_prefixes) return;
  const bool limit =
      fault->code == XML_ERR_INTERNAL_ERROR && sentence(*fault).find("depth") != std::string::npos;
  report->first = Error{limit ? Code::kLimit : Code::kSyntax,
                        sentence(*fault),
                        {},
                        position(context, *report, *fault)};
}

// Entities are the way of every expansion bomb and of every file that leaks; no message needs them.
void refuse_entity(void* user_data, const xmlChar* name, int, const xmlChar*, const xmlChar*,
                   xmlChar*) {
  auto* context = static_cast<xmlParserCtxt*>(user_data);
  auto* report = static_cast<Report*>(context->_private);
  if (!report->first) {
    report->first =
        Error{Code::kUnsupported, "the entity '" + std::string(view(name)) + "' is declared",
              "write its text where it is used", position(context, *report, {})};
  }
  xmlStopParser(context);
}

bool mentions_namespaces(const xmlNode* node) {
  for (; node; node = node->next) {
    if (node->type != XML_ELEMENT_NODE) continue;
    if (node->ns || node->nsDef || view(node->name).find(':') != std::string_view::npos)
      return true;
    for (const xmlAttr* a = node->properties; a; a = a->next) {
      if (a->ns || view(a->name).find(':') != std::string_view::npos) return true;
    }
    if (mentions_namespaces(node->children)) return true;
  }
  return false;
}

bool reads_as_utf8(std::string_view text) {
  return text.find('\0') == std::string_view::npos && text::is_valid_utf8(text);
}

}  // namespace

Result<Document> Document::parse(std::string_view text, ParseOptions options) {
  start_library();
  if (text.size() > INT_MAX) return Error{Code::kLimit, "XML of more than 2 GiB", {}, {}};
  Report report{text, reads_as_utf8(text), options.bound_prefixes, {}};
  const Context context(xmlNewParserCtxt());
  context->_private = &report;
  context->sax->serror = &on_error;
  context->sax->entityDecl = &refuse_entity;
  constexpr int kOptions =
      XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_BIG_LINES;
  auto tree = std::make_shared<Tree>();
  tree->doc = xmlCtxtReadMemory(context.get(), text.data() ? text.data() : "",
                                static_cast<int>(text.size()), nullptr,
                                report.bytes_are_utf8 ? "UTF-8" : nullptr,
                                kOptions | (report.bytes_are_utf8 ? XML_PARSE_IGNORE_ENC : 0));
  if (report.first) return *std::move(report.first);
  if (!tree->doc || !xmlDocGetRootElement(tree->doc)) {
    Error error{Code::kSyntax, "no element; an XML document is one", {}, {}};
    error.where.line = error.where.column = 1;
    return error;
  }
  xmlXPathOrderDocElems(tree->doc);  // sorting nodes would walk among siblings otherwise
  tree->has_namespaces = mentions_namespaces(tree->doc->children);
  return Document(std::shared_ptr<const Tree>(std::move(tree)));
}

}  // namespace mimus::xml
