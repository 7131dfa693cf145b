#include "scanner/rules/database_cache.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <utility>

#include "scanner/core/digest.h"
#include "scanner/rules/private_folder.h"

namespace patrol {
namespace {

constexpr std::string_view kMagic = "patrol database1";  // the format is 1
constexpr std::string_view kSecretName = "key";
constexpr std::size_t kSecretSize = 32;
constexpr std::size_t kHeaderSize = 16 + sizeof(Digest) + 8;
constexpr std::size_t kSealSize = sizeof(Digest);
static_assert(kMagic.size() == 16);

std::string_view as_text(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

// What stands before the database.
std::string header(std::string_view key, std::uint64_t size) {
  std::string bytes(kMagic);
  bytes += as_text(sha256(key));
  for (int shift = 0; shift < 64; shift += 8) {
    bytes += static_cast<char>(size >> shift & 0xFF);
  }
  return bytes;
}

// Whether the last bytes of `stored` are the seal of those before them.
bool is_sealed(std::string_view stored, std::string_view secret) {
  const std::size_t sealed = stored.size() - kSealSize;
  Digest seal;
  std::copy(stored.begin() + static_cast<std::ptrdiff_t>(sealed), stored.end(),
            seal.begin());
  return same_digest(seal, hmac_sha256(secret, stored.substr(0, sealed)));
}

// The database in `stored`, if that is the cache's own file for `key`. The seal
// is looked at first: what it does not cover is not looked at at all.
std::optional<std::string> open_sealed(std::string stored, std::string_view key,
                                       std::string_view secret) {
  if (stored.size() < kHeaderSize + kSealSize) return std::nullopt;
  if (!is_sealed(stored, secret)) return std::nullopt;
  stored.resize(stored.size() - kSealSize);
  const std::size_t size = stored.size() - kHeaderSize;
  if (!stored.starts_with(header(key, size))) return std::nullopt;
  stored.erase(0, kHeaderSize);
  return stored;
}

std::string file_name(std::string_view key) { return sha256_hex(key); }

// The user's secret; nothing if there is none yet, or it is in doubt.
std::optional<std::string> read_secret(const PrivateFolder& folder) {
  auto secret = folder.read(std::string(kSecretName), kSecretSize);
  if (secret && secret->size() != kSecretSize) return std::nullopt;
  return secret;
}

// The user's secret, made if there is none.
Result<std::string> make_secret(const PrivateFolder& folder,
                                const std::filesystem::path& path) {
  if (auto secret = read_secret(folder)) return *std::move(secret);
  const auto fresh = random_bytes(kSecretSize);
  if (!fresh) return fresh.error();
  const std::string name(kSecretName);
  if (auto ok = folder.create(name, *fresh); !ok) return ok.error();
  if (auto secret = read_secret(folder)) return *std::move(secret);
  return Error{(path / name).string() +
               ": is not a private file of 32 bytes: remove it"};
}

}  // namespace

DatabaseCache::DatabaseCache()
    : DatabaseCache(
          of_environment(std::getenv("XDG_CACHE_HOME"), std::getenv("HOME"))) {}

DatabaseCache::DatabaseCache(std::filesystem::path folder)
    : folder_(std::move(folder)) {}

std::filesystem::path DatabaseCache::of_environment(const char* xdg_cache_home,
                                                    const char* home) {
  constexpr std::string_view kOurs = "patrol/databases";
  const std::filesystem::path xdg(xdg_cache_home ? xdg_cache_home : "");
  if (xdg.is_absolute()) return xdg / kOurs;
  const std::filesystem::path user(home ? home : "");
  return user.is_absolute() ? user / ".cache" / kOurs : std::filesystem::path();
}

std::optional<std::string> DatabaseCache::load(std::string_view key) const {
  constexpr std::size_t kLimit = kHeaderSize + kLargestDatabase + kSealSize;
  const auto folder = PrivateFolder::open(folder_);
  if (!folder) return std::nullopt;
  const auto secret = read_secret(*folder);
  if (!secret) return std::nullopt;
  auto stored = folder->read(file_name(key), kLimit);
  if (!stored) return std::nullopt;
  return open_sealed(*std::move(stored), key, *secret);
}

Result<void> DatabaseCache::store(std::string_view key,
                                  std::string_view database) const {
  if (folder_.empty()) return {};
  if (database.size() > kLargestDatabase) {
    return Error{folder_.string() + ": the database is larger than 64 MiB"};
  }
  const auto folder = PrivateFolder::make(folder_);
  if (!folder) return folder.error();
  const auto secret = make_secret(*folder, folder_);
  if (!secret) return secret.error();
  std::string bytes = header(key, database.size());
  bytes += database;
  bytes += as_text(hmac_sha256(*secret, bytes));
  return folder->replace(file_name(key), bytes);
}

}  // namespace patrol
