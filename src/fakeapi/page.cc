#include "page.h"

extern "C" const char mimus_fake_page[];
extern "C" const char mimus_fake_page_end[];

namespace mimus::fakeapi {

std::string_view documentation_page() {
  return {mimus_fake_page, static_cast<std::size_t>(mimus_fake_page_end - mimus_fake_page)};
}

}  // namespace mimus::fakeapi
