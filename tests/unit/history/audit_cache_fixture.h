// An audit cache in a folder of its own, for the tests of it.
#pragma once

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/history/audit_cache.h"

namespace patrol {

namespace fs = std::filesystem;

inline constexpr char kRepository[] = "/home/somebody/work/.git";
inline constexpr char kSettings[] = "0.1.0 sha256:rules depth=2";

class AuditCacheTest : public testing::Test {
 protected:
  AuditCacheTest() {
    std::string name = (fs::temp_directory_path() / "patrol.XXXXXX").string();
    root_ = ::mkdtemp(name.data());
    folder_ = root_ / "cache" / "patrol" / "audits";
  }
  ~AuditCacheTest() override {
    ::chmod(folder_.c_str(), 0700);
    fs::remove_all(root_);
  }

  // REQUIRES: there is a place for it.
  AuditCache cache(std::string_view repository = kRepository,
                   std::string_view settings = kSettings) const {
    return *AuditCache::open(folder_, repository, settings);
  }

  // All but the secret.
  std::vector<fs::path> files() const {
    std::vector<fs::path> out;
    for (const auto& entry : fs::directory_iterator(folder_)) {
      if (entry.path().filename() != "key") out.push_back(entry.path());
    }
    return out;
  }

  fs::path stored_file() const {
    const auto found = files();
    EXPECT_EQ(found.size(), 1U);
    return found.empty() ? fs::path() : found[0];
  }

  static std::string read(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  // With the mode that the cache gives.
  static void write(const fs::path& file, std::string_view bytes) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
    ::chmod(file.c_str(), 0600);
  }

  fs::path root_;
  fs::path folder_;
};

}  // namespace patrol
