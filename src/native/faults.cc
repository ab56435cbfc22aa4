#include "faults.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "scalars.h"
#include "string_position.h"

namespace mimus::native {

using Part = yaml::Document::Part;

void Faults::add(const Place& at, Fault fault) {
  fault.error.where.pointer = at.pointer();
  if (!fault.warning) ++error_count_;
  faults_.push_back(std::move(fault));
}

void Faults::error(const Place& at, std::string message, std::string hint) {
  add(at, {invalid(std::move(message), std::move(hint))});
}

void Faults::error_at_key(const Place& at, std::string message, std::string hint) {
  add(at, {invalid(std::move(message), std::move(hint)), Part::kKey});
}

void Faults::error_inside(const Place& at, Error cause, std::size_t skipped) {
  std::optional<std::size_t> inside;
  if (cause.where.offset) inside = *cause.where.offset + skipped;
  cause.where = {};
  add(at, {std::move(cause), Part::kValue, false, inside});
}

void Faults::wrong_type(const Place& at, std::string_view wanted, const json::Value& got) {
  error(at, at.name() + " must be " + std::string(wanted), "got " + std::string(kind_of(got)));
}

void Faults::warn(const Place& at, std::string message, std::string hint) {
  add(at, {invalid(std::move(message), std::move(hint)), Part::kValue, true});
}

void Faults::warn_at_key(const Place& at, std::string message, std::string hint) {
  add(at, {invalid(std::move(message), std::move(hint)), Part::kKey, true});
}

void Faults::warn(Error finding) {
  faults_.push_back({std::move(finding), Part::kValue, true});
}

Faults::Placed Faults::place(const yaml::Document& document) && {
  Placed placed;
  if (faults_.empty()) return placed;
  std::vector<std::pair<std::string, Part>> pointers;
  pointers.reserve(faults_.size());
  for (const Fault& fault : faults_) pointers.emplace_back(fault.error.where.pointer, fault.part);
  std::vector<Where> wheres = document.where(pointers);
  for (std::size_t i = 0; i < faults_.size(); ++i) {
    Fault& fault = faults_[i];
    const std::string pointer = std::move(fault.error.where.pointer);
    Where where = std::move(wheres[i]);
    if (fault.inside) {
      if (const json::Value* value = json::find(document.root(), pointer);
          value && value->is_string()) {
        where =
            inside_string(document.text(), std::move(where), value->get_string(), *fault.inside);
      }
    }
    where.source = document.source();
    where.pointer = pointer;
    fault.error.where = std::move(where);
    (fault.warning ? placed.warnings : placed.errors).push_back(std::move(fault.error));
  }
  const auto by_position = [](const Error& a, const Error& b) {
    return std::tie(a.where.line, a.where.column) < std::tie(b.where.line, b.where.column);
  };
  std::stable_sort(placed.errors.begin(), placed.errors.end(), by_position);
  std::stable_sort(placed.warnings.begin(), placed.warnings.end(), by_position);
  return placed;
}

}  // namespace mimus::native
