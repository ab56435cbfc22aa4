#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "cow.h"

namespace mimus {

// A list in ascending order in which versions share what they have in common. The first item lives in the list
// object itself, so that the common list of one costs no visit elsewhere; the others in runs of at most kRun.
// A change costs O(kRun + n / kRun); appending to a list that shares nothing is O(1).
//
//   for (auto at = list.begin(); !at.done(); at.next()) use(*at);   // valid while a list holds the item
//
// T has a default value, operator< (a total order) and operator==. Items that compare equal are kept once.
template <class T, std::size_t kRun = 64>
class SortedList {
  using Run = std::vector<T>;
  using Runs = std::vector<Cow<Run>>;

 public:
  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }
  const T& front() const { return first_; }

  class Cursor {
   public:
    Cursor() = default;
    // Over items that stand side by side, in order.
    explicit Cursor(std::span<const T> items) : at_(items.data()), end_(items.data() + items.size()) {}

    bool done() const { return at_ == end_; }
    const T& operator*() const { return *at_; }
    const T* operator->() const { return at_; }
    void next() {
      if (++at_ != end_ || run_ == last_) return;
      at_ = (**run_).data();
      end_ = at_ + (**run_).size();
      ++run_;
    }

   private:
    friend class SortedList;
    const T* at_ = nullptr;
    const T* end_ = nullptr;
    const Cow<Run>* run_ = nullptr;   // the next run
    const Cow<Run>* last_ = nullptr;  // past the last
  };

  Cursor begin() const {
    Cursor cursor;
    if (empty()) return cursor;
    cursor.at_ = &first_;
    cursor.end_ = &first_ + 1;
    if (more_) {
      cursor.run_ = more_->data();
      cursor.last_ = more_->data() + more_->size();
    }
    return cursor;
  }

  // The item equal to this one, or nullptr.
  const T* find(const T& item) const {
    if (empty()) return nullptr;
    if (first_ == item) return &first_;
    if (!more_) return nullptr;
    const auto run = run_for(*more_, item);
    if (run == more_->end()) return nullptr;
    const auto at = std::lower_bound((**run).begin(), (**run).end(), item);
    return at != (**run).end() && *at == item ? &*at : nullptr;
  }

  void insert(T item) {
    if (find(item) != nullptr) return;
    ++size_;
    if (size_ == 1) {
      first_ = std::move(item);
      return;
    }
    if (item < first_) std::swap(item, first_);
    insert_behind(std::move(item));
  }

  // Removes the item equal to this one; false when there is none.
  bool erase(const T& item) {
    if (find(item) == nullptr) return false;
    --size_;
    if (first_ == item) {
      first_ = size_ == 0 ? T{} : take_front();
      return true;
    }
    Runs& runs = more_.edit();
    const auto run = runs.begin() + (run_for(runs, item) - runs.cbegin());
    Run& items = run->edit();
    items.erase(std::lower_bound(items.begin(), items.end(), item));
    if (items.empty()) runs.erase(run);
    if (runs.empty()) more_ = {};
    return true;
  }

 private:
  // The first run whose last item is not less.
  static typename Runs::const_iterator run_for(const Runs& runs, const T& item) {
    return std::lower_bound(runs.begin(), runs.end(), item,
                            [](const Cow<Run>& run, const T& wanted) { return run->back() < wanted; });
  }

  void insert_behind(T item) {
    Runs& runs = more_.edit();
    auto run = runs.begin() + (run_for(runs, item) - runs.cbegin());
    if (run == runs.end()) {
      if (runs.empty() || runs.back()->size() >= kRun) {
        runs.emplace_back().edit().push_back(std::move(item));
      } else {
        runs.back().edit().push_back(std::move(item));
      }
      return;
    }
    Run& items = run->edit();
    items.insert(std::lower_bound(items.begin(), items.end(), item), std::move(item));
    if (items.size() <= kRun) return;
    Cow<Run> upper;
    upper.edit().assign(items.begin() + kRun / 2, items.end());
    items.resize(kRun / 2);
    runs.insert(run + 1, std::move(upper));
  }

  T take_front() {
    Runs& runs = more_.edit();
    Run& items = runs.front().edit();
    T front = std::move(items.front());
    items.erase(items.begin());
    if (items.empty()) runs.erase(runs.begin());
    if (runs.empty()) more_ = {};
    return front;
  }

  T first_{};
  std::size_t size_ = 0;
  Cow<Runs> more_;
};

}  // namespace mimus
