#pragma once

#include <string_view>

#include "json/json.h"

namespace mimus::yaml {

// The value of a scalar, YAML 1.2 §10.3 (core schema). Plain ones are null, true, 12, 0o14, 0x0C,
// 1e3 or a text; yes, no, on, off and dates are texts. Integers beyond 64 bits become doubles.
// Fails for .inf and .nan, which JSON does not have (the caller knows where). A text's memory comes
// from `storage`.
Result<json::Value> plain_value(std::string_view text,
                                const boost::json::storage_ptr& storage = {});

// The value under a tag of the core schema ("tag:yaml.org,2002:int"), whatever its quotes; other
// tags are ignored. Fails when the text is not of that type.
Result<json::Value> tagged_value(std::string_view tag, std::string_view text, bool plain,
                                 const boost::json::storage_ptr& storage = {});

}  // namespace mimus::yaml
