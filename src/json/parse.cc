#include <simdjson.h>

#include <boost/json/value_stack.hpp>
#include <memory>

#include "json.h"
#include "locate.h"
#include "reader.h"

namespace mimus::json {
namespace {

// Stacks up what a Reader hears to a Value.
class Builder {
 public:
  Builder(std::string_view text, boost::json::storage_ptr storage)
      : room_(room_for(text)),
        stack_({}, room_ ? room_.get() : scratch_, room_ ? text.size() : sizeof scratch_) {
    stack_.reset(std::move(storage));
  }
  Value release() { return stack_.release(); }

  void value(std::size_t) {}
  void null() { stack_.push_null(); }
  void boolean(bool value) { stack_.push_bool(value); }
  void int64(std::int64_t value) { stack_.push_int64(value); }
  void uint64(std::uint64_t value) { stack_.push_uint64(value); }
  void real(double value) { stack_.push_double(value); }
  void string(std::string_view text) { stack_.push_string(text); }
  void key(std::string_view name, std::size_t) { stack_.push_key(name); }
  void begin_object() {}
  void begin_array() {}
  void end_object(std::size_t members) {
    stack_.push_object(members);
  }  // the last of two namesakes wins
  void end_array(std::size_t elements) { stack_.push_array(elements); }

 private:
  // As many bytes as a long text has hold what stands open in most documents, so that the stack
  // need not be moved while it grows; the system gives pages only to what is used.
  static std::unique_ptr<unsigned char[]> room_for(std::string_view text) {
    return text.size() > 4 * kScratch ? std::make_unique_for_overwrite<unsigned char[]>(text.size())
                                      : nullptr;
  }

  static constexpr std::size_t kScratch = 4096;
  alignas(Value) unsigned char scratch_[kScratch];
  std::unique_ptr<unsigned char[]> room_;
  boost::json::value_stack stack_;
};

Result<Value> read(std::string_view text, boost::json::storage_ptr storage,
                   const ReadOptions& options, Lenience lenience) {
  Builder builder(text, std::move(storage));
  // simdjson looks at 32 bytes at a time; a long text is asked once instead of string by string.
  // When it is not UTF-8, the reader finds the place.
  constexpr std::size_t kLong = 1024;
  const bool utf8_known = text.size() >= kLong && simdjson::validate_utf8(text.data(), text.size());
  auto fault = Reader(text, options, builder, utf8_known, lenience).read();
  if (!fault) return builder.release();
  const Position at = position_of(text, fault->offset);
  return Error{.code = fault->code,
               .message = std::move(fault->message),
               .hint = std::move(fault->hint),
               .where = {.line = at.line,
                         .column = at.column,
                         .pointer = innermost_pointer(text, options),
                         .offset = at.offset}};
}

}  // namespace

Result<Value> parse(std::string_view text, boost::json::storage_ptr storage,
                    const ReadOptions& options) {
  return read(text, std::move(storage), options, {});
}

Result<Value> parse(std::string_view text, const ReadOptions& options) {
  return parse(text, {}, options);
}

Result<Value> parse_leniently(std::string_view text, bool keep_digits,
                              boost::json::storage_ptr storage) {
  constexpr ReadOptions kOptions{.comments = true, .trailing_text = true};
  return read(text, std::move(storage), kOptions,
              {.single_quotes = true, .keep_digits = keep_digits});
}

Result<Value> parse_leniently(std::string_view text, bool keep_digits) {
  return parse_leniently(text, keep_digits, {});
}

}  // namespace mimus::json
