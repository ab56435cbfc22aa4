#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "matcher.h"

namespace mimus::match {

// What matchers ask of the operands and options that stand in files.

std::string_view kind_name(const json::Value& value);  // "a boolean"
Error wants(std::string_view what, const json::Value& got, std::string hint = {});

inline std::string_view view(const json::String& string) { return {string.data(), string.size()}; }

// Natively a string, or the text of a number or boolean: in YAML one easily stands for the other. WireMock's are strings.
Result<std::string> text_operand(const Test& test, Setting setting);
Result<double> number_operand(const json::Value& operand);

// An option that is true or false, or says so in text; false when it is not there.
Result<bool> flag_option(const Test& test, std::string_view name);
// An option that is a string; `otherwise` when it is not there.
Result<std::string> text_option(const Test& test, std::string_view name, std::string_view otherwise = {});

// The matcher beside a member called `but`: {"expression": "$.a", "equalTo": "5"} without its expression.
Result<Matchers> compile_beside(const json::Object& object, std::string_view but, Setting setting);

// One nested matcher for each element.
Result<std::vector<Matchers>> compile_each(const json::Value& operand, Setting setting);

}  // namespace mimus::match
