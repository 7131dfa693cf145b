#include "scanner/detect/structure.h"

#include <gtest/gtest.h>

#include <string>

namespace patrol {
namespace {

TEST(Structure, IsFoundByName) {
  for (const Structure& structure : structures()) {
    EXPECT_EQ(find_structure(structure.name)->read, structure.read);
  }
  EXPECT_EQ(structures().size(), 19u);
  EXPECT_EQ(find_structure(""), nullptr);
  EXPECT_EQ(find_structure("jw"), nullptr);
}

TEST(Structure, TakesAnyText) {
  for (const Structure& structure : structures()) {
    for (std::size_t length = 0; length < 200; ++length) {
      for (char c : {'\0', '=', '.', '-', '\\', ':', '\xFF'}) {
        const std::string text(length, c);
        const Span whole{0, length};
        EXPECT_FALSE(structure.read({text, whole, whole}, Rule{}));
      }
    }
  }
}

}  // namespace
}  // namespace patrol
