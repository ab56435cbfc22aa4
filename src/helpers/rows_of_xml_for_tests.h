#pragma once

#include "rows_for_tests.h"

// What WireMock 3.13.2 printed; recorded, never edited by hand.
namespace mimus::helpers {

constexpr Row kXmlRows[] = {
    {"{{xPath '<a><b>1</b></a>'}}", "[ERROR: The XPath expression cannot be empty]"},
    {"{{xPath '<a/>' ''}}", "[ERROR:  is not a valid XPath expression]"},
    {"{{xPath '<a/>' '/['}}", "[ERROR: /[ is not a valid XPath expression]"},
    {"{{xPath '<a/>' '//x:b'}}", ""},
    {"{{xPath '<a><b>1</b></a>' '/a'}}", "<a>\n  <b>1</b>\n</a>\n"},
    {"{{xPath '<a><!--c--><?p d?></a>' '/a/comment()'}}", "[#comment: c]"},
    {"{{xPath '<a><![CDATA[<x>]]></a>' '/a/text()'}}", "[#cdata-section: <x>]"},
    {"{{xPath '<a><![CDATA[<x>]]></a>' '/a'}}", "<a><![CDATA[<x>]]></a>\n"},
    {"{{xPath '<a>1</a>' 'number(/a)'}}", "1"},
    {"{{xPath '<a>1.5</a>' 'number(/a)'}}", "1.5"},
    {"{{xPath '<a/>' 'true()'}}", "true"},
    {"{{xPath '<a>x</a>' 'string(/a)'}}", "x"},
    {"{{xPath '<a/>' '1=2'}}", "false"},
    {"{{xPath '<a>1</a>' '/a=1'}}", "true"},
    {"{{xPath '<x:a xmlns:x=\"u\"><x:b>1</x:b></x:a>' '/a/b'}}", "<x:b>1</x:b>\n"},
    {"{{xPath '<a xmlns=\"u\"><b>1</b></a>' '/a/b'}}", "<b>1</b>\n"},
    {"{{xPath null '/a'}}", "[ERROR: null is not valid XML]"},
    {"{{xPath 5 '/a'}}", "[ERROR: 5 is not valid XML]"},
    {"{{xPath '' '/a'}}", "[ERROR:  is not valid XML]"},
    {"{{soapXPath '<Envelope><Body><x>1</x></Body></Envelope>' 'x/text()'}}", "1"},
    {"{{soapXPath '<Envelope><Body><x>1</x></Body></Envelope>' '/x'}}", "<x>1</x>\n"},
    {"{{soapXPath '<a/>'}}", "[ERROR: The XPath expression cannot be empty]"},
    {"{{formatXml '<a>x<b/>y</a>'}}", "<a>\n  x\n  <b/>\n  y\n</a>\n"},
    {"{{formatXml '<a><b><c/></b><!--k--></a>'}}",
     "<a>\n  <b>\n    <c/>\n  </b>\n  <!--k-->\n</a>\n"},
    {"{{formatXml '<?xml version=\"1.0\"?><a><b>1</b></a>'}}", "<a>\n  <b>1</b>\n</a>\n"},
    {"{{formatXml '<a> t <b/></a>' format='compact'}}", "<a> t <b/></a>"},
    {"{{formatXml '<a/>' format='odd'}}",
     "[ERROR: formatXml: format [odd] should be one of [pretty, compact]]"},
    {"{{formatXml 'x'}}", "[ERROR: Input is not valid XML]"},
    {"{{formatXml}}",
     "[ERROR: formatXml should take a block of XML to format or a single parameter of type "
     "String]"},
    {"{{formatXml 5}}",
     "[ERROR: formatXml should take a block of XML to format or a single parameter of type "
     "String]"},
    {"{{formatXml ''}}",
     "[ERROR: formatXml should take a block of XML to format or a single parameter of type "
     "String]"},
    {"{{#formatXml}}<a><b/></a>{{/formatXml}}", "<a>\n  <b/>\n</a>\n"},
    {"{{#formatXml format='compact'}}<a>  <b/></a>{{/formatXml}}", "<a><b/></a>"},
    {"{{formatXml '<a k=\"&lt;&quot;\\x27&#10;\">&gt;\"&amp;</a>'}}",
     "<a k=\"&lt;&quot;\\x27&#10;\">&gt;\"&amp;</a>\n"},
    {"{{xPath '<x:b xmlns:x=\"u\">1</x:b>' '//x:b/text()'}}", ""},
    {"{{xPath '<x:b>1</x:b>' '/b/text()'}}", "1"},
    {"{{xPath '<x:b>1</x:b>' '//x:b/text()'}}", ""},
};

}  // namespace mimus::helpers
