#include "tag.h"

namespace mimus::handlebars {
namespace {

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

}  // namespace

Opening read_opening(Scanner& scan) {
  Opening made;
  made.offset = scan.at();
  if (scan.starts_with("{{{{")) {
    scan.take("{{{{");
    made.tag = Tag::kRawBlock;
    return made;
  }
  scan.take("{{");
  made.strip = scan.take("~");
  struct Row {
    std::string_view mark;
    Tag tag;
  };
  constexpr Row kRows[] = {
      {"#>", Tag::kPartialBlock}, {"#*", Tag::kDecorator}, {"#", Tag::kBlock},
      {">", Tag::kPartial},       {"/", Tag::kClose},      {"!", Tag::kComment},
      {"{", Tag::kUnescaped},     {"&", Tag::kAmpersand},  {"*", Tag::kInlineDecorator}};
  for (const Row& row : kRows) {
    if (scan.take(row.mark)) {
      made.tag = row.tag;
      return made;
    }
  }
  const std::size_t here = scan.at();
  const bool caret = scan.take("^");
  if (!caret) {
    scan.skip_blanks();
    if (!scan.take("else") || is_word(scan.peek())) {
      scan.move_to(here);
      return made;
    }
  }
  scan.skip_blanks();
  const bool closes = scan.starts_with("}}") || scan.starts_with("~}}");
  made.tag = closes ? Tag::kInverse : caret ? Tag::kInverseBlock : Tag::kElseBlock;
  return made;
}

}  // namespace mimus::handlebars
