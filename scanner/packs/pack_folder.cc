#include "scanner/packs/pack_folder.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "scanner/git/files.h"
#include "scanner/packs/mapped_file.h"
#include "scanner/packs/multi_pack_index.h"

namespace patrol {
namespace {

constexpr std::string_view kIndex = ".idx";
constexpr std::string_view kPack = ".pack";

// "pack-….idx" -> "pack-….pack"
std::string with_ending(std::string_view name, std::string_view ending) {
  return std::string(name.substr(0, name.rfind('.'))) + std::string(ending);
}

// One folder, looked through once.
class Listing {
 public:
  Listing(std::string folder, HashKind kind)
      : folder_(std::move(folder)), kind_(kind) {}

  PackFolder list();

 private:
  void add(const std::string& name, const std::string& pack,
           Result<PackIndexFile> index);
  Result<PackIndexFile> index_of(const std::string& pack);
  const Result<MultiPackIndex>& multi_pack_index();

  std::string folder_;
  HashKind kind_;
  std::optional<MappedFile> multi_file_;
  std::optional<Result<MultiPackIndex>> multi_;
  PackFolder out_;
};

PackFolder Listing::list() {
  const auto entries = list_folder(folder_);
  if (!entries)
    out_.broken.push_back({"objects/pack", entries.error().message});
  if (!entries || !*entries) return std::move(out_);
  std::set<std::string> indexed;
  for (const FolderEntry& entry : **entries) {
    if (!entry.name.ends_with(kIndex)) continue;
    const std::string pack = with_ending(entry.name, kPack);
    indexed.insert(pack);
    add(entry.name, pack,
        PackIndexFile::open(path_from(folder_, entry.name), kind_));
  }
  for (const FolderEntry& entry : **entries) {
    if (!entry.name.ends_with(kPack) || indexed.contains(entry.name)) continue;
    add(entry.name, entry.name, index_of(entry.name));
  }
  std::ranges::sort(out_.packs, {}, &FoundPack::name);
  return std::move(out_);
}

void Listing::add(const std::string& name, const std::string& pack,
                  Result<PackIndexFile> index) {
  if (!index) {
    out_.broken.push_back({name, index.error().message});
    return;
  }
  out_.packs.push_back({name, path_from(folder_, pack), *std::move(index)});
}

// That of a pack which has no .idx.
Result<PackIndexFile> Listing::index_of(const std::string& pack) {
  const Result<MultiPackIndex>& all = multi_pack_index();
  if (!all) return all.error();
  const auto at = std::ranges::find(all->packs(), with_ending(pack, kIndex));
  if (at == all->packs().end()) return Error{"it has no index"};
  const auto file = MappedFile::open(path_from(folder_, pack));
  if (!file) return file.error();
  std::string_view checksum = file->bytes();
  if (checksum.size() < id_size(kind_)) return Error{"it is no pack"};
  checksum.remove_prefix(checksum.size() - id_size(kind_));
  return PackIndexFile::from(
      *all, static_cast<std::uint32_t>(at - all->packs().begin()), checksum,
      kind_);
}

const Result<MultiPackIndex>& Listing::multi_pack_index() {
  if (multi_) return *multi_;
  Result<MappedFile> file =
      MappedFile::open(path_from(folder_, "multi-pack-index"));
  if (!file) return multi_.emplace(Error{"it has no index"});
  multi_file_.emplace(*std::move(file));
  return multi_.emplace(MultiPackIndex::parse(multi_file_->bytes(), kind_));
}

}  // namespace

PackFolder list_packs(const std::string& objects, HashKind kind) {
  return Listing(objects + "/pack", kind).list();
}

}  // namespace patrol
