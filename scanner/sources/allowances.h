// What a repository's people looked at and found to be no secret, as its files
// say:
//
//   .patrolignore     paths and fingerprints (allow_file.h)
//   .gitleaksignore   places: commit:file:rule:line, or file:rule:line in
//                     whichever commit; # begins a comment
//
// Of a place the rule is not asked: another tool's rule for that line has
// another name here, and whoever wrote the line meant the secret. It is read
// from the right, so a colon in a path is part of it.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/sources/allow_file.h"

namespace patrol {

inline constexpr std::string_view kAllowanceFiles[] = {kAllowFile,
                                                       ".gitleaksignore"};

class Allowances {
 public:
  // The file called `name`, one of kAllowanceFiles, in the folder `prefix` (""
  // is the root of what is scanned, "src/" one of several). Never fails.
  void add(std::string_view prefix, std::string_view name,
           std::string_view text);

  // Whatever is there is no secret? `commit`: where it was brought in; empty:
  // files are scanned.
  bool allows(std::string_view path, std::uint64_t line,
              std::string_view commit) const;

  const std::set<std::string>& fingerprints() const { return fingerprints_; }
  bool empty() const;

 private:
  struct Place {
    std::uint64_t line;
    std::string commit;  // empty: whichever
  };

  std::set<std::string> fingerprints_;
  std::vector<std::pair<std::string, AllowFile>> paths_;  // by prefix
  std::multimap<std::string, Place, std::less<>> places_;
};

}  // namespace patrol
