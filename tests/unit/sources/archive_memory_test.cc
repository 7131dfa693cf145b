#include "scanner/sources/archive_memory.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <thread>

namespace patrol {
namespace {

struct Free {
  void operator()(void* block) const { std::free(block); }
};
using Block = std::unique_ptr<void, Free>;

TEST(ArchiveMemory, RefusesWhatExceedsTheLimit) {
  const ArchiveMemory memory(1 << 20);
  const Block half(std::malloc(600'000));
  EXPECT_NE(half, nullptr);
  EXPECT_FALSE(ArchiveMemory::take_refused());
  const Block other_half(std::calloc(1, 600'000));
  EXPECT_EQ(other_half, nullptr);
  EXPECT_TRUE(ArchiveMemory::take_refused());
  EXPECT_FALSE(ArchiveMemory::take_refused());
}

TEST(ArchiveMemory, GivesBackWhatIsFreed) {
  const ArchiveMemory memory(1 << 20);
  for (int i = 0; i < 100; ++i) {
    Block block(std::malloc(300'000));
    ASSERT_NE(block, nullptr);
    Block larger(std::realloc(block.get(), 600'000));
    ASSERT_NE(larger, nullptr);
    static_cast<void>(block.release());
  }
}

TEST(ArchiveMemory, BindsItsOwnThreadWhileItLives) {
  {
    const ArchiveMemory memory(1000);
    std::thread([] {
      const Block block(std::malloc(1 << 20));
      EXPECT_NE(block, nullptr);
    }).join();
  }
  const Block block(std::malloc(1 << 20));
  EXPECT_NE(block, nullptr);
}

}  // namespace
}  // namespace patrol
