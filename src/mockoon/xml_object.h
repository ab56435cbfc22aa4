#pragma once

#include "json/json.h"
#include "xml/document.h"

namespace mimus::mockoon {

// A document as the object that xml-js makes of it in its compact form: elements by name (a list, when they come again), their text
// as `_text`, attributes as `_attributes`, `_cdata`, `_comment`.
//
//   <a k="v"><b>x</b><b>y</b></a>   {"a": {"_attributes": {"k": "v"}, "b": [{"_text": "x"}, {"_text": "y"}]}}
json::Value xml_object(const xml::Document& document);

}  // namespace mimus::mockoon
