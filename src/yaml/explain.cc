#include "explain.h"

#include <string>

#include "json/json.h"

namespace mimus::yaml {
namespace {

enum class At { kProblem, kContext };

struct Sentence {
  std::string_view context,
      problem;                     // as libyaml has them; the first row whose texts are contained
  std::string_view message, hint;  // {line}: where the context began
  At at = At::kProblem;
};
constexpr Sentence kSentences[] = {
    {"", "block sequence entries are not allowed", "a list cannot begin here",
     "put '- ' on a line of its own, or the text in quotes"},
    {"", "mapping values are not allowed", "': ' inside a text",
     "put the text in quotes, or check the indentation of this line"},
    {"", "mapping keys are not allowed", "a key cannot stand here",
     "check the indentation of this line"},
    {"simple key", "could not find expected ':'", "this line is no 'key: value'",
     "add ':' and a blank after the key, or check the indentation", At::kContext},
    {"block mapping", "did not find expected key",
     "this does not fit the mapping that begins in line {line}",
     "check the indentation, and quotes that end too early"},
    {"block collection", "did not find expected '-'",
     "this does not fit the list that begins in line {line}",
     "every entry begins with '- ' in the same column"},
    {"flow mapping", "did not find expected ',' or '}'",
     "expected ',' or '}' in the mapping that begins in line {line}",
     "a text that contains braces or commas stands in quotes"},
    {"flow sequence", "did not find expected ',' or ']'",
     "expected ',' or ']' in the list that begins in line {line}",
     "a text that contains brackets or commas stands in quotes"},
    {"", "did not find expected node content", "expected a value",
     "is there a comma or a bracket too many?"},
    {"quoted scalar", "unexpected end of stream", "the quotes that open here are never closed",
     "a quote inside '…' is written ''; inside \"…\" it is written \\\"", At::kContext},
    {"quoted scalar", "unexpected document indicator",
     "the quotes that open here are not closed before the document ends", "", At::kContext},
    {"quoted scalar", "unknown escape character", "unknown escape in a quoted text",
     "write \\\\ for a backslash, or use single quotes"},
    {"quoted scalar", "hexdecimal", "expected hexadecimal digits after the escape",
     "write \\\\ for a backslash, or use single quotes"},
    {"quoted scalar", "invalid Unicode", "the escape names no character", ""},
    {"alias", "alphabetic", "'*' begins an alias here", "put the text in quotes", At::kContext},
    {"anchor", "alphabetic", "'&' begins an anchor here", "put the text in quotes", At::kContext},
    {"block scalar", "tab character", "a tab cannot indent", "indent with blanks"},
    {"plain scalar", "tab character", "a tab cannot indent", "indent with blanks"},
    {"block scalar", "expected comment or line break", "text after the block indicator",
     "the text begins on the next line"},
    {"block scalar", "indentation indicator equal to 0",
     "an indentation of 0 after the block indicator", "it is a digit from 1 to 9"},
    {"directive", "", "'%' at the start of a line begins a directive", "put the text in quotes"},
    {"tag", "", "'!' begins a tag here", "put the text in quotes"},
    {"node", "undefined tag handle", "'!' begins a tag here, and its prefix is not declared",
     "put the text in quotes"},
    {"", "expected <document start>", "text after the end of the document",
     "check the indentation; documents are separated by '---'"},
    {"", "incompatible YAML document", "an unknown YAML version", "%YAML 1.2"},
    {"", "control characters are not allowed", "a control character",
     "in double quotes it can be written as an escape"},
    {"", "UTF-8", "not UTF-8", "save the file as UTF-8"},
    {"", "invalid Unicode character", "not UTF-8", "save the file as UTF-8"},
};

std::string fill(std::string_view sentence, int line) {
  constexpr std::string_view kLine = "{line}";
  std::string filled(sentence);
  if (const std::size_t at = filled.find(kLine); at != filled.npos) {
    filled.replace(at, kLine.size(), std::to_string(line));
  }
  return filled;
}

Error syntax(std::string message, std::string hint, std::size_t offset) {
  Error error = syntax_error(std::move(message), offset);
  error.hint = std::move(hint);
  return error;
}

// "found character that cannot start any token": which, and what people mean by it.
Error wrong_start(std::string_view text, std::size_t offset) {
  const char c = offset < text.size() ? text[offset] : ' ';
  if (c == '\t') return syntax("a tab cannot indent", "indent with blanks", offset);
  return syntax(std::string("a text cannot begin with '") + c + "'", "put it in quotes", offset);
}

}  // namespace

Error explain(std::string_view text, const Complaint& complaint) {
  if (complaint.problem.find("cannot start any token") != complaint.problem.npos) {
    return wrong_start(text, complaint.offset);
  }
  for (const Sentence& row : kSentences) {
    if (complaint.context.find(row.context) == complaint.context.npos) continue;
    if (complaint.problem.find(row.problem) == complaint.problem.npos) continue;
    const int line = json::position_of(text, complaint.context_offset).line;
    return syntax(fill(row.message, line), std::string(row.hint),
                  row.at == At::kContext ? complaint.context_offset : complaint.offset);
  }
  return syntax(std::string(complaint.problem), "", complaint.offset);
}

}  // namespace mimus::yaml
