#pragma once

#include <cstddef>
#include <utility>

#include "base/cow.h"

namespace mimus::collections {

// A set in ascending order that knows places, and whose versions share what they have in common: a
// weight-balanced tree (Adams 1993; the constants of Hirai and Yamamoto 2011). Copying is O(1), all else
// O(log n).
//
//   RankedSet<int> later = now;
//   later.insert(7);                 // `now` does not see it
//   later.rank(7);                   // how many are less
//   later.at(later.rank(7));         // 7; valid as long as a set that holds it
//
// T has a default value and operator< (a total order). Any thread reads while others change copies.
template <class T>
class RankedSet {
  struct Node;
  using Tree = Cow<Node>;

 public:
  std::size_t size() const { return size_of(root_); }
  bool empty() const { return size() == 0; }

  bool contains(const T& item) const {
    const Node* node = root(root_);
    while (node != nullptr) {
      if (item < node->item) {
        node = root(node->left);
      } else if (node->item < item) {
        node = root(node->right);
      } else {
        return true;
      }
    }
    return false;
  }

  // How many items are less than this one, which need not be here.
  std::size_t rank(const T& item) const {
    return count_while([&](const T& other) { return other < item; });
  }

  // The same for any property that holds for the first items and no longer for the rest.
  template <class Holds>
  std::size_t count_while(const Holds& holds) const {
    std::size_t before = 0;
    const Node* node = root(root_);
    while (node != nullptr) {
      if (holds(node->item)) {
        before += size_of(node->left) + 1;
        node = root(node->right);
      } else {
        node = root(node->left);
      }
    }
    return before;
  }

  // index < size()
  const T& at(std::size_t index) const {
    const Node* node = root(root_);
    for (;;) {
      const std::size_t left = size_of(node->left);
      if (index == left) return node->item;
      if (index < left) {
        node = root(node->left);
      } else {
        index -= left + 1;
        node = root(node->right);
      }
    }
  }

  // False when it was there, or was not.
  bool insert(T item) {
    if (contains(item)) return false;
    insert_in(root_, std::move(item));
    return true;
  }
  bool erase(const T& item) {
    if (!contains(item)) return false;
    erase_in(root_, item);
    return true;
  }

  // In ascending order.
  template <class Visit>
  void for_each(const Visit& visit) const {
    visit_tree(root_, visit);
  }

 private:
  struct Node {
    T item{};
    std::size_t size = 1;
    Tree left, right;
  };
  static constexpr std::size_t kDelta = 3, kRatio = 2;

  static const Node* root(const Tree& tree) { return tree ? &*tree : nullptr; }
  static std::size_t size_of(const Tree& tree) { return tree ? tree->size : 0; }
  static void resize(Node& node) { node.size = size_of(node.left) + size_of(node.right) + 1; }

  static void rotate_left(Tree& tree) {
    Tree up = std::move(tree.edit().right);
    tree.edit().right = std::move(up.edit().left);
    resize(tree.edit());
    up.edit().left = std::move(tree);
    resize(up.edit());
    tree = std::move(up);
  }
  static void rotate_right(Tree& tree) {
    Tree up = std::move(tree.edit().left);
    tree.edit().left = std::move(up.edit().right);
    resize(tree.edit());
    up.edit().right = std::move(tree);
    resize(up.edit());
    tree = std::move(up);
  }

  static void balance(Tree& tree) {
    Node& node = tree.edit();
    resize(node);
    const std::size_t left = size_of(node.left);
    const std::size_t right = size_of(node.right);
    if (left + right < 2) return;
    if (right > kDelta * left) {
      if (size_of(node.right->left) >= kRatio * size_of(node.right->right)) rotate_right(node.right);
      rotate_left(tree);
    } else if (left > kDelta * right) {
      if (size_of(node.left->right) >= kRatio * size_of(node.left->left)) rotate_left(node.left);
      rotate_right(tree);
    }
  }

  static void insert_in(Tree& tree, T item) {
    if (!tree) {
      tree.edit().item = std::move(item);
      return;
    }
    Node& node = tree.edit();
    insert_in(item < node.item ? node.left : node.right, std::move(item));
    balance(tree);
  }

  static T take_first(Tree& tree) {
    Node& node = tree.edit();
    if (node.left) {
      T first = take_first(node.left);
      balance(tree);
      return first;
    }
    T first = std::move(node.item);
    Tree rest = std::move(node.right);
    tree = std::move(rest);
    return first;
  }

  static void erase_in(Tree& tree, const T& item) {
    Node& node = tree.edit();
    if (item < node.item) {
      erase_in(node.left, item);
    } else if (node.item < item) {
      erase_in(node.right, item);
    } else if (node.left && node.right) {
      node.item = take_first(node.right);
    } else {
      Tree rest = std::move(node.left ? node.left : node.right);
      tree = std::move(rest);
      return;
    }
    balance(tree);
  }

  template <class Visit>
  static void visit_tree(const Tree& tree, const Visit& visit) {
    if (!tree) return;
    visit_tree(tree->left, visit);
    visit(tree->item);
    visit_tree(tree->right, visit);
  }

  Tree root_;
};

}  // namespace mimus::collections
