#pragma once

#include <string>
#include <string_view>

#include "json/json.h"

namespace mimus::fake {

// What methods are called with that cannot be called without.
struct Sample {
  std::string_view method, arguments;
};
inline constexpr Sample kSamples[] = {
    {"date.between", R"([{"from":"2020-01-01T00:00:00.000Z","to":"2030-01-01T00:00:00.000Z"}])"},
    {"date.betweens", R"([{"from":"2020-01-01T00:00:00.000Z","to":"2030-01-01T00:00:00.000Z"}])"},
    {"helpers.arrayElement", R"([["a","b","c"]])"},
    {"helpers.arrayElements", R"([["a","b","c","d","e"]])"},
    {"helpers.enumValue", R"([{"a":1,"b":"two","3":"c"}])"},
    {"helpers.fake", R"(["{{person.fullName}} of {{location.city}}: {{internet.email}}"])"},
    {"helpers.fromRegExp", R"(["[A-Z]{3}-[0-9]{4}.x+"])"},
    {"helpers.maybe", R"(["{{person.firstName}}"])"},
    {"helpers.multiple", R"(["{{lorem.word}}"])"},
    {"helpers.mustache", R"(["{{a}} {{b}}",{"a":"x","b":"$y"}])"},
    {"helpers.objectEntry", R"([{"a":1,"b":2,"7":3}])"},
    {"helpers.objectKey", R"([{"a":1,"b":2,"7":3}])"},
    {"helpers.objectValue", R"([{"a":1,"b":2,"7":3}])"},
    {"helpers.rangeToNumber", R"([{"min":1,"max":9}])"},
    {"helpers.replaceSymbols", R"(["#?*-ü"])"},
    {"helpers.shuffle", R"([["a","b","c","d"]])"},
    {"helpers.slugify", R"(["Größe à la carte! ﬁn"])"},
    {"helpers.uniqueArray", R"(["{{lorem.word}}",3])"},
    {"helpers.weightedArrayElement", R"([[{"value":"a","weight":1},{"value":"b","weight":2.5}]])"},
    {"string.fromCharacters", R"(["añ😀z",5])"},
};

inline json::Array sample_arguments(const std::string& method) {
  for (const Sample& sample : kSamples) {
    if (sample.method == method) return json::parse(sample.arguments)->get_array();
  }
  return {};
}

}  // namespace mimus::fake
