#include "scanner/rules/sealed_folder.h"

#include <algorithm>
#include <cassert>
#include <utility>
#include <vector>

#include "scanner/core/digest.h"

namespace patrol {
namespace {

constexpr std::string_view kSecretName = "key";
constexpr std::size_t kSecretSize = 32;
constexpr std::size_t kFormatSize = 16;
constexpr std::size_t kHeaderSize = kFormatSize + sizeof(Digest) + 8;
constexpr std::size_t kSealSize = sizeof(Digest);

std::string_view as_text(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

// What stands before the bytes.
std::string header(std::string_view format, std::string_view key,
                   std::uint64_t size) {
  std::string bytes(format);
  bytes += as_text(sha256(key));
  for (int shift = 0; shift < 64; shift += 8) {
    bytes += static_cast<char>(size >> shift & 0xFF);
  }
  return bytes;
}

// Whether the last bytes of `file` are the seal of those before them.
bool is_sealed(std::string_view file, std::string_view secret) {
  const std::size_t sealed = file.size() - kSealSize;
  Digest seal;
  std::copy(file.begin() + static_cast<std::ptrdiff_t>(sealed), file.end(),
            seal.begin());
  return same_digest(seal, hmac_sha256(secret, file.substr(0, sealed)));
}

std::string file_name(std::string_view key) { return sha256_hex(key); }

// The user's secret; nothing if there is none yet, or it is in doubt.
std::optional<std::string> read_secret(const PrivateFolder& folder) {
  auto secret = folder.read(std::string(kSecretName), kSecretSize);
  if (secret && secret->size() != kSecretSize) return std::nullopt;
  return secret;
}

Error bad_secret(const std::filesystem::path& path) {
  return Error{(path / kSecretName).string() +
               ": is not a private file of 32 bytes: remove it"};
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
  return bad_secret(path);
}

}  // namespace

std::filesystem::path cache_folder(const char* xdg_cache_home, const char* home,
                                   std::string_view name) {
  const std::filesystem::path ours = std::filesystem::path("patrol") / name;
  const std::filesystem::path xdg(xdg_cache_home ? xdg_cache_home : "");
  if (xdg.is_absolute()) return xdg / ours;
  const std::filesystem::path user(home ? home : "");
  return user.is_absolute() ? user / ".cache" / ours : std::filesystem::path();
}

std::string_view Unsealed::bytes() const {
  return std::string_view(file_).substr(kHeaderSize,
                                        file_.size() - kHeaderSize - kSealSize);
}

Result<SealedFolder> SealedFolder::open(const std::filesystem::path& path,
                                        std::string_view format) {
  assert(format.size() == kFormatSize);
  auto folder = PrivateFolder::open(path);
  if (!folder) return folder.error();
  auto secret = read_secret(*folder);
  if (!secret) return bad_secret(path);
  return SealedFolder(*std::move(folder), *std::move(secret), format);
}

Result<SealedFolder> SealedFolder::make(const std::filesystem::path& path,
                                        std::string_view format) {
  assert(format.size() == kFormatSize);
  auto folder = PrivateFolder::make(path);
  if (!folder) return folder.error();
  auto secret = make_secret(*folder, path);
  if (!secret) return secret.error();
  return SealedFolder(*std::move(folder), *std::move(secret), format);
}

// The seal is looked at first: what it does not cover is not looked at at all.
std::optional<Unsealed> SealedFolder::load(std::string_view key,
                                           std::size_t limit) const {
  constexpr std::size_t kAround = kHeaderSize + kSealSize;
  auto file = folder_.read(file_name(key), kAround + limit);
  if (!file || file->size() < kAround) return std::nullopt;
  if (!is_sealed(*file, secret_)) return std::nullopt;
  if (!file->starts_with(header(format_, key, file->size() - kAround))) {
    return std::nullopt;
  }
  return Unsealed(*std::move(file));
}

Result<void> SealedFolder::store(std::string_view key,
                                 std::string_view bytes) const {
  std::string file = header(format_, key, bytes.size());
  file.reserve(file.size() + bytes.size() + kSealSize);
  file += bytes;
  file += as_text(hmac_sha256(secret_, file));
  return folder_.replace(file_name(key), file);
}

void SealedFolder::remove(std::string_view key) const {
  folder_.remove(file_name(key));
}

void SealedFolder::touch(std::string_view key) const {
  folder_.touch(file_name(key));
}

void SealedFolder::trim(std::size_t most_files,
                        std::uint64_t most_bytes) const {
  std::vector<StoredFile> files = folder_.files();
  std::erase_if(files,
                [](const auto& file) { return file.name == kSecretName; });
  std::ranges::sort(files, std::ranges::greater(), &StoredFile::last_used);
  std::uint64_t bytes = 0;
  for (std::size_t i = 0; i < files.size(); ++i) {
    bytes += files[i].size;
    if (i >= most_files || bytes > most_bytes) folder_.remove(files[i].name);
  }
}

}  // namespace patrol
