#include "scanner/history/audit_cache.h"

#include <cstdlib>
#include <utility>

namespace patrol {
namespace {

constexpr std::string_view kFormat = "patrol history 2";  // the format is 2

// No two pairs have the same: the first size says where the first text ends.
std::string key_of(std::string_view repository, std::string_view settings) {
  std::string key = std::to_string(repository.size());
  key += ':';
  key += repository;
  key += settings;
  return key;
}

}  // namespace

std::optional<AuditCache> AuditCache::open(std::string_view repository,
                                           std::string_view settings) {
  return open(cache_folder(std::getenv("XDG_CACHE_HOME"), std::getenv("HOME"),
                           "audits"),
              repository, settings);
}

std::optional<AuditCache> AuditCache::open(const std::filesystem::path& folder,
                                           std::string_view repository,
                                           std::string_view settings) {
  if (folder.empty()) return std::nullopt;
  auto opened = SealedFolder::make(folder, kFormat);
  if (!opened) return std::nullopt;
  return AuditCache(*std::move(opened), key_of(repository, settings));
}

std::optional<AuditRecord> AuditCache::load() const {
  const auto stored = folder_.load(key_, kMostAuditBytes);
  auto record = stored ? audit_record_from(stored->bytes()) : std::nullopt;
  if (record) {
    folder_.touch(key_);
  } else {
    folder_.remove(key_);
  }
  return record;
}

void AuditCache::store(AuditRecord record) const {
  sort_lists(record);
  const std::string bytes = to_bytes(record);
  if (bytes.size() > kMostAuditBytes || !folder_.store(key_, bytes)) return;
  folder_.trim(kMostAudits, kMostAuditBytes);
}

}  // namespace patrol
