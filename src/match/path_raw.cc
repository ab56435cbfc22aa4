// Patterns for paths as they were sent: WireMock's. Nothing is decoded.
#include <algorithm>

#include "path_compiled.h"
#include "regex/java.h"

namespace mimus::match {
namespace {

using Compiled = PathPattern::Compiled;
using Kind = PathPattern::Kind;
using Segment = PathPattern::Segment;

// A piece of a template: literal text, {name}, or **.
struct Piece {
  enum class Kind { kText, kName, kAnything } kind = Kind::kText;
  std::string text;  // of kName: without what names cannot have
};

std::string bare_name(std::string_view name) {
  std::string bare;
  std::copy_if(name.begin(), name.end(), std::back_inserter(bare),
               [](char c) { return c != '.' && c != ';' && c != '*'; });
  return bare;
}

std::vector<Piece> pieces_of(std::string_view text) {
  std::vector<Piece> pieces;
  std::string literal;
  const auto put = [&](Piece::Kind kind, std::string piece) {
    if (!literal.empty()) pieces.push_back({Piece::Kind::kText, std::exchange(literal, {})});
    pieces.push_back({kind, std::move(piece)});
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text[at] == '{' ? text.find('}', at) : text.npos;
    if (end != text.npos && end > at + 1) {
      put(Piece::Kind::kName, bare_name(text.substr(at + 1, end - at - 1)));
      at = end + 1;
    } else if (text.substr(at, 2) == "**") {
      put(Piece::Kind::kAnything, {});
      at += 2;
    } else {
      literal += text[at++];
    }
  }
  if (!literal.empty()) pieces.push_back({Piece::Kind::kText, std::move(literal)});
  return pieces;
}

// Is every variable a whole segment? Then segments can be compared one by one.
bool is_plain(std::span<const Piece> pieces) {
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (pieces[i].kind == Piece::Kind::kAnything) return false;
    if (pieces[i].kind == Piece::Kind::kText) continue;
    const bool begins = i > 0 && pieces[i - 1].kind == Piece::Kind::kText && pieces[i - 1].text.ends_with('/');
    const bool ends = i + 1 == pieces.size() ||
                      (pieces[i + 1].kind == Piece::Kind::kText && pieces[i + 1].text.starts_with('/'));
    if (!begins || !ends) return false;
  }
  return !pieces.empty() && pieces.front().kind == Piece::Kind::kText && pieces.front().text.starts_with('/');
}

std::shared_ptr<Compiled> plain_template(std::string_view text, std::span<const Piece> pieces) {
  auto compiled = std::make_shared<Compiled>();
  compiled->kind = Kind::kTemplate;
  compiled->text = text;
  compiled->names.reserve(text.size());     // views point into both
  compiled->literals.reserve(text.size());
  const auto kept = [](std::string& all, std::string_view piece) {
    all += piece;
    return std::string_view(all).substr(all.size() - piece.size());
  };
  for (const Piece& piece : pieces) {
    if (piece.kind == Piece::Kind::kText) {
      const std::string_view literal = kept(compiled->literals, piece.text);
      const bool goes_on = literal.ends_with('/') && &piece != &pieces.back();  // its last segment is the variable's
      split_path(literal, compiled->segments);
      if (goes_on) compiled->segments.pop_back();
    } else {
      compiled->segments.push_back({Segment::Kind::kVariable, {}});
    }
    compiled->plans.resize(compiled->segments.size(), {static_cast<std::uint32_t>(compiled->parts.size()), 0});
    if (piece.kind == Piece::Kind::kText) continue;
    compiled->plans.back().count = 1;
    compiled->parts.push_back({.kind = PathPart::Kind::kVariable, .text = kept(compiled->names, piece.text)});
  }
  const std::string_view literals = compiled->literals;
  const bool ends_in_text = pieces.back().kind == Piece::Kind::kText;
  compiled->literal = literals.substr(0, pieces.front().text.size());
  compiled->ending = ends_in_text ? literals.substr(literals.size() - pieces.back().text.size()) : std::string_view();
  compiled->specificity = specificity_of(*compiled);
  return compiled;
}

void append_quoted(std::string_view text, std::string& expression) {
  for (const char c : text) {
    const bool plain = (c & 0x80) != 0 || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
    if (!plain) expression += '\\';
    expression += c;
  }
}

Result<std::shared_ptr<Compiled>> regex_template(std::string_view text, std::span<const Piece> pieces) {
  std::string expression;
  for (const Piece& piece : pieces) {
    switch (piece.kind) {
      case Piece::Kind::kText: append_quoted(piece.text, expression); break;
      case Piece::Kind::kName: expression += "([^/]+)"; break;
      case Piece::Kind::kAnything: expression += ".*?"; break;
    }
  }
  MIMUS_TRY(auto compiled, compile_path_regex(expression, std::string(text), true));
  compiled->names.reserve(text.size());
  for (const Piece& piece : pieces) {
    if (piece.kind != Piece::Kind::kName) continue;
    compiled->names += piece.text;
    compiled->groups.emplace_back(std::string_view(compiled->names).substr(compiled->names.size() - piece.text.size()),
                                  compiled->groups.size() + 1);
  }
  return compiled;
}

}  // namespace

PathPattern PathPattern::raw_exact(std::string_view path) {
  auto compiled = std::make_shared<Compiled>();
  compiled->kind = Kind::kExact;
  compiled->raw = true;
  compiled->text = compiled->literals = path;
  compiled->literal = compiled->ending = compiled->literals;
  if (path.starts_with('/')) {
    split_path(compiled->literal, compiled->segments);
    compiled->plans.resize(compiled->segments.size());
  }
  compiled->specificity = specificity_of(*compiled);
  return PathPattern(std::move(compiled));
}

PathPattern PathPattern::raw_prefix(std::string_view text) {
  auto compiled = std::make_shared<Compiled>();
  compiled->kind = Kind::kPrefix;
  compiled->raw = true;
  compiled->text = compiled->literals = text;
  compiled->literal = compiled->literals;
  compiled->specificity = specificity_of(*compiled);
  return PathPattern(std::move(compiled));
}

Result<PathPattern> PathPattern::raw_regex(std::string_view expression) {
  MIMUS_TRY(auto compiled, compile_path_regex(regex::from_java(expression), std::string(expression), true));
  compiled->raw = true;
  return PathPattern(std::move(compiled));
}

Result<PathPattern> PathPattern::raw_template(std::string_view text) {
  const std::vector<Piece> pieces = pieces_of(text);
  const auto names = std::ranges::count(pieces, Piece::Kind::kName, &Piece::kind);
  if (static_cast<std::size_t>(names) > Captures::kMost) {
    Error error = invalid("more than 16 variables in a path template");
    error.code = Code::kLimit;
    return error;
  }
  const bool anything = std::ranges::count(pieces, Piece::Kind::kAnything, &Piece::kind) > 0;
  if (names == 0 && !anything) return raw_exact(text);
  std::shared_ptr<Compiled> compiled;
  constexpr std::ptrdiff_t kMostSegments = 255;
  if (is_plain(pieces) && std::ranges::count(text, '/') <= kMostSegments) {
    compiled = plain_template(text, pieces);
  } else {
    MIMUS_TRY(compiled, regex_template(text, pieces));
  }
  compiled->raw = true;
  return PathPattern(std::move(compiled));
}

}  // namespace mimus::match
