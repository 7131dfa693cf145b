// .patrolignore: what a repository's people looked at and found to be no
// secret. A line is a pattern for paths, as in .gitignore, or a fingerprint
// from a report; a reason may follow that:
//
//   # test data
//   /tests/data/
//   0f343b0931126a20f133d67c2b018a3b  # the key of the manual
//
// A path that matches is read all the same, and what is found there is counted:
// whoever reads the summary sees that there is something. A fingerprint is that
// of a secret, wherever it stands.
//
// What it cannot do: name a file by a pattern of 32 hexadecimal digits; that is
// a fingerprint, and "/…" before it makes it a path.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "scanner/sources/ignore.h"

namespace patrol {

inline constexpr const char* kAllowFile = ".patrolignore";

// Immutable, so threads may share it.
class AllowFile {
 public:
  // Never fails, as IgnoreFile. `text` may be freed afterwards.
  explicit AllowFile(std::string_view text);

  // `path` of a file, relative to the folder that has the .patrolignore.
  bool allows_path(std::string_view path) const;

  // In lower case.
  const std::set<std::string>& fingerprints() const { return fingerprints_; }

 private:
  std::set<std::string> fingerprints_;
  IgnoreFile paths_;
};

}  // namespace patrol
