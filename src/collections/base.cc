#include "base.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "base/hash.h"
#include "base/uuid.h"
#include "base_index.h"
#include "fake/value.h"
#include "scalar.h"

namespace mimus::collections {
namespace {

class StoredBase final : public Base {
 public:
  explicit StoredBase(const Definition& definition) : Base(definition.indexed) {
    if (!definition.rows) return;
    for (const json::Value& given : *definition.rows) {
      if (const json::Value* id = given.get_object().if_contains(definition.id); id && !id->is_null())
        note(*id, rows_.size());
      rows_.push_back(std::make_shared<const json::Value>(given));
    }
    if (!definition.singular) number_those_without(definition.id);
  }
  ~StoredBase() override { stop_indexing(); }

  std::uint64_t count() const override { return rows_.size(); }
  std::unique_ptr<Reader> reader() const override { return std::make_unique<Rows>(rows_); }
  std::optional<std::uint64_t> position_of(std::string_view id) const override {
    const auto found = positions_.find(std::string(id));
    return found == positions_.end() ? std::nullopt : std::optional(found->second);
  }
  double next_number() const override { return next_; }

 private:
  struct Rows final : Reader {
    explicit Rows(const std::vector<Row>& all) : all(all) {}
    Row row(std::uint64_t position) override { return all[position]; }
    const std::vector<Row>& all;
  };

  void note(const json::Value& id, std::uint64_t position) {
    if (id.is_number()) next_ = std::max(next_, std::floor(id.to_number<double>()) + 1);
    positions_.emplace(id_text(id), position);
  }

  // Rows of a file that have no id get the next numbers, at the front, where people look for them.
  void number_those_without(const std::string& member) {
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const json::Object& given = rows_[i]->get_object();
      if (const json::Value* id = given.if_contains(member); id && !id->is_null()) continue;
      while (positions_.contains(id_text(json::Value(static_cast<std::int64_t>(next_))))) ++next_;
      json::Object row{{member, static_cast<std::int64_t>(next_)}};
      for (const auto& each : given) row.emplace(each.key(), each.value());
      note(row[member], i);
      rows_[i] = std::make_shared<const json::Value>(std::move(row));
    }
  }

  std::vector<Row> rows_;
  std::unordered_map<std::string, std::uint64_t> positions_;
  double next_ = 1;
};

class GeneratedBase final : public Base {
 public:
  GeneratedBase(const Definition& definition, Chance chance)
      : Base(definition.indexed),
        id_(definition.id),
        uuids_(definition.id_rule.kind == IdRule::Kind::kUuid),
        count_(definition.count),
        chance_(chance),
        records_(*definition.schema, chance, {.count = definition.count, .reference_ms = definition.reference_ms}) {}
  ~GeneratedBase() override { stop_indexing(); }

  std::uint64_t count() const override { return count_; }
  std::unique_ptr<Reader> reader() const override { return std::make_unique<Rows>(*this); }
  double next_number() const override { return uuids_ ? 1 : static_cast<double>(count_) + 1; }

  std::optional<std::uint64_t> position_of(std::string_view id) const override {
    if (uuids_) {
      const auto position = position_of_uuid(chance_, id);
      return position && *position < count_ ? position : std::nullopt;
    }
    const auto number = read_number(id);
    if (!number || *number < 1 || *number > static_cast<double>(count_) || *number != std::floor(*number))
      return std::nullopt;
    const auto whole = static_cast<std::uint64_t>(*number);
    return std::to_string(whole) == id ? std::optional(whole - 1) : std::nullopt;
  }

  Status try_first() const {
    if (count_ == 0) return Done{};
    records::Maker maker(records_);
    MIMUS_TRY([[maybe_unused]] const fake::Value first, maker.record(0, 0));
    return Done{};
  }

 private:
  struct Rows final : Reader {
    explicit Rows(const GeneratedBase& base) : base(base), maker(base.records_) {}
    Row row(std::uint64_t position) override {
      json::Object row;
      row[base.id_] = base.uuids_ ? json::Value(generated_uuid(base.chance_, position)) : json::Value(position + 1);
      // What the first row could do, a later one can fail at by chance alone: it has its id, then.
      if (const auto made = maker.record(0, position)) {
        const json::Value fields = fake::to_json_value(*made);
        for (const auto& member : fields.get_object()) row.emplace(member.key(), member.value());
      }
      return std::make_shared<const json::Value>(std::move(row));
    }
    const GeneratedBase& base;
    records::Maker maker;
  };

  const std::string id_;
  const bool uuids_;
  const std::uint64_t count_;
  const Chance chance_;
  const records::Records records_;
};

// ---- uuids: 48 bits are the position, enciphered; all others follow from them --------------------

constexpr std::uint64_t kHalf = 0xFFFFFF;

std::uint64_t round_of(Chance chance, unsigned number, std::uint64_t half) {
  return hash_mix(chance.fork(std::uint64_t{number}).bits(), half) & kHalf;
}

std::uint64_t encipher(Chance chance, std::uint64_t value) {
  std::uint64_t left = value >> 24 & kHalf, right = value & kHalf;
  for (unsigned i = 0; i < 4; ++i) {
    const std::uint64_t next = left ^ round_of(chance, i, right);
    left = right;
    right = next;
  }
  return left << 24 | right;
}

std::uint64_t decipher(Chance chance, std::uint64_t value) {
  std::uint64_t left = value >> 24 & kHalf, right = value & kHalf;
  for (unsigned i = 4; i-- > 0;) {
    const std::uint64_t before = right ^ round_of(chance, i, left);
    right = left;
    left = before;
  }
  return left << 24 | right;
}

Uuid uuid_of(Chance chance, std::uint64_t enciphered) {
  Uuid uuid = Uuid::random(chance.fork("rest").fork(enciphered));
  for (unsigned i = 0; i < 6; ++i) uuid.bytes[i] = static_cast<std::uint8_t>(enciphered >> (40 - 8 * i));
  return uuid;
}

}  // namespace

std::string generated_uuid(Chance chance, std::uint64_t position) {
  return uuid_of(chance, encipher(chance, position)).text();
}

std::optional<std::uint64_t> position_of_uuid(Chance chance, std::string_view text) {
  const auto uuid = Uuid::parse(text);
  if (!uuid) return std::nullopt;
  std::uint64_t enciphered = 0;
  for (unsigned i = 0; i < 6; ++i) enciphered = enciphered << 8 | uuid->bytes[i];
  if (uuid_of(chance, enciphered) != *uuid) return std::nullopt;
  return decipher(chance, enciphered);
}

Base::Base(const std::vector<std::string>& indexed) {
  for (const std::string& member : indexed) indexes_.emplace(member, std::make_unique<BaseIndex>(member));
}
Base::~Base() = default;

void Base::stop_indexing() { indexes_.clear(); }

const BaseIndex* Base::index(std::string_view member) const {
  const auto found = indexes_.find(member);
  if (found == indexes_.end()) return nullptr;
  found->second->begin(*this);
  return found->second.get();
}

Result<std::shared_ptr<const Base>> make_base(const Definition& definition, Chance chance) {
  if (!definition.schema) return std::shared_ptr<const Base>(std::make_shared<StoredBase>(definition));
  auto base = std::make_shared<GeneratedBase>(definition, chance);
  MIMUS_TRY_DONE(base->try_first());
  return std::shared_ptr<const Base>(std::move(base));
}

}  // namespace mimus::collections
