#pragma once

#include "checker.h"
#include "sentences.h"

// What objects are asked: members of Checker, for check.cc.
namespace mimus::jsonschema {

template <bool kReport>
bool Checker<kReport>::members(NodeId id, const Members& members, const json::Object& object,
                               Evaluated* seen) {
  if (!kReport && object.size() < members.required) return false;
  std::uint32_t required = 0;
  bool ok = true;
  std::size_t position = 0;
  for (const auto& [key, value] : object) {
    const std::uint32_t index = members.names.find(key);
    bool known = false;
    if (index != StringTable::kNone) {
      const Members::Rule& rule = members.rules[index];
      required += rule.required ? 1 : 0;
      if (rule.node != kNoNode) {
        known = true;
        ok = member(id, "properties", rule.node, key, value) && ok;
      }
    }
    for (const Members::PatternRule& rule : members.patterns) {
      if (!finds(rule.pattern, key)) continue;
      known = true;
      ok = member(id, "patternProperties", rule.node, key, value) && ok;
    }
    if (!known && members.additional != kNoNode) {
      known = true;
      if (members.additional == kNothing) {
        ok = false;
        if constexpr (kReport) report_->surplus(id, members.names, key);
      } else {
        ok = member(id, "additionalProperties", members.additional, key, value) && ok;
      }
    }
    if (!ok && stops()) return false;
    if (known && seen != nullptr) seen->set(position);
    ++position;
  }
  if (required == members.required) return ok;
  if constexpr (kReport) report_->missing(id, members, object);
  return false;
}

template <bool kReport>
bool Checker<kReport>::member(NodeId id, std::string_view keyword, NodeId next,
                              std::string_view key, const json::Value& value) {
  if (next == kAnything) return true;
  if constexpr (kReport) {
    if (next == kNothing) return report_->no_member(id, keyword, key, true), false;
  }
  return below(next, value, key);
}

template <bool kReport>
bool Checker<kReport>::unevaluated_properties(NodeId id, NodeId next, const json::Object& object,
                                              Evaluated* seen) {
  bool ok = true;
  std::size_t position = 0;
  for (const auto& [key, value] : object) {
    const std::size_t i = position++;
    if (seen->has(i)) continue;
    seen->set(i);
    if (next == kNothing) {
      ok = false;
      if constexpr (kReport) report_->no_member(id, "unevaluatedProperties", key, false);
    } else {
      ok = member(id, "unevaluatedProperties", next, key, value) && ok;
    }
    if (!ok && stops()) return false;
  }
  return ok;
}

template <bool kReport>
bool Checker<kReport>::property_names(NodeId id, NodeId next, const json::Object& object) {
  bool ok = true;
  for (const auto& member : object) {
    if (next == kAnything) break;
    if (property_name(id, next, member.key(), object)) continue;
    ok = false;
    if (stops()) return false;
  }
  return ok;
}

template <bool kReport>
bool Checker<kReport>::property_name(NodeId id, NodeId next, std::string_view key,
                                     const json::Object& object) {
  const json::Value name(key, object.storage());
  if (silently(next, name, nullptr)) return true;
  if constexpr (kReport)
    report_->fail(id, "propertyNames", "the name " + quoted(key) + " " + why_not(next, name));
  return false;
}

template <bool kReport>
bool Checker<kReport>::dependents(NodeId id, const Check& check, const json::Object& object) {
  bool ok = true;
  for (const Dependent& row : program_.dependents[check.a]) {
    if (!object.contains(row.name)) continue;
    for (const std::string& name : row.required) {
      if (object.contains(name)) continue;
      ok = false;
      if constexpr (kReport) report_->dependent(id, check, name, row.name);
      if (stops()) return false;
    }
  }
  return ok;
}

template <bool kReport>
bool Checker<kReport>::conditionals(const std::vector<DependentSchema>& rows,
                                    const json::Value& value, Evaluated* seen) {
  bool ok = true;
  for (const DependentSchema& row : rows) {
    if (!value.get_object().contains(row.name) || node(row.node, value, seen)) continue;
    ok = false;
    if (stops()) return false;
  }
  return ok;
}

}  // namespace mimus::jsonschema
