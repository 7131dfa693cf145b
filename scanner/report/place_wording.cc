#include "scanner/report/place_wording.h"

#include <algorithm>
#include <string_view>

#include "scanner/core/utc_time.h"
#include "scanner/report/printable.h"
#include "scanner/report/wording.h"

namespace patrol {
namespace {

constexpr std::size_t kIdDigits = 12;
constexpr std::size_t kDateSize = 10;     // "2026-07-01"
constexpr std::size_t kLongestName = 60;  // columns

std::string short_id(std::string_view id) {
  return printable(id.substr(0, kIdDigits));
}

std::string day(std::int64_t date) {
  return utc_time(date).substr(0, kDateSize);
}

// Safe to print, and cut where it is too long.
std::string name_text(std::string_view name) {
  std::string text;
  std::size_t width = 0;
  for (const Cell& cell : printable_cells(name.substr(0, 4 * kLongestName))) {
    width += cell.width;
    if (width > kLongestName) return text + "…";
    text += cell.text;
  }
  return text;
}

// A note's path is the id of what it is about, cut in folders: "1a/2b3c…".
std::string note_text(std::string path) {
  std::erase(path, '/');
  return "note on " + short_id(path);
}

std::string blob_text(const Location& location, const Introduction& i) {
  const std::string name = "blob " + std::string(i.blob, 0, kIdDigits);
  return printable(to_text({name, location.member}));
}

// Of what is not a file at a path; empty: it is one.
std::string pathless_text(const Location& location) {
  const Provenance& provenance = location.provenance;
  const Introduction nothing;
  const Introduction& i = provenance.introduction.value_or(nothing);
  const std::string owner = short_id(i.commit.empty() ? i.blob : i.commit);
  switch (provenance.kind) {
    case LocationKind::kCommitMessage:
      return owner.empty() ? "commit message" : "commit message of " + owner;
    case LocationKind::kTagMessage:
      return "message of tag " + short_id(i.blob);
    case LocationKind::kIdentity:
      return "identity in " + owner;
    case LocationKind::kNote:
      if (!location.path.empty()) return note_text(location.path);
      break;
    case LocationKind::kBlob:
    case LocationKind::kGitConfig:
      break;
  }
  return location.path.empty() ? blob_text(location, i) : "";
}

// " by A <a@b>"
std::string by_text(const Introduction& i) {
  std::string text;
  if (!i.author.empty()) text += ' ' + name_text(i.author);
  if (!i.email.empty()) text += " <" + name_text(i.email) + '>';
  return text.empty() ? text : " by" + text;
}

// The author of a commit at the border of a shallow clone may be anybody.
std::string added_text(const Introduction& i) {
  if (i.commit.empty()) return "in no commit";
  if (i.at_shallow_border) {
    return "there in " + short_id(i.commit) + " of " + day(i.date) +
           ", where the shallow clone begins";
  }
  return "added " + day(i.date) + " in " + short_id(i.commit) + by_text(i);
}

std::string gone_text(const Introduction& i) {
  if (i.at_head) return ", still in HEAD";
  if (!i.removed_commit.empty()) {
    return ", removed " + day(i.removed_date) + " in " +
           short_id(i.removed_commit);
  }
  return i.commit.empty() ? "" : ", not in HEAD";
}

bool is_message(LocationKind kind) {
  return kind == LocationKind::kCommitMessage ||
         kind == LocationKind::kTagMessage || kind == LocationKind::kIdentity;
}

}  // namespace

std::string place_text(const Location& location) {
  const std::string line = std::to_string(location.begin.line);
  const std::string pathless = pathless_text(location);
  if (!pathless.empty()) return pathless + ", line " + line;
  return printable(to_text({location.path, location.member})) + ':' + line +
         ':' + std::to_string(location.begin.column);
}

std::string history_text(const Provenance& provenance) {
  if (!provenance.introduction) return {};
  const Introduction& i = *provenance.introduction;
  if (is_message(provenance.kind)) return "written " + day(i.date) + by_text(i);
  const std::string versions =
      i.versions > 1 ? "; " + counted(i.versions, "version") : "";
  return added_text(i) + gone_text(i) + versions;
}

std::string unread_text(const Unread& entry) {
  const std::string blob = to_text(BlobName{entry.path, entry.member});
  return printable(blob) + (blob.empty() ? "" : ": ") + printable(entry.reason);
}

std::string path_text(const Location& location) {
  const LocationKind kind = location.provenance.kind;
  std::string name = to_text({location.path, location.member});
  if (!location.path.empty() && kind != LocationKind::kNote) return name;
  if (location.path.empty()) {
    const Introduction nothing;
    const Introduction& i = location.provenance.introduction.value_or(nothing);
    const bool of_commit =
        kind == LocationKind::kCommitMessage || kind == LocationKind::kIdentity;
    name = to_text({of_commit ? i.commit : i.blob, location.member});
  }
  return ".git/" + std::string(to_text(kind)) + '/' + name;
}

bool is_in_checkout(const Location& location) {
  const Provenance& provenance = location.provenance;
  if (provenance.kind != LocationKind::kBlob) return false;
  if (location.path.empty() || location.path == "-") return false;
  return !provenance.introduction || provenance.introduction->at_head;
}

const Location& primary_location(const Finding& finding) {
  const auto at = std::find_if(finding.locations.begin(),
                               finding.locations.end(), is_in_checkout);
  return at == finding.locations.end() ? finding.locations.front() : *at;
}

}  // namespace patrol
