#include "rows.h"

namespace mimus::fake {
namespace {

constexpr Method kMethods[] = {
    data_row("book", "author", book_author, "A writer of books"),
    data_row("book", "format", book_format, "A book's format"),
    data_row("book", "genre", book_genre, "A book's genre"),
    data_row("book", "publisher", book_publisher, "A publisher"),
    data_row("book", "series", book_series, "A series of books"),
    data_row("book", "title", book_title, "A book's title"),
};

}  // namespace

Rows book_methods() {
  return kMethods;
}

}  // namespace mimus::fake
