// Files that patrol leaves for its next run, and believes then: compiled rules
// (database_cache.h), what an audit read (history/audit_cache.h).
//
// Both would be a way in: Hyperscan trusts what it deserialises, and an audit
// that believes a forged record does not read what it should. So nothing is
// taken that this user's patrol did not itself put there, unchanged:
//
//   - the folder is the user's own, of mode 0700, and no symbolic link;
//   - the file is a regular file of the user's, of mode 0600, no link;
//   - its last 32 bytes are an HMAC-SHA256 over all that precedes, under a
//     random secret that lies beside it (so a file made by another tool, copied
//     from elsewhere, or damaged, is refused);
//   - it says that it was stored under the key that is asked for.
//
//   format | key's SHA-256 | number of bytes | bytes . . . | HMAC
//   0        16              48                56            end-32
//
// Any doubt means: not there. It cannot protect against another program that
// runs as the same user; such a program needs no detour over a cache.
//
// Costs one pass of SHA-256: a gigabyte a second where the processor has
// instructions for it, a third of that elsewhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "scanner/core/result.h"
#include "scanner/rules/private_folder.h"

namespace patrol {

// "$XDG_CACHE_HOME/patrol/NAME", or under "$HOME/.cache" where the former is
// not set or, as the XDG specification wants, not absolute; empty where there
// is neither. REQUIRES: both as getenv() returns them, null included.
std::filesystem::path cache_folder(const char* xdg_cache_home, const char* home,
                                   std::string_view name);

// What was stored, with what stands around it.
class Unsealed {
 public:
  explicit Unsealed(std::string file) : file_(std::move(file)) {}

  // Valid as long as *this is, and is not moved.
  std::string_view bytes() const;

 private:
  std::string file_;
};

// Safe to use from several threads and processes at once.
class SealedFolder {
 public:
  // `format`: 16 bytes that say what the files are, and in which version.
  // Error: it is not there or not private, or has no secret yet.
  static Result<SealedFolder> open(const std::filesystem::path& path,
                                   std::string_view format);

  // The same, but makes it, and the secret, if need be.
  static Result<SealedFolder> make(const std::filesystem::path& path,
                                   std::string_view format);

  // What store() was given for `key`; nothing if it is not there, has more than
  // `limit` bytes, or is in doubt.
  std::optional<Unsealed> load(std::string_view key, std::size_t limit) const;

  // Keeps `bytes` for `key`; replaces what was there in one step, so that
  // readers and other writers see one or the other, whole.
  // Error: it could not be written; the folder is as it was.
  Result<void> store(std::string_view key, std::string_view bytes) const;

  // Takes away what is there for `key`, if it is this user's.
  void remove(std::string_view key) const;

  // Says that it was of use, for trim().
  void touch(std::string_view key) const;

  // Takes away what was of use longest ago, until there are at most
  // `most_files` that have at most `most_bytes` together. The secret stays.
  void trim(std::size_t most_files, std::uint64_t most_bytes) const;

 private:
  SealedFolder(PrivateFolder folder, std::string secret,
               std::string_view format)
      : folder_(std::move(folder)),
        secret_(std::move(secret)),
        format_(format) {}

  PrivateFolder folder_;
  std::string secret_;
  std::string format_;
};

}  // namespace patrol
