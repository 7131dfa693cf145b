#include "scanner/history/standing.h"

#include <algorithm>

#include "scanner/packs/loose_objects.h"
#include "scanner/packs/pack_folder.h"

namespace patrol {
namespace {

Digest digest_of(const Refs& refs, const Repository& repository) {
  const HashKind hash = repository.hash();
  std::string text;
  for (const Ref& ref : refs.refs) {
    text += ref.name + '\0' + ref.id.hex(hash) + '\n';
  }
  for (const ObjectId& id : refs.logged) text += id.hex(hash) + '\n';
  text += '\n';
  for (const ObjectId& id : repository.shallow) text += id.hex(hash) + '\n';
  return sha256(text);
}

}  // namespace

Standing standing_of(const Repository& repository, const Refs& refs) {
  Standing out;
  std::vector<std::string> warnings;  // the audit itself says them
  for (const std::string& folder : repository.object_dirs) {
    for (const FoundPack& pack : list_packs(folder, repository.hash()).packs) {
      out.packs.push_back(ObjectId::from_raw(pack.index.index().pack_checksum())
                              .hex(repository.hash()));
    }
    for (const ObjectId& id :
         LooseObjects(folder, repository.hash()).list(warnings)) {
      out.loose.push_back(id);
    }
  }
  std::ranges::sort(out.packs);
  out.packs.erase(std::unique(out.packs.begin(), out.packs.end()),
                  out.packs.end());
  std::ranges::sort(out.loose);
  out.loose.erase(std::unique(out.loose.begin(), out.loose.end()),
                  out.loose.end());
  if (const ObjectId* head = refs.find("HEAD")) out.head = *head;
  out.refs = digest_of(refs, repository);
  return out;
}

std::string settings_of(const HistoryRequest& request,
                        const Detector& detector) {
  const RuleSet& rules = detector.rules();
  std::string text =
      std::string(PATROL_VERSION) + '\n' + std::string(rules.digest()) + '\n';
  for (std::uint32_t i = 0; i < rules.size(); ++i) {
    text += detector.reports(RuleIndex{i}) ? '1' : '0';
  }
  return text + '\n' + std::to_string(detector.options().decode_depth) + '\n' +
         (detector.options().heeds_markers ? "marked\n" : "all\n") +
         std::to_string(request.max_archive_depth) + '\n' +
         std::to_string(request.max_blob_size);
}

bool is_as_before(const Standing& standing, const AuditRecord& record) {
  return standing.packs == record.packs && standing.loose == record.loose &&
         standing.head.has_value() == record.has_head &&
         (!record.has_head || *standing.head == record.head) &&
         standing.refs == record.refs;
}

}  // namespace patrol
