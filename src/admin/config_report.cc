#include "config_report.h"

#include <cmath>

namespace mimus::admin {

json::Object to_json(const Error& error) {
  json::Object entry;
  entry["file"] = error.where.source;
  entry["line"] = error.where.line;
  entry["column"] = error.where.column;
  entry["pointer"] = error.where.pointer;
  entry["message"] = error.message;
  if (!error.hint.empty()) entry["hint"] = error.hint;
  entry["text"] = describe(error);
  return entry;
}

json::Object to_json(const reload::Report& report) {
  json::Object body;
  body["reloaded"] = report.loaded;
  body["routes"] = report.routes;
  body["cause"] = report.cause;
  body["millis"] = std::round(std::chrono::duration<double, std::milli>(report.took).count() * 10) / 10;
  json::Array errors;
  for (const Error& error : report.errors) errors.push_back(to_json(error));
  if (!errors.empty()) body["errors"] = std::move(errors);
  json::Array warnings;
  for (const Error& warning : report.warnings) warnings.push_back(to_json(warning));
  if (!warnings.empty()) body["warnings"] = std::move(warnings);
  return body;
}

}  // namespace mimus::admin
