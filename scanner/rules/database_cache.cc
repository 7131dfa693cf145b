#include "scanner/rules/database_cache.h"

#include <cstdlib>
#include <utility>

#include "scanner/rules/sealed_folder.h"

namespace patrol {
namespace {

constexpr std::string_view kFormat = "patrol database1";  // the format is 1

}  // namespace

DatabaseCache::DatabaseCache()
    : DatabaseCache(
          of_environment(std::getenv("XDG_CACHE_HOME"), std::getenv("HOME"))) {}

DatabaseCache::DatabaseCache(std::filesystem::path folder)
    : folder_(std::move(folder)) {}

std::filesystem::path DatabaseCache::of_environment(const char* xdg_cache_home,
                                                    const char* home) {
  return cache_folder(xdg_cache_home, home, "databases");
}

std::optional<std::string> DatabaseCache::load(std::string_view key) const {
  const auto folder = SealedFolder::open(folder_, kFormat);
  if (!folder) return std::nullopt;
  const auto stored = folder->load(key, kLargestDatabase);
  if (!stored) return std::nullopt;
  return std::string(stored->bytes());
}

Result<void> DatabaseCache::store(std::string_view key,
                                  std::string_view database) const {
  if (folder_.empty()) return {};
  if (database.size() > kLargestDatabase) {
    return Error{folder_.string() + ": the database is larger than 64 MiB"};
  }
  const auto folder = SealedFolder::make(folder_, kFormat);
  if (!folder) return folder.error();
  return folder->store(key, database);
}

}  // namespace patrol
