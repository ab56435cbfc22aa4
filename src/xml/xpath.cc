#include "xpath.h"

#include <libxml/xpathInternals.h>

#include <algorithm>
#include <mutex>
#include <optional>

#include "library.h"
#include "xpath_tokens.h"

namespace mimus::xml {
namespace {

struct ObjectCloser {
  void operator()(xmlXPathObject* object) const { xmlXPathFreeObject(object); }
};
using Object = std::unique_ptr<xmlXPathObject, ObjectCloser>;

// mimus-is-named("a"): the context node's local name, prefix or not.
void is_named(xmlXPathParserContext* parser, int argument_count) {
  if (argument_count != 1) {
    xmlXPathSetArityError(parser);
    return;
  }
  const Object wanted(valuePop(parser));
  const xmlNode* node = parser->context->node;
  const bool same =
      wanted && wanted->type == XPATH_STRING && node && local_name(node) == view(wanted->stringval);
  valuePush(parser, xmlXPathNewBoolean(same));
}

// The first complaint of libxml2 while a context works.
struct Complaint {
  bool any = false;
  bool limit = false;
  std::string message;
  int offset = 0;
};

struct Reason {
  int code;
  std::string_view sentence;
};
constexpr Reason kReasons[] = {
    {XPATH_NUMBER_ERROR, "a number is expected"},
    {XPATH_UNFINISHED_LITERAL_ERROR, "a text in quotes does not end"},
    {XPATH_START_LITERAL_ERROR, "a text in quotes is expected"},
    {XPATH_UNCLOSED_ERROR, "a bracket is not closed"},
    {XPATH_INVALID_PREDICATE_ERROR, "a predicate is not complete"},
    {XPATH_EXPR_ERROR, "an expression is expected"},
    {XPATH_UNKNOWN_FUNC_ERROR, "an unknown function"},
    {XPATH_INVALID_OPERAND, "an operand of the wrong type"},
    {XPATH_INVALID_TYPE, "a value of the wrong type"},
    {XPATH_INVALID_ARITY, "the wrong number of arguments"},
    {XPATH_UNDEF_PREFIX_ERROR, "a prefix that is not bound to a namespace"},
    {XPATH_INVALID_CHAR_ERROR, "a character that XML does not allow"},
};

std::string sentence(int code) {
  for (const Reason& row : kReasons) {
    if (row.code == code) return std::string(row.sentence);
  }
  return "not an XPath 1.0 expression";
}

void on_error(void* user_data, xmlError* fault) {
  auto* complaint = static_cast<Complaint*>(user_data);
  if (complaint->any) return;
  complaint->any = true;
  const int reason = fault->code - XML_XPATH_EXPRESSION_OK;
  complaint->limit = reason == XPATH_OP_LIMIT_EXCEEDED || reason == XPATH_RECURSION_LIMIT_EXCEEDED;
  complaint->message = sentence(reason);
  complaint->offset = fault->int1;
}

// A context and a compiled expression. libxml2 caches in both, so one evaluation at a time has
// them.
struct Machine {
  xmlXPathContext* context = nullptr;
  xmlXPathCompExpr* compiled = nullptr;
  Complaint complaint;

  Machine() = default;
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;
  ~Machine() {
    if (compiled) xmlXPathFreeCompExpr(compiled);
    if (context) xmlXPathFreeContext(context);
  }
};

std::unique_ptr<Machine> build_machine(const std::string& expression, const XPathOptions& options) {
  auto machine = std::make_unique<Machine>();
  machine->context = xmlXPathNewContext(nullptr);
  machine->context->error = &on_error;
  machine->context->userData = &machine->complaint;
  for (const auto& [prefix, uri] : options.namespaces) {
    xmlXPathRegisterNs(machine->context, chars(prefix), chars(uri));
  }
  const std::string name(kNameFunction);
  xmlXPathRegisterFunc(machine->context, chars(name), &is_named);
  machine->compiled = xmlXPathCtxtCompile(machine->context, chars(expression));
  return machine;
}

// Machines of one expression that nobody uses just now.
class Pool {
 public:
  std::unique_ptr<Machine> borrow(const std::string& expression, const XPathOptions& options) {
    {
      const std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        std::unique_ptr<Machine> machine = std::move(idle_.back());
        idle_.pop_back();
        return machine;
      }
    }
    return build_machine(expression, options);
  }
  void give_back(std::unique_ptr<Machine> machine) {
    machine->context->doc = nullptr;
    machine->context->node = nullptr;
    machine->complaint = {};
    const std::lock_guard lock(mutex_);
    if (idle_.size() < kKept) idle_.push_back(std::move(machine));
  }

 private:
  static constexpr std::size_t kKept = 16;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Machine>> idle_;
};

}  // namespace

