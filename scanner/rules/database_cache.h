// Compiled databases of users' own rules, kept from one run to the next.
//
// Compiling some hundred rules for Hyperscan takes half a second, which a hook
// would pay at every commit. So the result is kept under the user's cache
// folder, under a key that says what it was made from. It is sealed, and
// believed only where the seal holds (sealed_folder.h): a crafted database is a
// way into the process.
//
// Nothing is ever removed: a set of rules that changes daily leaves a file a
// day, as caches under XDG may.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "scanner/core/result.h"

namespace patrol {

// Largest database that is stored or read, in bytes.
inline constexpr std::size_t kLargestDatabase = std::size_t{64} << 20;

// Safe to use from several threads and processes at once.
class DatabaseCache {
 public:
  // The user's: of_environment() of XDG_CACHE_HOME and HOME.
  DatabaseCache();

  // In `folder`; an empty one is no cache: load() finds nothing, store() does
  // nothing.
  explicit DatabaseCache(std::filesystem::path folder);

  // "$XDG_CACHE_HOME/patrol/databases", or under "$HOME/.cache" where the
  // former is not set or, as the XDG specification wants, not absolute; empty
  // where there is neither. REQUIRES: as getenv() returns them, null included.
  static std::filesystem::path of_environment(const char* xdg_cache_home,
                                              const char* home);

  // What store() was given for `key`; nothing if it is not there, or in doubt.
  std::optional<std::string> load(std::string_view key) const;

  // Keeps `database` for `key`; replaces what was there in one step, so that
  // readers and other writers see one or the other, whole.
  // Error: it could not be written; the cache is as it was. No harm is done but
  // the time that the next run needs.
  Result<void> store(std::string_view key, std::string_view database) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace patrol
