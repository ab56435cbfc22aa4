#pragma once

#include "rows_for_tests.h"

// What WireMock 3.13.2 printed; recorded, never edited by hand.
namespace mimus::helpers {

constexpr Row kNumbersRows[] = {
    {"{{math 1 '/' 4}}", "0"},
    {"{{math 1.50 '*' 1}}", "1.5"},
    {"{{math '1.50' '+' '1'}}", "2.5"},
    {"{{math 1.5 '*' 1.5}}", "2.25"},
    {"{{math 10000000.5 '+' 1}}", "1.00000015E7"},
    {"{{math 'x' '+' 1}}", "1"},
    {"{{math 1 '+' 1.0}}", "2.0"},
    {"{{math 1}}",
     "[ERROR: All maths functions require two operands and an operator as parameters e.g. 3 '+' "
     "2]"},
    {"{{math 1 '+'}}",
     "[ERROR: All maths functions require two operands and an operator as parameters e.g. 3 '+' "
     "2]"},
    {"{{math 1 '+' 2 3}}",
     "[ERROR: All maths functions require two operands and an operator as parameters e.g. 3 '+' "
     "2]"},
    {"{{math 99999999999 '*' 99999999999}}", "1864711849423024129"},
    {"{{math 0.1 '*' 0.1}}", "0.01"},
    {"{{math 5 '%' 0}}", "!1:2: java.lang.ArithmeticException"},
    {"{{math 5.5 '%' 2}}", "1.5"},
    {"{{math -7 '/' 2}}", "-4"},
    {"{{math 1.0 '+' 1}}", "2.0"},
    {"{{math 2.0 '-' 2}}", "0.0"},
    {"{{math true '+' 1}}", "1"},
    {"{{math 10.00 '/' 3}}", "3.3"},
    {"{{math '10.00' '/' 3}}", "3.33"},
    {"{{math '99999999999999999999' '+' 1}}", "7766279631452241920"},
    {"{{math '10.00' '*' '2.00'}}", "20.0"},
    {"{{math '1e3' '+' 1}}", "1001"},
    {"{{math null '+' 1}}", "!1:2: java.lang.NullPointerException"},
    {"{{math 7 '/' 2.0}}", "4"},
    {"{{math 7.0 '/' 2}}", "3.5"},
    {"{{math 5 'x' 3}}", "15"},
    {"{{math 1 '-' '0.5'}}", "0.5"},
    {"{{math -7 '%' 3}}", "-1"},
    {"{{numberFormat 'x'}}", ""},
    {"{{numberFormat null}}", ""},
    {"{{numberFormat '5'}}", ""},
    {"{{numberFormat 1234.5 'percent' 'de_DE'}}", "123.450\xC2\xA0%"},
    {"{{numberFormat 1234.5 'nope'}}", "nope1234"},
    {"{{numberFormat 1234.5 '#.0.0'}}", "!1:2: java.lang.IllegalArgumentException"},
    {"{{numberFormat 2.5 'integer' roundingMode='half_up'}}", "3"},
    {"{{numberFormat 1234.567 minimumFractionDigits=5}}", "1,234.56700"},
    {"{{numberFormat 1 minimumIntegerDigits=3}}", "001"},
    {"{{numberFormat 2.5 'integer' roundingMode='x'}}", "!1:2: java.lang.IllegalArgumentException"},
    {"{{numberFormat -5 'currency' 'en_US'}}", "-$5.00"},
    {"{{numberFormat 12345.678 '#,##0.00' 'de_DE'}}", "12.345,68"},
    {"{{numberFormat 12345.678 '#,##0.00' 'xx'}}", "12,345.68"},
    {"{{numberFormat 5 'integer' maximumFractionDigits=2}}", "5"},
};

}  // namespace mimus::helpers
