#pragma once

#include "expression.h"

namespace mimus::render {

// How each expression finds what it yields: Expression::evaluate of the rows in expression.cc. Hot.
Datum path_value(const Expression& expression, const Scope& scope);
Datum query_value(const Expression& expression, const Scope& scope);
Datum header_value(const Expression& expression, const Scope& scope);
Datum cookie_value(const Expression& expression, const Scope& scope);
Datum form_value(const Expression& expression, const Scope& scope);
Datum body_value(const Expression& expression, const Scope& scope);
Datum method_value(const Expression& expression, const Scope& scope);
Datum url_value(const Expression& expression, const Scope& scope);
Datum count_value(const Expression& expression, const Scope& scope);
Datum uuid_value(const Expression& expression, const Scope& scope);
Datum now_value(const Expression& expression, const Scope& scope);
Datum date_value(const Expression& expression, const Scope& scope);
Datum seconds_value(const Expression& expression, const Scope& scope);
Datum milliseconds_value(const Expression& expression, const Scope& scope);
Datum random_value(const Expression& expression, const Scope& scope);

}  // namespace mimus::render
