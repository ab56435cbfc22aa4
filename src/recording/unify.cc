#include "unify.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "answer.h"
#include "base/hash.h"
#include "links.h"
#include "request_pattern_of.h"
#include "text/encoding.h"
#include "volatile_value.h"

namespace mimus::recording {
namespace {

constexpr std::size_t kLargestTemplate = 64 * 1024;  // bytes of a body that are looked through

bool has_expression(std::string_view text) { return text.find("{{") != text.npos; }

// What {{path.id}} is in JSON: docs/templates.md, "Types in JSON".
json::Value path_value(const std::string& text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size() && std::to_string(number) == text;
  return whole ? json::Value(number) : json::Value(text);
}

// "query.page", "query.[a b]".
std::string named(std::string_view what, std::string_view name) {
  const bool plain = !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
  return std::string(what) + (plain ? "." + std::string(name) : ".[" + std::string(name) + "]");
}

class Unifier {
 public:
  Unifier(std::span<const Seen* const> members, const Mentions& mentions, const CondenseOptions& options)
      : members_(members), mentions_(mentions), options_(options) {}

  std::optional<Unified> run() {
    if (!same_outside()) return std::nullopt;
    find_what_varies();
    auto general = general_pattern(common_, first().exchange->request.body, varies_);
    if (!general) return std::nullopt;
    add_sources(general->names);
    unified_.pattern = std::move(general->pattern);
    if (!unify_body() || !unify_fields() || !has_evidence()) return std::nullopt;
    return std::move(unified_);
  }

 private:
  const Seen& first() const { return *members_.front(); }
  const exchange::Response& response(std::size_t i) const { return *members_[i]->exchange->response; }

  bool same_outside() const {
    const auto type = exchange::find(response(0).fields, "Content-Type");
    for (std::size_t i = 1; i < members_.size(); ++i) {
      if (response(i).status != response(0).status) return false;
      if (exchange::find(response(i).fields, "Content-Type") != type) return false;
    }
    return true;
  }

  void find_what_varies() {
    common_ = first().asked;
    varies_.resize(common_.slots.size());
    for (std::size_t s = 0; s < varies_.size(); ++s) {
      Slot& common = common_.slots[s];
      for (const Seen* member : members_) {
        const Slot& own = member->asked.slots[s];
        if (own.value != common.value) varies_[s] = true;
        if (own.kind != common.kind) common.kind = ValueKind::kText;
      }
      segment_varies_ |= varies_[s] && common.part == Slot::Part::kSegment;
    }
  }

  void add_sources(const std::vector<std::string>& names) {
    for (std::size_t s = 0; s < varies_.size(); ++s) {
      const Slot& slot = first().asked.slots[s];
      if (!varies_[s] || slot.redacted) continue;
      std::string name;
      if (slot.part == Slot::Part::kSegment) name = "path." + names[s];
      if (slot.part == Slot::Part::kQuery) name = named("query", slot.name);
      if (slot.part == Slot::Part::kForm) name = named("form", slot.name);
      if (slot.part == Slot::Part::kMember) name = slot.name;
      if (name.find_first_of("{}\"'\\") != name.npos || name.empty()) continue;
      Source source{"{{" + name + "}}", "{{trim " + name + "}}", {}, {}};
      for (const Seen* member : members_) {
        const Slot& own = member->asked.slots[s];
        source.texts.push_back(own.text());
        source.values.push_back(slot.part == Slot::Part::kSegment ? path_value(own.text()) : own.value);
      }
      // trim would take blanks away, and link() has place holders of its own.
      const bool odd = std::ranges::any_of(source.texts, [](const std::string& text) {
        return text.find('\x01') != text.npos || text::trim(text).size() != text.size();
      });
      if (odd) continue;
      slot_of_source_.push_back(s);
      sources_.push_back(std::move(source));
    }
  }

  // A free text that varies has to come back in the answer: else nothing says that its value does not matter.
  bool has_evidence() const {
    for (std::size_t s = 0; s < varies_.size(); ++s) {
      const Slot& slot = first().asked.slots[s];
      if (!varies_[s] || slot.redacted || slot.part == Slot::Part::kSegment) continue;
      const bool identifiers = std::ranges::all_of(members_, [&](const Seen* m) { return m->asked.slots[s].kind == slot.kind; });
      if (slot.kind != ValueKind::kText && identifiers) continue;
      const auto found = std::ranges::find(slot_of_source_, s);
      if (found == slot_of_source_.end()) return false;
      if (!sources_[static_cast<std::size_t>(found - slot_of_source_.begin())].used) return false;
    }
    return true;
  }

