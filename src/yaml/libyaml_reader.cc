#include "libyaml_reader.h"

#include <yaml.h>

#include <algorithm>

#include "explain.h"

namespace mimus::yaml {
namespace {

std::string_view view(const yaml_char_t* text) {
  return text == nullptr ? std::string_view()
                         : std::string_view(reinterpret_cast<const char*>(text));
}

// libyaml counts code points, we count bytes. Marks come nearly in order, so this walks a step at a
// time.
class Offsets {
 public:
  explicit Offsets(std::string_view text)
      : text_(text), ascii_(std::none_of(text.begin(), text.end(), [](char c) {
          return static_cast<unsigned char>(c) >= 0x80;
        })) {}

  std::size_t of(std::size_t code_points) {
    if (ascii_) return std::min(code_points, text_.size());
    while (count_ < code_points && offset_ < text_.size()) {
      ++count_;
      do ++offset_;
      while (inside_code_point());
    }
    while (count_ > code_points) {
      --count_;
      do --offset_;
      while (inside_code_point());
    }
    return offset_;
  }

 private:
  bool inside_code_point() const {
    return offset_ < text_.size() && (static_cast<unsigned char>(text_[offset_]) & 0xC0) == 0x80;
  }

  std::string_view text_;
  bool ascii_;
  std::size_t offset_ = 0;
  std::size_t count_ = 0;
};

}  // namespace

struct LibyamlReader::State {
  explicit State(std::string_view input) : text(input), offsets(input) {
    yaml_parser_initialize(&parser);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, reinterpret_cast<const unsigned char*>(input.data()),
                                 input.size());
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    drop();
    yaml_parser_delete(&parser);
  }

  bool pull() {
    drop();
    held = yaml_parser_parse(&parser, &event) != 0;
    return held;
  }
  void drop() {
    if (held) yaml_event_delete(&event);
    held = false;
  }

  Error failure() {
    const bool bytes =
        parser.error == YAML_READER_ERROR;  // these have an offset in bytes, and no marks
    const std::size_t offset =
        bytes ? parser.problem_offset : offsets.of(parser.problem_mark.index);
    const auto words = [](const char* text_or_null) {
      return std::string_view(text_or_null ? text_or_null : "");
    };
    const std::size_t start =
        bytes || parser.context == nullptr ? offset : offsets.of(parser.context_mark.index);
    return explain(
        text, {words(parser.context), start, words(parser.problem), std::min(offset, text.size())});
  }

  std::string_view text;
  Offsets offsets;
  yaml_parser_t parser;
  yaml_event_t event;
  bool held = false;
};

LibyamlReader::LibyamlReader(std::string_view text) : state_(std::make_unique<State>(text)) {}
LibyamlReader::~LibyamlReader() = default;

Result<std::optional<Event>> LibyamlReader::next() {
  while (true) {
    if (!state_->pull()) return state_->failure();
    const yaml_event_t& from = state_->event;
    const auto event = [&](Event::Kind kind) {
      return Event{.kind = kind, .offset = state_->offsets.of(from.start_mark.index)};
    };
    switch (from.type) {
      case YAML_STREAM_END_EVENT:
        return std::optional<Event>();
      case YAML_DOCUMENT_START_EVENT:
        return std::optional(event(Event::Kind::kDocument));
      case YAML_SEQUENCE_END_EVENT:
      case YAML_MAPPING_END_EVENT:
        return std::optional(event(Event::Kind::kEnd));
      case YAML_ALIAS_EVENT: {
        Event alias = event(Event::Kind::kAlias);
        alias.text = view(from.data.alias.anchor);
        return std::optional(alias);
      }
      case YAML_SCALAR_EVENT: {
        const auto& data = from.data.scalar;
        Event scalar = event(Event::Kind::kScalar);
        scalar.text = {reinterpret_cast<const char*>(data.value), data.length};
        scalar.plain = data.style == YAML_PLAIN_SCALAR_STYLE;
        scalar.tag = view(data.tag);
        scalar.anchor = view(data.anchor);
        return std::optional(scalar);
      }
      case YAML_SEQUENCE_START_EVENT: {
        Event sequence = event(Event::Kind::kBeginSequence);
        sequence.anchor = view(from.data.sequence_start.anchor);
        return std::optional(sequence);
      }
      case YAML_MAPPING_START_EVENT: {
        Event mapping = event(Event::Kind::kBeginMapping);
        mapping.anchor = view(from.data.mapping_start.anchor);
        return std::optional(mapping);
      }
      default:
        break;  // what says nothing about the tree
    }
  }
}

}  // namespace mimus::yaml
