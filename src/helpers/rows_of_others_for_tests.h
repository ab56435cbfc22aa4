#pragma once

#include "rows_for_tests.h"

// What WireMock 3.13.2 printed; recorded, never edited by hand.
namespace mimus::helpers {

constexpr Row kOthersRows[] = {
    {"{{matches 'abc' 'b'}}", "false"},
    {"{{matches 'a\nb' 'a.b'}}", "false"},
    {"{{#matches 'abc' 'x'}}y{{else}}n{{/matches}}", ""},
    {"{{matches 5 '5'}}", "true"},
    {"{{matches 'abc' '('}}", "!1:2: java.util.regex.PatternSyntaxException"},
    {"{{matches null 'b'}}", "!1:2: java.lang.NullPointerException"},
    {"{{base64 'hello'}}", "aGVsbG8="},
    {"{{#base64}}hello{{/base64}}", "aGVsbG8="},
    {"{{base64 '!!' decode=true}}", "!1:2: java.lang.IllegalArgumentException"},
    {"{{base64 5}}", "NQ=="},
    {"{{#base64 decode=true}}aGk={{/base64}}", "hi"},
    {"{{base64 'hi' padding=true}}", "aGk="},
    {"{{base64 null}}", "!1:2: java.lang.NullPointerException"},
    {"{{urlEncode 'a*b-c.d_e~f'}}", "a*b-c.d_e%7Ef"},
    {"{{urlEncode '%zz' decode=true}}", "!1:2: java.lang.IllegalArgumentException"},
    {"{{urlEncode '\xC3\xBC' encoding='ISO-8859-1'}}", "%FC"},
    {"{{urlEncode '%FC' decode=true encoding='iso-8859-1'}}", "\xC3\xBC"},
    {"{{urlEncode 'a' encoding='nope'}}", "!1:2: java.io.IOException"},
    {"{{regexExtract 'abc' 'x' 'v'}}|{{regexExtract 'abc' 'x' default=''}}|{{regexExtract 'abc' "
     "'x' 'v' default='d'}}{{v}}",
     "[ERROR: Nothing matched x]||d"},
    {"{{regexExtract 'abc' '(' default='d'}}", "[ERROR: Invalid regex string (]"},
    {"{{regexExtract 'abc' '(x)?b' 'v'}}{{v.0}}", ""},
    {"{{regexExtract 'abc'}}", "!1:2: java.lang.ArrayIndexOutOfBoundsException"},
    {"{{val 'a' or='b'}}|{{val null or='b'}}|{{val '' or='b'}}|{{val null default='c'}}|{{val "
     "null}}|{{val 5}}|{{val null or='x' assign='q'}}{{q}}",
     "a|b||c||5|x"},
    {"{{#assign 'v'}} t {{/assign}}[{{v}}]|{{assign 'w' 'x'}}{{w}}", "[t]|"},
    {"{{formData 'a=1&b=2&a=3'}}", "{a=1, b=2}"},
    {"{{formData 'a=%20x' urlDecode=true}}", "{a= x}"},
    {"{{formData 'a=%20x'}}", "{a=%20x}"},
    {"{{formData 'a=b=c&d&=e'}}", "{a=b, =e}"},
    {"{{formData ''}}", "{}"},
    {"{{formData null}}", "!1:2: java.lang.NullPointerException"},
    {"{{systemValue}}", "[ERROR: The key cannot be empty]"},
    {"{{systemValue key=''}}", "[ERROR: The key cannot be empty]"},
    {"{{systemValue key='HOME'}}", "[ERROR: Access to HOME is denied]"},
    {"{{systemValue key='wiremock.x'}}", ""},
    {"{{systemValue key='wiremock.x' type='PROPERTY'}}", ""},
    {"{{systemValue key='wiremock.x' type='NOPE'}}", ""},
    {"{{n.name}}", ""},
    {"{{n.text}}", ""},
    {"{{n.attributes.i}}", ""},
    {"{{regexExtract 'abc' 'x' 'v' default='d'}}-{{v}}", "d-"},
    {"{{#each (formData 'a=1&b=2') as |v k|}}{{k}}={{v}};{{/each}}", "a=1;b=2;"},
    {"{{val 'x' assign='q'}}-{{q}}", "-x"},
};

}  // namespace mimus::helpers