  // ---- the body ----
  bool unify_body() {
    bool same = true;
    for (std::size_t i = 1; same && i < members_.size(); ++i) same = response(i).body == response(0).body;
    std::vector<BodyFile> none;
    unified_.response = exact_response(response(0), first().asked.path, options_, none);
    if (same) return none.empty();
    if (response(0).body.size() > std::min(kLargestTemplate, options_.large_body)) return false;
    unified_.response.fields.clear();
    const auto type = exchange::find(response(0).fields, "Content-Type");
    const std::optional<std::string> owned = type ? std::optional(std::string(*type)) : std::nullopt;
    if (type && type->find("json") != type->npos) return unify_json(owned);
    return unify_text(owned);
  }

  bool unify_json(const std::optional<std::string>& type) {
    std::vector<json::Value> bodies;
    std::vector<const json::Value*> values;
    for (std::size_t i = 0; i < members_.size(); ++i) {
      auto value = json::parse(response(i).body);
      if (!value || has_expression(response(i).body)) return false;
      bodies.push_back(*std::move(value));
    }
    for (const json::Value& body : bodies) values.push_back(&body);
    auto made = unify_value(values, "");
    if (!made) return false;
    set_body(unified_.response, stub::JsonBody{*std::move(made)}, type);
    return true;
  }

  bool unify_text(const std::optional<std::string>& type) {
    std::vector<json::Value> bodies;
    std::vector<const json::Value*> values;
    for (std::size_t i = 0; i < members_.size(); ++i) {
      if (!text::is_valid_utf8(response(i).body)) return false;
      bodies.emplace_back(response(i).body);
    }
    for (const json::Value& body : bodies) values.push_back(&body);
    auto made = link(values, sources_, true);
    if (!made) return false;
    unified_.notes.push_back({Note::Kind::kLinked, "", "", "", members_.size()});
    set_body(unified_.response, stub::TextBody{*std::move(made)}, type);
    return true;
  }

  std::optional<json::Value> unify_value(const std::vector<const json::Value*>& values, const std::string& pointer) {
    if (std::ranges::all_of(values, [&](const json::Value* value) { return *value == *values.front(); })) return *values.front();
    const auto all = [&](auto is) { return std::ranges::all_of(values, is); };
    if (all([](const json::Value* value) { return value->is_object(); })) return unify_object(values, pointer);
    if (all([](const json::Value* value) { return value->is_array(); })) return unify_array(values, pointer);
    if (!all([](const json::Value* value) { return value->is_primitive(); })) return std::nullopt;
    auto made = explain(values, pointer, false);
    if (!made) return std::nullopt;
    return json::Value(*made);
  }

  std::optional<json::Value> unify_object(const std::vector<const json::Value*>& values, const std::string& pointer) {
    json::Object made;
    const json::Object& model = values.front()->get_object();
    for (const json::Value* value : values) {
      if (value->get_object().size() != model.size()) return std::nullopt;
    }
    for (const auto& member : model) {
      std::vector<const json::Value*> inner;
      for (const json::Value* value : values) {
        const json::Value* found = value->get_object().if_contains(member.key());
        if (found == nullptr) return std::nullopt;
        inner.push_back(found);
      }
      auto one = unify_value(inner, pointer + "/" + json::escape_pointer(member.key()));
      if (!one) return std::nullopt;
      made.emplace(member.key(), *std::move(one));
    }
    return json::Value(std::move(made));
  }

  std::optional<json::Value> unify_array(const std::vector<const json::Value*>& values, const std::string& pointer) {
    json::Array made;
    const std::size_t size = values.front()->get_array().size();
    for (const json::Value* value : values) {
      if (value->get_array().size() != size) return std::nullopt;
    }
    for (std::size_t i = 0; i < size; ++i) {
      std::vector<const json::Value*> inner;
      for (const json::Value* value : values) inner.push_back(&value->get_array()[i]);
      auto one = unify_value(inner, pointer + "/" + std::to_string(i));
      if (!one) return std::nullopt;
      made.push_back(*std::move(one));
    }
    return json::Value(std::move(made));
  }

