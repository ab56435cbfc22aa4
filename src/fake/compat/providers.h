#pragma once

#include "rows.h"  // of faker-js's methods: text_row, value_row

// The providers of Python's Faker, in the same kind of table as faker-js's methods; a module is a
// provider.
namespace mimus::fake::compat {

Rows address_methods();
Rows automotive_methods();
Rows bank_methods();
Rows barcode_methods();
Rows base_methods();
Rows company_methods();
Rows credit_card_methods();
Rows currency_methods();
Rows date_time_methods();
Rows file_methods();
Rows geo_methods();
Rows internet_methods();
Rows isbn_methods();
Rows misc_methods();
Rows national_id_methods();
Rows passport_methods();
Rows phone_number_methods();
Rows profile_methods();
Rows python_methods();
Rows ssn_methods();
Rows user_agent_methods();
Rows color_methods();

}  // namespace mimus::fake::compat
