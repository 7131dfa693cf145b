#include "scanner/report/source_hashes.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <set>

#include "scanner/report/line_hash.h"
#include "scanner/report/place_wording.h"

namespace patrol {
namespace {

// Sources are smaller; a dump that is larger has no lines to follow.
constexpr off_t kLargest = off_t{16} << 20;

std::string content_of(int file) {
  struct stat status {};
  if (::fstat(file, &status) != 0) return {};
  if (!S_ISREG(status.st_mode) || status.st_size > kLargest) return {};
  std::string text(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t filled = 0;
  while (filled < text.size()) {
    const ssize_t got =
        ::read(file, text.data() + filled, text.size() - filled);
    if (got <= 0) return {};
    filled += static_cast<std::size_t>(got);
  }
  return text;
}

// Empty: there is none to be had. Waits for no pipe and follows no link.
std::string read_source(const std::string& path) {
  const int file =
      ::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (file < 0) return {};
  std::string text = content_of(file);
  ::close(file);
  return text;
}

bool has_lines(const Location& location) {
  return is_in_checkout(location) && location.member.empty() &&
         !location.provenance.introduction;
}

}  // namespace

SourceHashes::SourceHashes(const Report& report, const Checkout& checkout) {
  if (report.scan.mode != ScanMode::kFiles) return;
  std::map<std::string, std::set<std::uint64_t>> lines;
  for (const Finding& finding : report.findings) {
    const Location& location = primary_location(finding);
    if (has_lines(location)) lines[location.path].insert(location.begin.line);
  }
  for (const auto& [path, wanted] : lines) {
    const std::string text = read_source(checkout.to_open(path));
    if (text.empty()) continue;
    for (auto& [line, hash] : line_hashes(text, wanted)) {
      hashes_[{path, line}] = hash;
    }
  }
}

std::string SourceHashes::of(const Location& primary) const {
  if (!has_lines(primary)) return {};
  const auto at = hashes_.find({primary.path, primary.begin.line});
  return at == hashes_.end() ? std::string() : at->second;
}

}  // namespace patrol
