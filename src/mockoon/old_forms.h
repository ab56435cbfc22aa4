#pragma once

#include "json/json.h"

namespace mimus::mockoon {

// Makes migration level 33 of an environment of any age, as Mockoon does when it opens one. What decides is what is there, not
// `lastMigration`, so a file that was edited by hand is understood too. Changes nothing in a file of today.
void modernise(json::Object& environment);

}  // namespace mimus::mockoon
