#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "definitions.h"
#include "fake_entries.h"  // generated
#include "locale.h"

// The read-only image of all locales' data, in place. tools/fake-data/image_writer.mjs writes it.
extern "C" const unsigned char mimus_fake_image[];

namespace mimus::fake {

// A value of the data: a view of its words. Kinds and their words:
//
//   kText      first                       index of a text
//   kNumber    first                       index of a number
//   kTexts     count first                 texts side by side; bit 8 of the tag: some hold a
//   template kNumbers   count first kWeighted  count first first_number    [{value, weight}]: the
//   weights, then their running sums kArray     count node… kObject    count first_key node…
//   members in JavaScript's order
struct Node {
  enum Kind : std::uint32_t {
    kMissing,
    kNull,
    kText,
    kNumber,
    kTexts,
    kNumbers,
    kWeighted,
    kArray,
    kObject
  };

  const std::uint32_t* words;

  Kind kind() const { return static_cast<Kind>(words[0] & 0xFF); }
  bool is(Kind kind_) const { return kind() == kind_; }
  explicit operator bool() const { return kind() > kNull; }  // neither missing nor null
  bool is_array() const { return kind() >= kTexts && kind() <= kArray; }
  bool has_templates() const { return (words[0] & 0x100) != 0; }
  std::uint32_t count() const { return words[1]; }  // of lists and objects
};

struct Image {
  struct Section {
    std::uint32_t at, count;
  };
  struct Header {
    char magic[8];
    std::uint32_t entries, codes, titles, nfkd_texts, upper_texts, latin_texts, powers;
    Section table, nfkd_keys, upper_keys, latin_keys, combining, words, offsets, doubles, pool;
  };

  static const Header& header() { return *reinterpret_cast<const Header*>(mimus_fake_image); }
  template <class T>
  static const T* at(Section section) {
    return reinterpret_cast<const T*>(mimus_fake_image + section.at);
  }

  static Node node(std::uint32_t index) { return {at<std::uint32_t>(header().words) + index}; }
  static Node entry(Locale locale, std::uint16_t entry) {
    return node(at<std::uint32_t>(header().table)[locale.index() * kEntryCount + entry]);
  }
  static std::string_view text(std::uint32_t index) {
    const std::uint32_t* offsets = at<std::uint32_t>(header().offsets) + index;
    return {at<char>(header().pool) + offsets[0], offsets[1] - offsets[0]};
  }
  static const double* numbers(std::uint32_t first) { return at<double>(header().doubles) + first; }

  static TextList texts(std::uint32_t first, std::uint32_t count) {
    TextList list;
    list.pool_ = at<char>(header().pool);
    list.offsets_ = at<std::uint32_t>(header().offsets) + first;
    list.count_ = count;
    return list;
  }
  // Of kTexts and kWeighted; empty for everything else.
  static TextList texts(Node node) {
    if (!node.is(Node::kTexts) && !node.is(Node::kWeighted)) return {};
    return texts(node.words[2], node.words[1]);
  }

  // Of an object.
  static std::string_view key(Node object, std::uint32_t index) {
    return text(object.words[2] + index);
  }
  static Node child(Node object, std::uint32_t index) { return node(object.words[3 + index]); }
  static Node item(Node array, std::uint32_t index) {
    return node(array.words[2 + index]);
  }  // of kArray
  static Node member(Node object,
                     std::string_view key);  // missing when there is none, or it is no object
  static std::string_view text_of(Node text_node) { return text(text_node.words[1]); }
  static double number_of(Node number) { return *numbers(number.words[1]); }

  static std::optional<std::uint16_t> find_entry(std::string_view module, std::string_view entry);
  static std::string_view entry_name(std::uint16_t entry) { return text(header().entries + entry); }
};

inline Node operator/(Node object, std::string_view key) {
  return Image::member(object, key);
}

}  // namespace mimus::fake
