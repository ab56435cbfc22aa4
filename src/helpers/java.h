#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "handlebars/call.h"

// What WireMock's helpers have in common because they were written in Java.
namespace mimus::helpers {

using handlebars::Call;
using handlebars::Value;

// "java.lang.ArithmeticException: / by zero", at the call: the rendering's failure.
Error thrown(const Call& call, std::string_view java_class, std::string_view message);
Error null_pointer(const Call& call, std::string_view invoked = "Object.toString()",
                   std::string_view what = "context");

// "[ERROR: The JSONPath cannot be empty]": what a helper prints when it only complains.
Value complaint(const Call& call, std::string_view sentence);

// Handlebars.java's first parameter: the context when there is none.
Value subject(const Call& call);
// Its text; the failure when it is null.
Result<std::string_view> subject_text(Call& call);
// The inside of {{#helper}}…{{/helper}}, else the first parameter.
Result<std::string_view> block_or_subject(Call& call);

std::string_view java_class(const Value& value);  // "java.lang.Integer"
// "null" where Java's string conversion says so.
std::string_view java_text(const Call& call, const Value& value);
Error class_cast(const Call& call, const Value& value, std::string_view wanted);

// An option that has to be an Integer (`size=3`), a String, a Boolean; `otherwise` when it is not
// given.
Result<std::int64_t> integer_option(const Call& call, std::string_view name,
                                    std::int64_t otherwise);
Result<bool> boolean_option(const Call& call, std::string_view name, bool otherwise);

// Java counts texts in UTF-16 units.
std::size_t java_length(std::string_view text);
std::size_t byte_of(std::string_view text,
                    std::size_t unit);  // where that unit begins; the end beyond it

}  // namespace mimus::helpers
