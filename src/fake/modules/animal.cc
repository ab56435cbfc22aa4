#include "rows.h"

namespace mimus::fake {
namespace {

constexpr Method kMethods[] = {
    data_row("animal", "bear", animal_bear, "A kind of bear"),
    data_row("animal", "bird", animal_bird, "A bird"),
    data_row("animal", "cat", animal_cat, "A breed of cat"),
    data_row("animal", "cetacean", animal_cetacean, "A whale or dolphin"),
    data_row("animal", "cow", animal_cow, "A breed of cattle"),
    data_row("animal", "crocodilia", animal_crocodilia, "A crocodile or its kin"),
    data_row("animal", "dog", animal_dog, "A breed of dog"),
    data_row("animal", "fish", animal_fish, "A fish"),
    data_row("animal", "horse", animal_horse, "A breed of horse"),
    data_row("animal", "insect", animal_insect, "An insect"),
    data_row("animal", "lion", animal_lion, "A kind of lion"),
    data_row("animal", "petName", animal_pet_name, "A pet's name"),
    data_row("animal", "rabbit", animal_rabbit, "A breed of rabbit"),
    data_row("animal", "rodent", animal_rodent, "A rodent"),
    data_row("animal", "snake", animal_snake, "A snake"),
    data_row("animal", "type", animal_type, "An animal"),
};

}  // namespace

Rows animal_methods() {
  return kMethods;
}

}  // namespace mimus::fake
