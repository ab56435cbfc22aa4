#pragma once

#include "rows_for_tests.h"

// What WireMock 3.13.2 printed; recorded, never edited by hand.
namespace mimus::helpers {

constexpr Row kListsRows[] = {
    {"{{range 1}}",
     "[ERROR: The range helper requires both lower and upper bounds as integer parameters]"},
    {"{{range 3 1}}", "!1:2: java.lang.IllegalArgumentException"},
    {"{{range 5 4}}", "[]"},
    {"{{range 'a' 3}}", "!1:2: java.lang.NumberFormatException"},
    {"{{range '1' '3'}}", "[1, 2, 3]"},
    {"{{range 1.5 3}}", "[1, 2, 3]"},
    {"{{range 1 3 2}}", "[1, 2, 3]"},
    {"{{range -1 1}}", "[-1, 0, 1]"},
    {"{{array 1 'b' true null 1.5}}", "[1, b, true, null, 1.5]"},
    {"{{array (array 1) (array)}}", "[[1], []]"},
    {"{{arrayAdd (array 1 2)}}",
     "[ERROR: Missing required parameter: additional value to add to list]"},
    {"{{arrayAdd}}", "!1:2: java.lang.ClassCastException"},
    {"{{arrayAdd 'x' 1}}", "!1:2: java.lang.ClassCastException"},
    {"{{arrayAdd (array 1) 2 position='x'}}",
     "[ERROR: position must be 'start', 'end' or an integer]"},
    {"{{arrayAdd (array 1) 2 position=-1}}",
     "[ERROR: position must be greater than or equal to 0 and less than or equal to the size of "
     "the list]"},
    {"{{arrayAdd (array 1) 2 position='1'}}", "[1, 2]"},
    {"{{arrayAdd (array 1) 2 position=1}}", "[1, 2]"},
    {"{{arrayAdd (array 1) 2 3}}", "[1, 2]"},
    {"{{arrayRemove}}", "!1:2: java.lang.ClassCastException"},
    {"{{arrayRemove (array)}}", "!1:2: java.lang.IndexOutOfBoundsException"},
    {"{{arrayRemove 'x'}}", "!1:2: java.lang.ClassCastException"},
    {"{{arrayRemove (array 1 2) position=2}}", "!1:2: java.lang.IndexOutOfBoundsException"},
    {"{{arrayRemove (array 1 2) position='x'}}",
     "[ERROR: position must be 'start', 'end' or an integer]"},
    {"{{arrayRemove (array 1 2) position='end'}}", "[1]"},
    {"{{arrayJoin ','}}", "[ERROR: The parameter must be list]"},
    {"{{arrayJoin}}", "[ERROR: Separator parameter must be a String]"},
    {"{{arrayJoin ',' 5}}", "5"},
    {"{{arrayJoin ',' 'a'}}", "a"},
    {"{{arrayJoin (array 1) ','}}", "[ERROR: Separator parameter must be a String]"},
    {"{{arrayJoin ',' (array)}}", ""},
    {"{{arrayJoin ',' (array) prefix='[' suffix=']'}}", ""},
    {"{{arrayJoin 5 (array 1 2)}}", "[ERROR: Separator parameter must be a String]"},
    {"{{#arrayJoin ',' (array 1 2)}}<{{this}}>{{/arrayJoin}}", "<1>,<2>"},
    {"{{#arrayJoin ',' 'a' 'b' as |x|}}<{{x}}>{{/arrayJoin}}", "<a>,<b>"},
    {"{{#arrayJoin ',' (array 1 2) prefix='[' suffix=']' as "
     "|x|}}<{{x}}{{@index}}{{@first}}{{@last}}>{{/arrayJoin}}",
     "[<1>,<2>]"},
    {"{{#arrayJoin ',' (array) prefix='[' suffix=']' as |x|}}<{{x}}>{{/arrayJoin}}", ""},
    {"{{join (array) ','}}", ""},
    {"{{join (array 1 2) ', ' prefix='<'}}", "<1, 2"},
    {"{{join (array 1 2)}}", "!1:2: java.lang.NullPointerException"},
    {"{{stringFormat '%s' (array 1 2)}}", "[1, 2]"},
    {"{{size (array 1)}}", "1"},
};

}  // namespace mimus::helpers
