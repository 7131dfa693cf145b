#include "scanner/detect/structure.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace patrol {
namespace {

TEST(Structure, IsFoundByName) {
  for (const Structure& structure : structures()) {
    EXPECT_EQ(find_structure(structure.name)->read, structure.read);
  }
  EXPECT_TRUE(std::ranges::is_sorted(structures(), {}, &Structure::name));
  EXPECT_EQ(find_structure(""), nullptr);
  EXPECT_EQ(find_structure("jw"), nullptr);
}

// The password of a connection string is a person's choice: any text will do.
TEST(Structure, TakesAnyText) {
  for (const Structure& structure : structures()) {
    const bool is_chosen = structure.name == "connection-string";
    for (std::size_t length = 0; length < 200; ++length) {
      for (char c : {'\0', '=', '.', '-', '\\', ':', '\xFF'}) {
        const std::string text(length, c);
        const Span whole{0, length};
        const auto facts = structure.read({text, whole, whole}, Rule{});
        EXPECT_TRUE(!facts || is_chosen) << structure.name;
      }
    }
  }
}

}  // namespace
}  // namespace patrol
