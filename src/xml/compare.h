#pragma once

#include <vector>

#include "equal.h"
#include "normal_form.h"

namespace mimus::xml {

// Compares two normal forms; stops behind `most` differences.
class Comparer {
 public:
  Comparer(const EqualOptions& options, std::size_t most);

  void compare(const Item& expected, const Item& actual);
  bool out_of_steps() const { return steps_ > Equality::kSteps; }
  std::vector<Difference> differences;

 private:
  void node(const Item& expected, const Item& actual, const std::string& path);
  void texts(const Item& expected, const Item& actual, const std::string& path);
  void instruction(const Item& expected, const Item& actual, const std::string& path);
  void element(const Item& expected, const Item& actual, const std::string& path);
  void attributes(const Item& expected, const Item& actual, const std::string& path);
  void attribute(const Item::Attr& expected, const Item::Attr* actual, const std::string& path);
  void children(const Item& expected, const Item& actual, const std::string& path);
  using Items = std::vector<const Item*>;
  void in_order(const Items& expected, const Items& actual, const std::string& path);
  void elements(const Items& expected, const Items& actual, const std::string& path);
  void same_name(Items expected, Items actual, Items& left_expected, Items& left_actual,
                 const std::string& path);
  void in_any_order(Items& expected, Items& actual);
  bool alike(const Item& expected, const Item& actual);
  bool placeholder_alone(const Item& expected) const;

  void add(Comparison comparison, const std::string& path, std::string expected,
           std::string actual);
  bool full() const { return differences.size() >= most_ || out_of_steps(); }

  const EqualOptions& options_;
  std::size_t most_;
  std::uint64_t steps_ = 0;
};

}  // namespace mimus::xml
