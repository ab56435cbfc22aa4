#include "rows.h"

namespace mimus::fake {
namespace {

constexpr Method kMethods[] = {
    data_row("music", "album", music_album, "An album's title"),
    data_row("music", "artist", music_artist, "A musician or band"),
    data_row("music", "genre", music_genre, "A genre of music"),
    data_row("music", "songName", music_song_name, "A song's title"),
};

}  // namespace

Rows music_methods() {
  return kMethods;
}

}  // namespace mimus::fake