struct XPath::Program {
  std::string expression;     // as given
  std::string any_namespace;  // rewritten; empty: never needed
  XPathOptions options;
  mutable Pool plain;
  mutable Pool rewritten;
};

Result<XPath> XPath::compile(std::string_view expression, XPathOptions options) {
  start_library();
  if (expression.find('\0') != std::string_view::npos)
    return syntax_error("a zero byte", expression.find('\0'));
  MIMUS_TRY(const std::vector<XPathToken> tokens, xpath_tokens(expression));
  if (tokens.empty()) return syntax_error("the expression is empty", 0);
  MIMUS_TRY_DONE(check_tokens(tokens, options.namespaces));
  auto program = std::make_shared<Program>();
  program->expression = expression;
  if (options.any_namespace) program->any_namespace = with_any_namespace(expression, tokens);
  program->options = std::move(options);
  std::unique_ptr<Machine> first = program->plain.borrow(program->expression, program->options);
  if (!first->compiled) {
    const auto offset = static_cast<std::size_t>(std::max(0, first->complaint.offset));
    return syntax_error(first->complaint.message, std::min(offset, expression.size()));
  }
  program->plain.give_back(std::move(first));
  return XPath(std::shared_ptr<const Program>(std::move(program)));
}

Result<XPathValue> XPath::evaluate(const Document& document) const {
  return evaluate(document.document());
}

namespace {

bool is_nodes(const xmlXPathObject& object) {
  return object.type == XPATH_NODESET || object.type == XPATH_XSLT_TREE;
}

void take_scalar(const xmlXPathObject& object, XPathValue& value) {
  if (object.type == XPATH_BOOLEAN) value.emplace<bool>(object.boolval != 0);
  if (object.type == XPATH_NUMBER) value.emplace<double>(object.floatval);
  if (object.type == XPATH_STRING) value.emplace<std::string>(view(object.stringval));
}

// A machine for as long as one evaluation takes.
class Loan {
 public:
  Loan(Pool& pool, const std::string& expression, const XPathOptions& options)
      : pool_(pool), machine_(pool.borrow(expression, options)) {}
  ~Loan() { pool_.give_back(std::move(machine_)); }
  Loan(const Loan&) = delete;
  Loan& operator=(const Loan&) = delete;
  Machine& operator*() const { return *machine_; }
  Machine* operator->() const { return machine_.get(); }

 private:
  Pool& pool_;
  std::unique_ptr<Machine> machine_;
};

Object run(Machine& machine, const Tree& tree, xmlNode* node, std::uint64_t steps) {
  machine.context->doc = tree.doc;
  machine.context->node = node;
  machine.context->opLimit = steps;
  machine.context->opCount = 0;
  const MemoryMeter meter(machine.context);
  Object object(xmlXPathCompiledEval(machine.compiled, machine.context));
  if (object && object->type == XPATH_NODESET && object->nodesetval)
    xmlXPathNodeSetSort(object->nodesetval);
  return object;
}

}  // namespace

Result<XPathValue> XPath::evaluate(const Node& context) const {
  const Program& program = *program_;
  const bool rewritten = !program.any_namespace.empty() && context.tree_->has_namespaces;
  const Loan machine(rewritten ? program.rewritten : program.plain,
                     rewritten ? program.any_namespace : program.expression, program.options);
  if (!machine->compiled)
    return invalid("the expression cannot be compiled: " + machine->complaint.message);
  const Object object =
      run(*machine, *context.tree_, static_cast<xmlNode*>(context.node_), program.options.steps);
  if (machine->complaint.limit) {
    return Error{
        Code::kLimit, "the XPath expression takes too many steps on this document", {}, {}};
  }
  if (!object) return invalid("the XPath expression fails: " + machine->complaint.message);
  XPathValue value;
  if (is_nodes(*object)) {
    auto& nodes = value.emplace<std::vector<Node>>();
    for (int i = 0; object->nodesetval && i < object->nodesetval->nodeNr; ++i) {
      xmlNode* node = object->nodesetval->nodeTab[i];
      if (node->type != XML_NAMESPACE_DECL) nodes.push_back(Node(context.tree_, node));
    }
  } else {
    take_scalar(*object, value);
  }
  return value;
}

std::string_view XPath::expression() const {
  return program_->expression;
}

std::string to_text(const XPathValue& value) {
  if (const auto* nodes = std::get_if<std::vector<Node>>(&value))
    return nodes->empty() ? "" : nodes->front().text();
  if (const auto* truth = std::get_if<bool>(&value)) return *truth ? "true" : "false";
  if (const auto* number = std::get_if<double>(&value))
    return take(xmlXPathCastNumberToString(*number));
  return std::get<std::string>(value);
}

}  // namespace mimus::xml
