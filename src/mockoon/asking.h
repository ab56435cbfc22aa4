#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/arena.h"
#include "base/chance.h"
#include "facts/request_facts.h"
#include "helpers/host.h"
#include "memory.h"
#include "program.h"
#include "serve/world.h"

namespace mimus::mockoon {

// One request while it is being answered: what rules and templates can ask about it and about what the environment remembers.
// Borrows everything; all that it gives out lives as long as the arena and itself. One thread.
class Asking {
 public:
  // `path`: of the request, without doubled slashes.
  Asking(serve::World& world, Instance& instance, const http::Request& request, std::string_view path, Arena& arena);
  // Without a request: for what is made when the environment begins.
  Asking(serve::World& world, Instance& instance, Arena& arena);
  Asking(const Asking&) = delete;
  Asking& operator=(const Asking&) = delete;

  // From here on it is about this route, called for the `call`th time. Its luck is that of route, request and repetition.
  void enter(const CompiledRoute& route, std::span<const facts::NameValue> captures, std::uint64_t call);

  const http::Request& request() const { return facts_.request(); }
  facts::RequestFacts& facts() { return facts_; }
  Arena& arena() const { return facts_.arena(); }
  std::string_view path() const { return path_; }
  std::string_view endpoint() const { return endpoint_; }
  std::span<const facts::NameValue> captures() const { return captures_; }
  std::uint64_t call() const { return call_; }
  const Chance& chance();
  serve::World& world() const { return world_; }
  const Program& program() const { return *instance_.program; }
  Memory& memory() const { return instance_.memory; }
  SchemaCache& schemas() const { return instance_.schemas; }

  // By its Content-Type: JSON, a form, multipart or XML as an object. nullptr: it is a text.
  const json::Value* body();
  const json::Value& query();  // as qs makes it: a[b]=1, a[]=1

  Memory::Value bucket(std::size_t place);  // nullptr: undefined
  // What its template renders to: JSON where it is some, else a text; the error's, when it fails.
  Memory::Value make(const CompiledBucket& bucket);

  const json::Value* keep(Memory::Value value) { return host_.keep(std::move(value)); }  // as long as this lives

  // Appends. Errors: of the template. Each rendering has luck of its own.
  Status render(const TemplateText& text, std::string& out);
  // The same; nothing when it fails. Of a constant one without a copy, else in `made`.
  std::optional<std::string_view> text_of(const TemplateText& text, std::string& made);
  // As the value of a header.
  std::string header_value(const TemplateText& text);
  // What a template set with {{status …}}.
  std::optional<int> status() const { return host_.status; }

 private:
  // What templates find around the request.
  struct Host final : helpers::Host {
    explicit Host(Asking& of) : asking(of) {}
    std::string_view hostname() override;
    std::string_view base_url() override;
    std::optional<std::string_view> environment(std::string_view name, bool& permitted) override;
    void set_status(int code) override { status = code; }
    const json::Value* global(std::string_view name) override;
    void set_global(std::string_view name, json::Value value) override;
    const json::Value* bucket(std::string_view name) override;
    void set_bucket(std::string_view name, json::Value value) override;

    const json::Value* keep(Memory::Value value) {
      kept.push_back(std::move(value));
      return kept.back().get();
    }
    Asking& asking;
    std::optional<int> status;
    std::vector<Memory::Value> kept;  // that templates hold on to
  };

  serve::World& world_;
  Instance& instance_;
  facts::RequestFacts facts_;
  const bool real_;
  std::string_view path_, endpoint_;
  std::span<const facts::NameValue> captures_;
  std::uint64_t call_ = 0;
  const CompiledRoute* route_ = nullptr;
  std::optional<Chance> chance_;                                     // when it is asked for
  std::vector<std::pair<std::uint64_t, std::uint64_t>> renderings_;  // of each place, so many
  Host host_;
  std::optional<const json::Value*> body_;
  const json::Value* query_ = nullptr;
};

// Makes the buckets that ask for no request, in their order: what is done when an environment begins.
void make_buckets(serve::World& world, Instance& instance);

}  // namespace mimus::mockoon