  // ---- one place of the answers ----
  std::optional<std::string> explain(const std::vector<const json::Value*>& values, const std::string& where, bool text) {
    if (auto linked = link(values, sources_, text)) {
      unified_.notes.push_back({Note::Kind::kLinked, "", where, *linked, members_.size()});
      return linked;
    }
    std::vector<WallTime> at;
    for (const Seen* member : members_) at.push_back(member->exchange->started + member->exchange->wait);
    const bool fresh = (!segment_varies_ || first().asked.method == "POST") && !is_asked_for(values);
    auto made = volatile_expression(values, at, fresh);
    if (!made) return std::nullopt;
    if (*made == "{{uuid}}") made = own_uuid(values);
    unified_.notes.push_back({Note::Kind::kVolatile, "", where, *made, members_.size()});
    return made;
  }

  // All {{uuid}} of an answer are one: the first is a source for what repeats it, another one is drawn apart.
  std::string own_uuid(const std::vector<const json::Value*>& values) {
    if (std::exchange(has_uuid_, true)) return "{{faker 'string.uuid'}}";
    Source source{"{{uuid}}", "{{uuid}}", {}, {}};
    for (const json::Value* value : values) {
      source.values.push_back(*value);
      source.texts.emplace_back(std::string_view(value->get_string()));
    }
    sources_.push_back(std::move(source));
    slot_of_source_.push_back(varies_.size());
    return "{{uuid}}";
  }

  bool is_asked_for(const std::vector<const json::Value*>& values) const {
    return std::ranges::any_of(values, [&](const json::Value* value) {
      return value->is_string() && mentions_.contains(hash_bytes(value->get_string()));
    });
  }

  // ---- the fields ----
  bool unify_fields() {
    std::vector<std::vector<http::OwnedField>> all;
    for (std::size_t i = 0; i < members_.size(); ++i) all.push_back(kept_fields(response(i)));
    std::vector<http::OwnedField> made;
    std::vector<std::string> seen;
    for (const http::OwnedField& field : all.front()) {
      if (http::same_name(field.name, "Content-Type")) continue;
      const std::string name = text::to_lower_ascii(field.name);
      const auto nth = static_cast<std::size_t>(std::ranges::count(seen, name));
      seen.push_back(name);
      if (auto value = unify_field(all, name, nth)) {
        made.push_back({field.name, *std::move(value)});
      } else {
        unified_.notes.push_back({Note::Kind::kDropped, "", field.name, "", members_.size()});
      }
    }
    std::erase_if(unified_.response.fields, [](const http::OwnedField& field) { return !http::same_name(field.name, "Content-Type"); });
    unified_.response.fields.insert(unified_.response.fields.end(), made.begin(), made.end());
    return true;
  }

  std::optional<std::string> unify_field(const std::vector<std::vector<http::OwnedField>>& all, const std::string& name, std::size_t nth) {
    std::vector<json::Value> texts;
    for (const auto& fields : all) {
      std::size_t left = nth;
      for (const http::OwnedField& field : fields) {
        if (!http::same_name(field.name, name) || left-- != 0) continue;
        texts.emplace_back(field.value);
        break;
      }
    }
    if (texts.size() != all.size()) return std::nullopt;
    std::vector<const json::Value*> values;
    for (const json::Value& text : texts) values.push_back(&text);
    const std::string first_text(std::string_view(texts.front().get_string()));
    if (has_expression(first_text)) return std::nullopt;
    if (std::ranges::all_of(texts, [&](const json::Value& text) { return text == texts.front(); })) return first_text;
    return explain(values, name, true);
  }

  std::span<const Seen* const> members_;
  const Mentions& mentions_;
  const CondenseOptions& options_;
  Asked common_;              // the first one, with kinds that all share
  std::vector<bool> varies_;  // of each slot of the requests
  bool segment_varies_ = false;
  bool has_uuid_ = false;
  std::vector<Source> sources_;
  std::vector<std::size_t> slot_of_source_;
  Unified unified_;
};

}  // namespace

void mention(const Seen& seen, Mentions& mentions) {
  for (const Slot& slot : seen.asked.slots) {
    if (slot.value.is_string()) mentions.insert(hash_bytes(slot.value.get_string()));
  }
  for (const http::OwnedField& field : seen.exchange->request.fields) {
    const std::string_view value = field.value;
    mentions.insert(hash_bytes(value));
    mentions.insert(hash_bytes(value.substr(value.rfind(' ') + 1)));
  }
}

std::optional<Unified> unify(std::span<const Seen* const> members, const Mentions& mentions, const CondenseOptions& options) {
  // Most groups have no rule, and a few of them show it.
  constexpr std::size_t kFew = 8;
  if (members.size() > 4 * kFew && !Unifier(members.first(kFew), mentions, options).run()) return std::nullopt;
  return Unifier(members, mentions, options).run();
}

}  // namespace mimus::recording
