#pragma once

#include <string>
#include <string_view>

namespace mimus::text {

// Text as it stands between the tags of an HTML page: '<', '>' and '&' become references (HTML §13.1.4). Not for
// attributes, and not for XML, where line ends matter too: xml/writer.cc.
std::string escape_markup(std::string_view text);

}  // namespace mimus::text
