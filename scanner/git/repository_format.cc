#include "scanner/git/repository_format.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

namespace patrol {
namespace {

constexpr std::string_view kVersion = "core.repositoryformatversion";
constexpr std::string_view kObjectFormat = "extensions.objectformat";
constexpr std::string_view kRefStorage = "extensions.refstorage";
constexpr std::string_view kPartialClone = "extensions.partialclone";
constexpr std::string_view kWorkTreeConfig = "extensions.worktreeconfig";

struct Extension {
  std::string_view key;
  bool is_of_version_0;  // heeded there, too
};

// Those whose keys have no name here do not change what is read: they forbid
// to delete objects, or say how paths to submodules and work trees are written,
// or by which second names objects are known.
constexpr Extension kExtensions[] = {
    {kObjectFormat, false},
    {kRefStorage, false},
    {kPartialClone, true},
    {kWorkTreeConfig, true},
    {"extensions.preciousobjects", true},
    {"extensions.noop", true},
    {"extensions.noop-v1", false},
    {"extensions.relativeworktrees", false},
    {"extensions.compatobjectformat", false},
    {"extensions.submodulepathconfig", false},
};

Error cannot_read(std::string_view what) {
  return Error{"cannot read: " + std::string(what)};
}

// Of all extensions: whether each is known, and may be there.
Result<void> check_extensions(const ConfigText& config, bool is_version_0) {
  for (const ConfigEntry& entry : config.entries()) {
    if (!entry.key.starts_with("extensions.")) continue;
    const auto* known = std::find_if(
        std::begin(kExtensions), std::end(kExtensions),
        [&](const Extension& one) { return one.key == entry.key; });
    if (known == std::end(kExtensions)) {
      if (!is_version_0) return cannot_read(entry.key);
    } else if (is_version_0 && !known->is_of_version_0) {
      return cannot_read(entry.key + " in a repository of version 0");
    }
  }
  return {};
}

Result<HashKind> hash_kind(const ConfigText& config) {
  if (config.find(kObjectFormat) == nullptr) return HashKind::kSha1;
  const auto name = config.text(kObjectFormat);
  if (name == "sha1") return HashKind::kSha1;
  if (name == "sha256") return HashKind::kSha256;
  return cannot_read(kObjectFormat);
}

// A newer git may say after "://" where the references are.
Result<RefStorage> ref_storage(const ConfigText& config) {
  if (config.find(kRefStorage) == nullptr) return RefStorage::kFiles;
  const auto name = config.text(kRefStorage);
  if (name == "files") return RefStorage::kFiles;
  if (name && (*name == "reftable" || name->starts_with("reftable://"))) {
    return RefStorage::kReftable;
  }
  return cannot_read(kRefStorage);
}

}  // namespace

Result<RepositoryFormat> repository_format(const ConfigText& config) {
  RepositoryFormat format;
  // git heeds no extension then either.
  if (config.find(kVersion) == nullptr) return format;
  const auto version = config.text(kVersion);
  if (version != "0" && version != "1") return cannot_read(kVersion);
  const auto known = check_extensions(config, version == "0");
  if (!known) return known.error();
  const auto hash = hash_kind(config);
  if (!hash) return hash.error();
  const auto refs = ref_storage(config);
  if (!refs) return refs.error();
  format.hash = *hash;
  format.refs = *refs;
  format.has_work_tree_config = config.yes(kWorkTreeConfig).value_or(false);
  format.is_partial = config.find(kPartialClone) != nullptr;
  return format;
}

}  // namespace patrol
