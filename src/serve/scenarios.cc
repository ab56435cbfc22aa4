#include "scenarios.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace mimus::serve {
namespace {

std::uint64_t key_of(std::string_view scenario, std::string_view instance) {
  return hash_bytes(instance, hash_bytes(scenario));
}

const stub::ScenarioPlan& plan_of(const stub::ScenarioPlans& plans, std::string_view scenario) {
  static const stub::ScenarioPlan kNone;
  if (plans.empty()) return kNone;
  const auto found = plans.find(scenario);
  return found == plans.end() ? kNone : found->second;
}

std::size_t bytes_of(const Scenarios::Instance& instance) {
  constexpr std::size_t kAround = 256;  // the strings' own, a leaf, a share of the forks above it
  return kAround + instance.scenario.size() + instance.key.size() + instance.state.size();
}

bool is(const Scenarios::Instance& one, std::string_view scenario, std::string_view instance) {
  return one.scenario == scenario && one.key == instance;
}

}  // namespace

// ---- an image ----------------------------------------------------------------------------------

const Scenarios::Instance* Scenarios::Image::find(std::string_view scenario,
                                                  std::string_view instance) const {
  if (instances_.empty()) return nullptr;
  const std::vector<Instance>* all = instances_.find(serve::key_of(scenario, instance));
  if (all == nullptr) return nullptr;
  const auto found =
      std::ranges::find_if(*all, [&](const Instance& one) { return is(one, scenario, instance); });
  return found == all->end() ? nullptr : &*found;
}

stub::Position Scenarios::Image::at(std::string_view scenario, std::string_view instance,
                                    WallTime now) const {
  const stub::ScenarioPlan& plan = plan_of(*plans_, scenario);
  const Instance* moved = find(scenario, instance);
  const std::string_view state = moved == nullptr ? std::string_view(plan.initial) : moved->state;
  if (plan.lapses.empty()) return {state, WallTime::max()};
  return stub::position(plan, state, moved == nullptr ? began_ : moved->since, now);
}

const stub::InstanceKey& Scenarios::Image::key_of(std::string_view scenario) const {
  return plan_of(*plans_, scenario).key;
}

std::vector<Scenarios::Instance> Scenarios::Image::moved() const {
  std::vector<Instance> all;
  instances_.for_each([&all](std::uint64_t, const std::vector<Instance>& some) {
    all.insert(all.end(), some.begin(), some.end());
  });
  std::ranges::sort(all, {}, [](const Instance& one) { return std::tie(one.scenario, one.key); });
  return all;
}

// ---- the world's -------------------------------------------------------------------------------

Scenarios::Image Scenarios::image() const {
  return moments_.read([this](Moments::Moment) { return now_; });
}

void Scenarios::restore(const Image& image) {
  moments_.change([&](Moments::Held) { now_ = image; });
}

std::string Scenarios::state(std::string_view scenario, std::string_view instance) const {
  return std::string(image().at(scenario, instance, clock_.now()).state);
}

Status Scenarios::set(std::string_view scenario, std::string_view state,
                      std::string_view instance) {
  return moments_.change([&](Moments::Held held) { return put(held, scenario, instance, state); });
}

Status Scenarios::put(Moments::Held, std::string_view scenario, std::string_view instance,
                      std::string_view state) {
  const stub::ScenarioPlan& plan = plan_of(*now_.plans_, scenario);
  const bool begins = state == plan.initial && plan.lapses.empty();
  const Instance* there = now_.find(scenario, instance);
  if (begins && there == nullptr) return Done{};
  Instance next{std::string(scenario), std::string(instance), std::string(state),
                plan.lapses.empty() ? WallTime{} : clock_.now()};
  const std::size_t bytes =
      now_.bytes_ - (there != nullptr ? bytes_of(*there) : 0) + (begins ? 0 : bytes_of(next));
  if (bytes > kMostBytes && bytes > now_.bytes_) {
    return Error{Code::kLimit,
                 "the callers' instances of scenarios take more than " +
                     std::to_string(kMostBytes >> 20) + " MiB",
                 "reset the scenario, or tell callers apart by something with fewer values",
                 {}};
  }
  now_.bytes_ = bytes;
  const std::uint64_t key = serve::key_of(scenario, instance);
  std::vector<Instance>& all = now_.instances_.edit(key);
  const auto found =
      std::ranges::find_if(all, [&](const Instance& one) { return is(one, scenario, instance); });
  if (begins) {
    all.erase(found);
    if (all.empty()) now_.instances_.erase(key);
  } else if (found == all.end()) {
    all.push_back(std::move(next));
  } else {
    *found = std::move(next);
  }
  return Done{};
}

// A timed scenario begins again now and not when the world did: that has to be noted, of the
// instance of everybody.
void Scenarios::reset(std::string_view scenario) {
  moments_.change([&](Moments::Held held) {
    for (const Instance& one : now_.moved()) {
      if (one.scenario != scenario) continue;
      now_.bytes_ -= bytes_of(one);
      const std::uint64_t key = serve::key_of(one.scenario, one.key);
      std::vector<Instance>& all = now_.instances_.edit(key);
      std::erase(all, one);
      if (all.empty()) now_.instances_.erase(key);
    }
    const stub::ScenarioPlan& plan = plan_of(*now_.plans_, scenario);
    if (!plan.lapses.empty()) (void)put(held, scenario, {}, plan.initial);
  });
}

void Scenarios::reset() {
  moments_.change([&](Moments::Held) {
    now_.instances_ = {};
    now_.bytes_ = 0;
    now_.began_ = clock_.now();
  });
}

std::shared_ptr<const stub::ScenarioPlans> Scenarios::plans() const {
  return moments_.read([this](Moments::Moment) { return now_.plans_; });
}

void Scenarios::plan(std::shared_ptr<const stub::ScenarioPlans> plans) {
  if (this->plans() == plans) return;
  moments_.change([&](Moments::Held) {
    if (*now_.plans_ != *plans) now_.began_ = clock_.now();
    now_.plans_ = std::move(plans);
  });
}

}  // namespace mimus::serve
