#include "scanner/sources/allow_file.h"

#include <algorithm>
#include <optional>

#include "scanner/core/ascii.h"
#include "scanner/core/hex_digits.h"

namespace patrol {
namespace {

constexpr std::size_t kDigits = 32;

// 32 digits, and no more but a comment.
std::optional<std::string> fingerprint_in(std::string_view line) {
  const std::string_view digits = line.substr(0, kDigits);
  if (digits.size() < kDigits || !all_hex(digits)) return std::nullopt;
  const std::string_view rest = line.substr(kDigits);
  const std::size_t text = rest.find_first_not_of(" \t\r");
  const bool has_reason = text != rest.npos && text > 0 && rest[text] == '#';
  if (text != rest.npos && !has_reason) return std::nullopt;
  return lowered(digits);
}

// The lines of `text` that are patterns; the others go to `fingerprints`.
std::string take_fingerprints(std::string_view text,
                              std::set<std::string>& fingerprints) {
  std::string patterns;
  while (!text.empty()) {
    const std::size_t size = std::min(text.find('\n'), text.size() - 1) + 1;
    const std::string_view line = text.substr(0, size);
    text.remove_prefix(size);
    const bool ends = line.ends_with('\n');
    if (auto found = fingerprint_in(line.substr(0, size - (ends ? 1 : 0)))) {
      fingerprints.insert(*std::move(found));
    } else {
      patterns += line;
    }
  }
  return patterns;
}

}  // namespace

AllowFile::AllowFile(std::string_view text)
    : paths_(take_fingerprints(text, fingerprints_), Case::kExact) {}

// The folders first: what lies in one that is ignored is ignored.
bool AllowFile::allows_path(std::string_view path) const {
  for (std::size_t end = path.find('/'); end != path.npos;
       end = path.find('/', end + 1)) {
    if (paths_.verdict(path.substr(0, end), true) == Verdict::kIgnored) {
      return true;
    }
  }
  return paths_.verdict(path, false) == Verdict::kIgnored;
}

}  // namespace patrol
